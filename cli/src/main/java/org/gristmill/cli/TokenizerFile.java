package org.gristmill.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.gristmill.common.ConfigException;
import org.gristmill.common.CorruptDataException;
import org.gristmill.tokenization.Tokenizer;
import org.gristmill.tokenization.Tokenizers;
import org.gristmill.tokenization.bpe.PreTokenizer;
import org.gristmill.tokenization.bpe.RankSettings;
import picocli.CommandLine.Option;

/** The tokenizer a command works with. */
final class TokenizerFile {

  @Option(
      names = "--tokenizer",
      paramLabel = "FILE",
      required = true,
      description = "A Hugging Face tokenizer.json or a tiktoken rank file.")
  private String path;

  @Option(
      names = "--rank-pattern",
      paramLabel = "NAME",
      completionCandidates = TokenizerTrainCommand.Patterns.class,
      description = {
        "How a rank file cuts text: ${COMPLETION-CANDIDATES}.",
        "Not needed for those of r50k, p50k, cl100k, o200k and Qwen, which are known by their"
            + " tokens."
      })
  private String pattern;

  @Option(
      names = "--rank-special",
      paramLabel = "TOKEN=ID",
      description = "With --rank-pattern: a special token of the rank file; repeat for more.")
  private Map<String, Integer> specialTokens = new LinkedHashMap<>();

  @Option(
      names = "--rank-nfc",
      description = "With --rank-pattern: text is brought into normalization form C first.")
  private boolean formC;

  String path() {
    return path;
  }

  /** A tokenizer.json, also of a rank file. */
  byte[] definition() throws IOException {
    try {
      return Tokenizers.tokenizerJson(JsonRows.readAll(path), ranks());
    } catch (CorruptDataException e) {
      throw named(e);
    }
  }

  Tokenizer parse() throws IOException {
    byte[] definition = definition();
    try {
      return Tokenizers.parse(definition);
    } catch (CorruptDataException e) {
      throw named(e);
    }
  }

  /** What is wrong, with the name of the file it is wrong in. */
  private CorruptDataException named(CorruptDataException e) {
    return new CorruptDataException(path + ": " + e.getMessage(), e);
  }

  private Optional<RankSettings> ranks() {
    if (pattern == null) {
      if (formC || !specialTokens.isEmpty()) {
        throw new ConfigException(
            "Cannot use --rank-special or --rank-nfc alone: expected --rank-pattern as well");
      }
      return Optional.empty();
    }
    try {
      return Optional.of(
          new RankSettings(
              PreTokenizer.Pattern.ofLabel(pattern),
              formC ? RankSettings.Form.NFC : RankSettings.Form.AS_IT_IS,
              specialTokens));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(e.getMessage(), e);
    }
  }
}
