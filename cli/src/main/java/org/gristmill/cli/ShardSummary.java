package org.gristmill.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gristmill.common.store.Store;
import org.gristmill.tokenization.shard.Preference;
import org.gristmill.tokenization.shard.Preferences;
import org.gristmill.tokenization.shard.ShardInfo;
import org.gristmill.tokenization.shard.ShardReader;
import org.gristmill.tokenization.stream.Row;

/** Summary of a shard: what its rows share, and tokens of each stratum; or of preferences. */
final class ShardSummary {

  private ShardSummary() {}

  static Summary of(Store store, String path) throws IOException {
    return Preferences.areIn(store, path) ? preferences(store, path) : rows(store, path);
  }

  private static Summary preferences(Store store, String path) throws IOException {
    Summary summary = new Summary("preferences", "Preferences " + path);
    ShardInfo info = Preferences.info(store, path);
    List<Preference> preferences = Preferences.read(store, path);
    long chosen = 0;
    long rejected = 0;
    long learnt = 0;
    for (Preference preference : preferences) {
      chosen += preference.chosen().size();
      rejected += preference.rejected().size();
      learnt += preference.chosenMask().stream().mapToInt(Integer::intValue).sum();
      learnt += preference.rejectedMask().stream().mapToInt(Integer::intValue).sum();
    }
    summary.count("pairs", "pairs", preferences.size());
    summary.count("tokens chosen", "chosenTokens", chosen);
    summary.count("tokens rejected", "rejectedTokens", rejected);
    summary.count("tokens learnt", "learntTokens", learnt);
    return summary.fact("tokenizer", "tokenizerFingerprint", info.tokenizerFingerprint());
  }

  private static Summary rows(Store store, String path) throws IOException {
    try (ShardReader shard = ShardReader.open(store, path)) {
      ShardInfo info = shard.info();
      Summary summary = new Summary("shard", "Shard " + path);
      summary.count("rows", "rows", shard.rows());
      summary.count("sequence length", "sequenceLength", info.sequenceLength());
      summary.fact("packing", "packing", info.packing());
      summary.count("vocabulary", "vocabularySize", info.vocabularySize());
      summary.fact("tokenizer", "tokenizerFingerprint", info.tokenizerFingerprint());
      long[] tokens = new long[info.strata().size()];
      long padded = 0;
      long segments = 0;
      long learnt = 0;
      Row row = new Row(info.rowTokens());
      for (long r = 0; r < shard.rows(); r++) {
        shard.read(r, row);
        segments += row.segments();
        padded += info.rowTokens() - row.length();
        for (int t = 0; t < row.length(); t++) {
          learnt += row.lossMask()[t];
        }
        for (int s = 0; s < row.segments(); s++) {
          int end = s + 1 < row.segments() ? row.starts()[s + 1] : row.length();
          tokens[row.strata()[s]] += end - row.starts()[s];
        }
      }
      summary.count("pieces of documents", "segments", segments);
      summary.count("padding", "paddedTokens", padded);
      if (shard.hasLossMask()) {
        summary.count("tokens learnt", "learntTokens", learnt);
      }
      TextTable table = new TextTable("lr");
      table.row("  stratum", "tokens");
      Map<String, Long> byStratum = new TreeMap<>();
      for (int s = 0; s < tokens.length; s++) {
        table.row("  " + info.strata().get(s), Wording.count(tokens[s]));
        byStratum.put(info.strata().get(s), tokens[s]);
      }
      return summary.block("").block(table).figure("tokens", byStratum);
    }
  }
}
