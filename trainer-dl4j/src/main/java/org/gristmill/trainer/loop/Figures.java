package org.gristmill.trainer.loop;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The figures of a finished run, as {@code --json} writes them and as a table for people. */
public final class Figures {

  private Figures() {}

  /** Keys in camel case with units. */
  public static Map<String, Object> json(TrainingRun.Result result) {
    Map<String, Object> strata = new TreeMap<>();
    result
        .table()
        .strata()
        .forEach(
            (name, entry) -> {
              Map<String, Object> fields = new TreeMap<>();
              fields.put("trainTokens", entry.trainTokens());
              fields.put("trainNatsPerToken", entry.trainAverage());
              fields.put("heldOutTokens", entry.heldOutTokens());
              fields.put("heldOutStartNatsPerToken", entry.heldOutStart());
              fields.put("heldOutEndNatsPerToken", entry.heldOutEnd());
              fields.put("unigramNatsPerToken", entry.unigramLoss());
              fields.put("unigramEntropyNats", entry.unigramEntropy());
              strata.put(name, fields);
            });
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("steps", result.table().step());
    figures.put("parameters", result.network().shape().parameters());
    figures.put("strata", strata);
    return figures;
  }

  /** One line per stratum. */
  public static String table(LossTable table) {
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%-40s %9s %9s %9s%n",
                "held-out nats per token",
                "start",
                "end",
                "unigram"));
    table
        .strata()
        .forEach(
            (name, entry) -> {
              if (entry.heldOutEnd().isPresent()) {
                text.append(
                    String.format(
                        Locale.ROOT,
                        "%-40s %9.3f %9.3f %9.3f%n",
                        name,
                        entry.heldOutStart().orElse(Double.NaN),
                        entry.heldOutEnd().get(),
                        entry.unigramLoss().orElse(Double.NaN)));
              }
            });
    return text.toString().stripTrailing();
  }
}
