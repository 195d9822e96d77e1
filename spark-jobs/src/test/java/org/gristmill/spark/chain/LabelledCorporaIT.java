package org.gristmill.spark.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.gristmill.common.ConfigException;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.gristmill.common.work.ChangedInputs;
import org.gristmill.common.work.Stage;
import org.gristmill.spark.document.Decision;
import org.gristmill.spark.document.DecisionTable;
import org.gristmill.spark.document.DocumentTable;
import org.gristmill.storage.parquet.ParquetRows;
import org.gristmill.storage.parquet.ParquetTableReader;
import org.gristmill.tokenization.store.TokenStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Published corpora on their way to strata that their paths and columns name. */
class LabelledCorporaIT {
  private static final String ALL_LABELS =
      "bucket={min_characters: 60, labels: [language, quality, perplexity, part]}";

  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void open() throws IOException {
    bench = new Bench(folder);
    Files.createDirectories(folder.resolve("data"));
  }

  private void bucket(String sources, String... more) throws IOException {
    String[] overrides =
        Stream.concat(Stream.of("sources=[" + sources + "]"), Stream.of(more))
            .toArray(String[]::new);
    bench.run(Stage.BUCKET, ChangedInputs.REFUSE, overrides);
  }

  /** Kept documents by stratum. */
  private Map<String, Long> strata() throws IOException {
    Map<String, Long> strata = new TreeMap<>();
    try (Store store = Stores.open(folder.resolve("work").toString(), Map.of())) {
      String stage = "bucket/" + bench.only(Stage.BUCKET).getFileName();
      for (String unit : bench.manifest(Stage.BUCKET).units()) {
        for (Decision decision : DecisionTable.read(store, DecisionTable.path(stage, unit))) {
          strata.merge(decision.keep() ? decision.stratum() : decision.reason(), 1L, Long::sum);
        }
      }
    }
    return strata;
  }

  /** Different values of columns, joined by a space; null for no value. */
  private Set<String> values(String... columns) throws IOException {
    Set<String> values = new TreeSet<>();
    try (Store store = Stores.open(folder.resolve("work").toString(), Map.of())) {
      for (String unit : bench.manifest(Stage.INGEST).units()) {
        try (ParquetTableReader table = ParquetTableReader.open(store, DocumentTable.path(unit))) {
          for (int group = 0; group < table.rowGroups(); group++) {
            ParquetRows rows = table.read(group, List.of(columns));
            while (rows.next()) {
              StringBuilder line = new StringBuilder();
              for (int leaf = 0; leaf < columns.length; leaf++) {
                line.append(leaf == 0 ? "" : " ");
                line.append(rows.isNull(leaf) ? "null" : rows.string(leaf));
              }
              values.add(line.toString());
            }
          }
        }
      }
    }
    return values;
  }

  @Test
  void industryCorpus2ComesApartByItsFolders() throws IOException {
    PublishedCorpora.industryCorpus2(bench.input("IndustryCorpus2"), 5);
    PublishedCorpora.industryFile(
        bench.input("IndustryCorpus2_film/english/high"), 726, "english", "high", "影视_娱乐", 5);
    bench.run(
        Stage.TOKENIZE,
        ChangedInputs.REFUSE,
        "sources=[{name: main, format: parquet, path: 'data/IndustryCorpus2/**', layout:"
            + " industrycorpus2}, {name: film, format: parquet, path: data/IndustryCorpus2_film,"
            + " layout: industrycorpus2}]",
        ALL_LABELS);

    Map<String, Long> expected = new TreeMap<>();
    for (String domain : List.of("game", "news_media")) {
      for (String language : List.of("en", "zh")) {
        for (String tier : List.of("high", "middle", "low")) {
          expected.put(language + "/" + domain + "/" + tier + "/all", 5L);
        }
      }
    }
    expected.put("en/film_entertainment/high/all", 5L);
    assertThat(strata()).isEqualTo(expected);
    assertThat(values("domain", "language_label", "category", "quality", "perplexity", "part"))
        .hasSize(13)
        .contains("game zh 游戏 low null null", "film_entertainment en 影视_娱乐 high null null");
    try (TokenStore tokens = tokens()) {
      assertThat(tokens.strata().keySet()).containsExactlyInAnyOrderElementsOf(expected.keySet());
    }
  }

  private TokenStore tokens() throws IOException {
    return TokenStore.open(
        Stores.open(folder.resolve("work").toString(), Map.of()),
        "tokenize/" + bench.only(Stage.TOKENIZE).getFileName());
  }

  @Test
  void scoresMakeTiersAndColumnsMayBeMissingWhereThatIsSaid() throws IOException {
    PublishedCorpora.industryCorpus2(bench.input("IndustryCorpus2"), 4);
    String source =
        "{name: a, format: parquet, path: 'data/IndustryCorpus2/**', layout: industrycorpus2,"
            + " labels: {quality: {column: quality_score}, perplexity: {column: perplexity,"
            + " values: {'300.0': low}, otherwise: high%s}}}";
    bucket(
        source.formatted(", optional: true"),
        "bucket={min_characters: 60, labels: [language, quality, perplexity], scores: {ok: 3,"
            + " best: 4.0078125}}");
    assertThat(strata())
        .containsEntry("zh/game/ok/low", 2L)
        .containsEntry("zh/game/ok/high", 4L)
        .containsEntry("zh/game/best/high", 2L)
        .containsEntry("en/game/ok/all", 6L)
        .containsEntry("en/game/best/all", 2L)
        .containsEntry("no-quality-tier", 16L);

    Throwable strict = catchThrowable(() -> bucket(source.formatted("")));
    assertThat(strict)
        .hasMessageContaining("Cannot read column 'perplexity' of")
        .hasMessageContaining("there is no such column; expected one of [text, alnum_ratio");
  }

  @Test
  void fineWebEduHasPartsAndScores() throws IOException {
    PublishedCorpora.fineWebEdu(bench.input("fineweb-edu"), 20);
    bucket(
        "{name: edu, format: parquet, path: data/fineweb-edu, layout: fineweb-edu, license:"
            + " ODC-By-1.0}",
        ALL_LABELS);
    assertThat(strata())
        .containsExactlyInAnyOrderEntriesOf(
            new TreeMap<>(
                Map.of(
                    "en/fineweb-edu/3/all/cc-main-2013-20", 8L,
                    "en/fineweb-edu/4/all/cc-main-2013-20", 8L,
                    "en/fineweb-edu/5/all/cc-main-2013-20", 4L,
                    "en/fineweb-edu/3/all/sample-10bt", 8L,
                    "en/fineweb-edu/4/all/sample-10bt", 8L,
                    "en/fineweb-edu/5/all/sample-10bt", 4L)));
    assertThat(values("corpus_id", "language_label")).contains("<urn:uuid:7> en");
  }

  @Test
  void theLastShardIsValidated() throws IOException {
    PublishedCorpora.shards(bench.input("climbmix"), 3, 12);
    bench.run(
        Stage.TOKENIZE,
        ChangedInputs.REFUSE,
        "sources=[{name: shards, format: parquet, path: 'data/climbmix/*', layout:"
            + " karpathy-shards, domain: climbmix}]");
    assertThat(values("domain", "split", "path"))
        .containsExactly(
            "climbmix train shard_00000.parquet",
            "climbmix train shard_00001.parquet",
            "climbmix validation shard_00002.parquet");
  }

  @Test
  void columnsOfLinesNameDomainsAndOtherValuesGoToQuarantine() throws IOException {
    StringBuilder lines = new StringBuilder();
    String[] fields = {"sport", "体育", "Game Shows", "music", "null", "体育"};
    for (int i = 0; i < fields.length; i++) {
      String field = fields[i].equals("null") ? "null" : "\"" + fields[i] + "\"";
      lines.append("{\"field\": ").append(field).append(", \"lang\": \"english\", \"text\": \"");
      lines.append(Corpus.text(i, false, 60).replace("\n", "\\n")).append("\"}\n");
    }
    Corpus.write(bench.input("a.jsonl"), lines.toString().getBytes(StandardCharsets.UTF_8));
    bucket(
        "{name: lines, format: jsonl, path: 'data/a.jsonl', labels: {domain: {column: field,"
            + " values: {sport: sports, 体育: sports, music: music}}, category: {column: field},"
            + " language: {column: lang, values: {english: en}}}}",
        "bucket={min_characters: 60, quality: {all: 0}, labels: [language]}",
        "ingest.max_bad_rows_fraction=0.5");
    assertThat(strata())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("en/sports/all/all", 3L, "en/music/all/all", 1L));
    assertThat(values("domain", "category"))
        .containsExactly("music music", "sports sport", "sports 体育");
    String unit = bench.manifest(Stage.INGEST).units().get(0);
    assertThat(folder.resolve("work/ingest/units/" + unit + "/quarantine.jsonl"))
        .content()
        .contains("\"reason\":\"unknown-label\",\"row\":2")
        .contains("'Game Shows' in 'field' is none of labels.domain.values")
        .contains("the column of its domain has no value\"");
  }

  @Test
  void aFileThatDoesNotFitStopsTheRunBeforeAnyWork() throws IOException {
    PublishedCorpora.industryCorpus2(bench.input("IndustryCorpus2"), 1);
    Files.move(
        bench.input("IndustryCorpus2/game/english/low"),
        bench.input("IndustryCorpus2/game/english/medium"));
    assertThat(
            catchThrowable(
                () ->
                    bucket(
                        "{name: a, format: parquet, path: 'data/IndustryCorpus2/**', layout:"
                            + " industrycorpus2}")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'medium' is no quality tier; expected one of high, low, middle");
    assertThat(folder.resolve("work/ingest/units")).doesNotExist();
  }
}
