package org.gristmill.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.TreeMap;
import org.gristmill.common.ConfigException;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.config.YamlConfig;
import org.gristmill.common.store.RandomInput;
import org.gristmill.common.store.Store;

/** Summaries of the small files that stand beside tables, tokens and shards. */
final class PlainSummary {

  /** Rejected rows and steps that are shown one by one. */
  private static final int SHOWN = 10;

  private static final int VECTOR_HEADER = 32;
  private static final String VECTOR_MAGIC = "GRISTVEC";

  private PlainSummary() {}

  /** {@code quarantine.jsonl}: rejected rows by reason. */
  static Summary quarantine(Store store, String name) throws IOException {
    TreeMap<String, Long> reasons = new TreeMap<>();
    TextTable first = new TextTable("lll");
    first.row("reason", "where", "detail");
    long[] lines = {0};
    each(
        store,
        name,
        line -> {
          reasons.merge(text(line, "reason"), 1L, Long::sum);
          if (lines[0] < SHOWN) {
            String row = text(line, "row");
            String where = text(line, "path") + (row.isEmpty() ? "" : ", row " + row);
            first.row(text(line, "reason"), where, text(line, "detail"));
          }
          lines[0]++;
        });
    Summary summary = new Summary("quarantine", "Quarantine " + name);
    summary.count("rejected rows and files", "lines", lines[0]);
    reasons.forEach((reason, count) -> summary.count("  " + reason, "reason." + reason, count));
    return lines[0] == 0 ? summary : summary.block("").block(first);
  }

  /** {@code metrics.jsonl}: how the loss went. */
  static Summary metrics(Store store, String name) throws IOException {
    Deque<ConfigTree> steps = new ArrayDeque<>();
    long[] count = {0};
    each(
        store,
        name,
        line -> {
          if (line.find("loss").isPresent()) {
            count[0]++;
            if (steps.size() == 2) {
              steps.removeLast();
            }
            steps.addLast(line);
          }
        });
    Summary summary = new Summary("metrics", "Training metrics " + name);
    summary.count("steps logged", "steps", count[0]);
    if (!steps.isEmpty()) {
      step(summary, "first", steps.getFirst());
      step(summary, "last", steps.getLast());
    }
    return summary;
  }

  private static void step(Summary summary, String which, ConfigTree line) {
    double loss = line.at("loss").asDouble();
    summary.fact(
        which + " step",
        which + "Loss",
        loss,
        Wording.of("%s, loss %.3f nats per token", text(line, "step"), loss));
  }

  /** {@code losses.json}: losses by stratum. */
  static Summary losses(String name, ConfigTree tree) {
    Summary summary = new Summary("losses", "Losses by stratum " + name);
    summary.count("after step", "step", tree.at("step").asLong());
    TextTable table = new TextTable("lrrrr");
    table.row("stratum", "trained tokens", "held-out start", "held-out end", "unigram");
    tree.at("strata")
        .entries()
        .forEach(
            (stratum, losses) ->
                table.row(
                    stratum,
                    Wording.count(losses.find("train_tokens").map(ConfigTree::asLong).orElse(0L)),
                    nats(losses, "held_out_start"),
                    nats(losses, "held_out_end"),
                    nats(losses, "unigram_loss")));
    return summary.figure("strata", tree.at("strata").plain()).block("").block(table);
  }

  private static String nats(ConfigTree losses, String key) {
    return losses.find(key).map(value -> Wording.of("%.3f", value.asDouble())).orElse("");
  }

  /** {@code identities.json}: which inputs were hashed. */
  static Summary identities(String name, ConfigTree tree) {
    Summary summary = new Summary("identities", "Identities of input files " + name);
    summary.count("files", "files", tree.entries().size());
    long bytes =
        tree.entries().values().stream().mapToLong(file -> file.at("bytes").asLong()).sum();
    return summary.bytes("bytes", "bytes", bytes);
  }

  /** A report page. */
  static Summary page(Store store, String name) throws IOException {
    byte[] bytes = store.readAll(name);
    Summary summary = new Summary("report", "Report page " + name);
    summary.bytes("bytes", "bytes", bytes.length);
    boolean sound = PageSeal.isSound(bytes);
    return summary.fact(
        "as it was written", "sound", sound, sound ? "yes" : "no, or not written by 'report'");
  }

  /** Generated texts. */
  static Summary samples(Store store, String name) throws IOException {
    String text = new String(store.readAll(name), StandardCharsets.UTF_8);
    Summary summary = new Summary("samples", "Generated texts " + name);
    summary.count("characters", "characters", text.codePointCount(0, text.length()));
    return summary.block("").block(text.stripTrailing());
  }

  /** Document ids of a part of a token store. */
  static Summary ids(Store store, String name) throws IOException {
    long bytes = store.stat(name).orElseThrow().bytes();
    return new Summary("ids", "Document ids of a part of a token store, " + name)
        .count("documents", "documents", bytes / 16);
  }

  /** A vector of a checkpoint; empty if the file is none. */
  static Optional<Summary> vector(Store store, String name) throws IOException {
    try (RandomInput input = store.open(name)) {
      if (input.length() < VECTOR_HEADER) {
        return Optional.empty();
      }
      byte[] header = new byte[VECTOR_HEADER];
      input.readFully(0, ByteBuffer.wrap(header));
      String magic = new String(header, 0, VECTOR_MAGIC.length(), StandardCharsets.ISO_8859_1);
      if (!magic.equals(VECTOR_MAGIC)) {
        return Optional.empty();
      }
      long count = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getLong(16);
      Summary summary = new Summary("vector", "Vector of a checkpoint " + name);
      return Optional.of(
          summary.count("numbers", "numbers", count).bytes("bytes", "bytes", input.length()));
    }
  }

  /** What is done with a line. */
  private interface Line {
    void accept(ConfigTree line);
  }

  private static void each(Store store, String name, Line action) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(store.read(name), StandardCharsets.UTF_8))) {
      long number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        try {
          action.accept(YamlConfig.parseJson(name, line));
        } catch (ConfigException e) {
          throw new CorruptDataException(
              Wording.of("Cannot read line %d of %s: %s", number, name, e.getMessage()), e);
        }
      }
    }
  }

  private static String text(ConfigTree line, String key) {
    Optional<ConfigTree> value = line.isSection() ? line.find(key) : Optional.empty();
    return value.map(tree -> String.valueOf(tree.plain())).orElse("");
  }
}
