package org.gristmill.cli;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.gristmill.common.CorruptDataException;
import org.gristmill.tokenization.Tokenizer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Ids to texts. */
@Command(
    name = "decode",
    mixinStandardHelpOptions = true,
    description = {
      "Turn token ids into texts.",
      "",
      "Reads rows {\"ids\": [...]} and writes rows {\"text\": ...} in the same order, special tokens"
          + " written out. Bytes that form no character become U+FFFD."
    })
final class TokenizerDecodeCommand implements Callable<Integer> {

  private final Console console;

  @Mixin private TokenizerFile tokenizer;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      required = true,
      description = "Rows of ids, JSON lines.")
  private String input;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      required = true,
      description = "Rows of texts, JSON lines; replaced when the last row is there.")
  private String output;

  @Mixin private JsonOutput json;

  private long rows;
  private long tokens;

  TokenizerDecodeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Tokenizer decoder = tokenizer.parse();
    JsonRows.write(
        output,
        out ->
            JsonRows.read(
                input, (row, where) -> decode(decoder, JsonRows.ids(row, where), where, out)));
    Summary summary = new Summary("decodedTexts", "Decoded " + input);
    summary.count("texts", "texts", rows);
    summary.count("tokens", "tokens", tokens);
    console.print("%s", summary.text());
    json.write(summary.figures());
    return Failures.DONE;
  }

  private void decode(Tokenizer decoder, int[] ids, String where, Writer out) throws IOException {
    byte[] text;
    try {
      text = decoder.decode(ids, 0, ids.length);
    } catch (IllegalArgumentException e) {
      throw new CorruptDataException("Cannot read " + where + ": " + e.getMessage(), e);
    }
    out.append("{\"text\":")
        .append(JsonRows.quoted(new String(text, StandardCharsets.UTF_8)))
        .append("}\n");
    rows++;
    tokens += ids.length;
  }
}
