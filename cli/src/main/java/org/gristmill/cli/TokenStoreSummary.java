package org.gristmill.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gristmill.common.store.FileInfo;
import org.gristmill.common.store.RandomInput;
import org.gristmill.common.store.Store;
import org.gristmill.tokenization.store.MegatronIndex;
import org.gristmill.tokenization.store.StratumTokens;
import org.gristmill.tokenization.store.TokenMask;
import org.gristmill.tokenization.store.TokenRun;
import org.gristmill.tokenization.store.TokenStore;

/** Summaries of token stores and their parts. */
final class TokenStoreSummary {

  private TokenStoreSummary() {}

  /** A folder somewhere inside a token store, or the folder of a whole one. */
  static Summary folder(Store store, List<FileInfo> files) throws IOException {
    try (TokenStore tokens = TokenStore.open(store, "")) {
      if (!tokens.strata().isEmpty()) {
        Summary summary = new Summary("tokenStore", "Token store");
        return strata(summary, tokens);
      }
    }
    boolean ours = files.stream().anyMatch(file -> file.path().endsWith(".sparse"));
    Summary summary =
        ours
            ? new Summary("tokenParts", "Parts of a token store")
            : new Summary("megatronSets", "Megatron sets");
    TextTable table = new TextTable("lrr");
    table.row("  part", "documents", "tokens");
    List<Map<String, Object>> parts = new ArrayList<>();
    for (FileInfo file : files) {
      if (file.path().endsWith(".idx")) {
        String part = file.path().substring(0, file.path().length() - ".idx".length());
        Map<String, Object> figures = partFigures(store, part);
        parts.add(figures);
        table.row(
            "  " + part,
            Wording.count((Long) figures.get("documents")),
            Wording.count((Long) figures.get("tokens")));
      }
    }
    return summary.block(table).figure("parts", parts);
  }

  /** Adds a table of all strata. */
  static Summary strata(Summary summary, TokenStore tokens) throws IOException {
    TextTable table = new TextTable("lrrr");
    table.row("  stratum", "runs", "documents", "tokens");
    List<Map<String, Object>> rows = new ArrayList<>();
    long allDocuments = 0;
    long allTokens = 0;
    for (StratumTokens stratum : tokens.strata().values()) {
      long count = tokens(stratum.runs()) + tokens(stratum.heldOutRuns());
      int runs = stratum.runs().size() + stratum.heldOutRuns().size();
      table.row(
          "  " + stratum.name(),
          Wording.count(runs),
          Wording.count(stratum.documents()),
          Wording.count(count));
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("stratum", stratum.name());
      row.put("runs", runs);
      row.put("documents", stratum.documents());
      row.put("tokens", count);
      rows.add(row);
      allDocuments += stratum.documents();
      allTokens += count;
    }
    table.row("  total", "", Wording.count(allDocuments), Wording.count(allTokens));
    return summary.block("").block(table).figure("strata", rows);
  }

  /** One part, given without extension. */
  static Summary part(Store store, String part) throws IOException {
    boolean ours = store.stat(part + ".sparse").isPresent();
    Summary summary =
        ours
            ? new Summary("tokenPart", "Part of a token store " + part)
            : new Summary("megatronSet", "Megatron set " + part);
    Map<String, Object> figures = partFigures(store, part);
    summary.fact("token type", "tokenType", (String) figures.get("tokenType"));
    summary.count("documents", "documents", (Long) figures.get("documents"));
    summary.count("sequences", "sequences", (Long) figures.get("sequences"));
    summary.count("tokens", "tokens", (Long) figures.get("tokens"));
    if (store.stat(part + ".mask").isPresent()) {
      try (RandomInput input = store.open(part + ".mask")) {
        summary.count("tokens learnt", "learntTokens", TokenMask.learnt(input, part + ".mask"));
      }
    }
    return summary;
  }

  private static Map<String, Object> partFigures(Store store, String part) throws IOException {
    long bytes = store.stat(part + ".bin").map(FileInfo::bytes).orElse(0L);
    try (RandomInput input = store.open(part + ".idx")) {
      MegatronIndex index = MegatronIndex.open(input, part + ".idx", bytes);
      index.verify();
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("part", part);
      figures.put("tokenType", index.type().name().toLowerCase(java.util.Locale.ROOT));
      figures.put("documents", index.documents());
      figures.put("sequences", index.sequences());
      figures.put("tokens", bytes / index.type().width());
      return figures;
    }
  }

  private static long tokens(List<TokenRun> runs) throws IOException {
    long tokens = 0;
    for (TokenRun run : runs) {
      tokens += run.tokens();
    }
    return tokens;
  }
}
