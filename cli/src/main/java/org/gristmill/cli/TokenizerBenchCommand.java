package org.gristmill.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.gristmill.common.ConfigException;
import org.gristmill.tokenization.Tokenizers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How fast a tokenizer is. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Time a tokenizer on one core, beside Hugging Face's library.",
      "",
      "Every second document warms the caches, the others, never seen before, are timed. In the same"
          + " run Deep Java Library's binding of Hugging Face's tokenizers encodes the same"
          + " documents, one call each ('djl-encode') and 64 a call with nothing but ids asked for"
          + " ('djl-batch', its fastest way). Speed is per second of CPU time of the whole process;"
          + " medians of the rounds. Ids are compared on all documents, special tokens taken as"
          + " tokens; ends with 1 if any differ."
    })
final class TokenizerBenchCommand implements Callable<Integer> {

  private static final List<String> NAMES = List.of("gristmill", "djl-encode", "djl-batch");

  private final Console console;

  @Mixin private TokenizerFile tokenizer;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      required = true,
      description = "Rows {\"text\": ...}, JSON lines; kept in memory.")
  private String input;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often each encoder is timed. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--warm-up-seconds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How long our encoder runs before it is timed. Default: ${DEFAULT-VALUE}.")
  private int warmUpSeconds;

  @Mixin private JsonOutput json;

  TokenizerBenchCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (rounds < 1 || rounds > 1000) {
      throw new ConfigException("Cannot use --rounds " + rounds + ": expected 1 to 1000");
    }
    List<byte[]> documents = new ArrayList<>();
    JsonRows.read(input, (row, where) -> documents.add(JsonRows.text(row, where)));
    if (documents.size() < 2) {
      throw new ConfigException(
          "Cannot time a tokenizer on " + input + ": it has fewer than 2 documents");
    }
    byte[] definition = tokenizer.definition();
    EncoderRace race =
        new EncoderRace(Tokenizers.parse(definition), Tokenizers.library(definition), documents);
    int mismatches = race.mismatches();
    race.warmUp(warmUpSeconds);
    print(race, race.run(rounds), mismatches, documents.size());
    return mismatches == 0 ? Failures.DONE : Failures.FAILED;
  }

  private void print(EncoderRace race, List<EncoderRace.Time> times, int mismatches, int documents)
      throws IOException {
    Summary summary =
        new Summary("tokenizerBench", "Tokenizer " + tokenizer.path() + " on " + input);
    summary.count("documents", "documents", documents);
    summary.count("documents timed", "documentsTimed", race.timedDocuments());
    summary.bytes("bytes timed", "bytesTimed", race.timedBytes());
    double bytesPerToken = (double) race.timedBytes() / Math.max(1, times.get(0).tokens());
    summary.fact(
        "bytes per token", "bytesPerToken", bytesPerToken, Wording.of("%.2f", bytesPerToken));
    TextTable table = new TextTable("lrr");
    table.row("  encoder", "MB/s", "tokens/s");
    List<Map<String, Object>> encoders = new ArrayList<>();
    for (int i = 0; i < times.size(); i++) {
      double seconds = Math.max(1e-9, times.get(i).seconds());
      double megabytes = race.timedBytes() / 1e6 / seconds;
      double tokens = times.get(i).tokens() / seconds;
      table.row(
          "  " + NAMES.get(i), Wording.of("%.2f", megabytes), Wording.count(Math.round(tokens)));
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("name", NAMES.get(i));
      row.put("mbPerSecond", megabytes);
      row.put("tokensPerSecond", tokens);
      encoders.add(row);
    }
    double own = Math.max(1e-9, times.get(0).seconds());
    double toEncode = times.get(1).seconds() / own;
    double toBatch = times.get(2).seconds() / own;
    summary.block("").block(table).figure("encoders", encoders).block("");
    summary.fact("ratio to djl-encode", "ratioToDjlEncode", toEncode, Wording.of("%.1f", toEncode));
    summary.fact("ratio to djl-batch", "ratioToDjlBatch", toBatch, Wording.of("%.1f", toBatch));
    summary.count("documents with other ids", "mismatchingDocuments", mismatches);
    console.print("%s", summary.text());
    json.write(summary.figures());
  }
}
