package org.gristmill.cli;

import java.io.IOException;
import java.io.Writer;
import java.util.concurrent.Callable;
import org.gristmill.tokenization.SpecialTokens;
import org.gristmill.tokenization.Tokenizer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Texts to ids. */
@Command(
    name = "encode",
    mixinStandardHelpOptions = true,
    description = {
      "Turn texts into token ids.",
      "",
      "Reads rows {\"text\": ...} and writes rows {\"ids\": [...]} in the same order. Nothing is"
          + " added before or after a text."
    })
final class TokenizerEncodeCommand implements Callable<Integer> {

  private final Console console;

  @Mixin private TokenizerFile tokenizer;

  @Option(
      names = "--special",
      paramLabel = "HOW",
      defaultValue = "as-text",
      converter = SpecialTokensOption.class,
      completionCandidates = SpecialTokensOption.Names.class,
      description = {
        "What the text of a special token in a document becomes: ${COMPLETION-CANDIDATES}.",
        "Default: ${DEFAULT-VALUE}."
      })
  private SpecialTokens special;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      required = true,
      description = "Rows of texts, JSON lines.")
  private String input;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      required = true,
      description = "Rows of ids, JSON lines; replaced when the last row is there.")
  private String output;

  @Mixin private JsonOutput json;

  private long rows;
  private long bytes;
  private long tokens;
  private int[] ids = new int[1024];

  TokenizerEncodeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Tokenizer encoder = tokenizer.parse();
    JsonRows.write(
        output,
        out ->
            JsonRows.read(input, (row, where) -> encode(encoder, JsonRows.text(row, where), out)));
    Summary summary = new Summary("encodedTexts", "Encoded " + input);
    summary.count("texts", "texts", rows);
    summary.bytes("bytes", "bytes", bytes);
    summary.count("tokens", "tokens", tokens);
    console.print("%s", summary.text());
    json.write(summary.figures());
    return Failures.DONE;
  }

  private void encode(Tokenizer encoder, byte[] text, Writer out) throws IOException {
    if (ids.length < 3 * text.length) {
      ids = new int[3 * text.length];
    }
    int count = encoder.encode(text, 0, text.length, special, ids, 0);
    StringBuilder line = new StringBuilder("{\"ids\":[");
    for (int i = 0; i < count; i++) {
      line.append(i == 0 ? "" : ",").append(ids[i]);
    }
    out.append(line.append("]}\n"));
    rows++;
    bytes += text.length;
    tokens += count;
  }
}
