package org.gristmill.cli;

import java.io.IOException;
import org.gristmill.tokenization.Tokenizer;
import org.gristmill.tokenization.Tokenizers;
import picocli.CommandLine.Option;

/** The tokenizer a command works with. */
final class TokenizerFile {

  @Option(
      names = "--tokenizer",
      paramLabel = "FILE",
      required = true,
      description = "A Hugging Face tokenizer.json.")
  private String path;

  String path() {
    return path;
  }

  byte[] definition() throws IOException {
    return JsonRows.readAll(path);
  }

  Tokenizer parse() throws IOException {
    return Tokenizers.parse(definition());
  }
}
