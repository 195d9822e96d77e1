package org.gristmill.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gristmill.tokenization.export.TokenSequences;
import org.gristmill.tokenization.export.TokenSets;

/** Summary of token data in another project's format; reads and checks all of it. */
final class TokenSetSummary {

  private TokenSetSummary() {}

  /**
   * Summarises sets.
   *
   * @param sets at least one
   */
  static Summary of(List<TokenSets.TokenSet> sets, String name) throws IOException {
    TextTable table = new TextTable("llrr");
    table.row("  set", "token type", "sequences", "tokens");
    List<Map<String, Object>> rows = new ArrayList<>();
    String kind = "";
    long allSequences = 0;
    long allTokens = 0;
    for (TokenSets.TokenSet set : sets) {
      long sequences = 0;
      long tokens = 0;
      try (TokenSequences source = set.open()) {
        kind = source.kind();
        String type = source.type().name().toLowerCase(Locale.ROOT);
        while (source.next()) {
          sequences++;
          tokens += source.length();
        }
        String shown = set.name().isEmpty() ? "." : set.name();
        table.row("  " + shown, type, Wording.count(sequences), Wording.count(tokens));
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("set", set.name());
        row.put("tokenType", type);
        row.put("sequences", sequences);
        row.put("tokens", tokens);
        rows.add(row);
      }
      allSequences += sequences;
      allTokens += tokens;
    }
    String title = kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1);
    Summary summary = new Summary("tokenSets", title + " " + name);
    summary.count("sequences", "sequences", allSequences).count("tokens", "tokens", allTokens);
    return summary.block("").block(table).figure("sets", rows);
  }
}
