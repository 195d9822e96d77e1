package org.gristmill.common.recipe.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.gristmill.common.ConfigException;
import org.gristmill.common.recipe.Label;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paths of the published corpora say what their documents are. */
class LayoutsTest {
  private static Map<Label, String> read(String layout, String location) {
    return Layouts.named(layout).orElseThrow().ofPath(location);
  }

  @ParameterizedTest
  @CsvSource({
    "hf://datasets/BAAI/IndustryCorpus2/mining/chinese/high/rank_00081.parquet, mining, zh, high",
    "data/game/english/low/rank_01683.parquet, game, en, low",
    "hf://datasets/BAAI/IndustryCorpus2_film@abc/english/middle/rank_1.parquet,"
        + " film_entertainment, en, middle",
    "/d/IndustryCorpus2_aerospace/chinese/low/rank_2.parquet, aerospace, zh, low",
    "s3a://b/IndustryCorpus2_literature/chinese/low/rank_2.parquet, literature_emotion, zh, low",
    "x/other/chinese/low/rank_2.parquet, others, zh, low",
  })
  void bothFormsOfIndustryCorpus2(String path, String domain, String language, String quality) {
    assertThat(read("industrycorpus2", path))
        .isEqualTo(Map.of(Label.DOMAIN, domain, Label.LANGUAGE, language, Label.QUALITY, quality));
  }

  @Test
  void industryCorpus2RefusesWhatItDoesNotHave() {
    refuses(
        "industrycorpus2",
        "mining/chinese/medium/rank_1.parquet",
        "'medium' is no quality tier; expected one of high, low, middle");
    refuses(
        "industrycorpus2", "mining/zh/high/rank_1.parquet", "'zh' is no language; expected one of");
    refuses(
        "industrycorpus2",
        "minning/chinese/high/rank_1.parquet",
        "'minning' is no category; did you mean 'mining'?");
    refuses(
        "industrycorpus2",
        "mining/chinese/rank_1.parquet",
        "Cannot take labels from the path mining/chinese/rank_1.parquet with layout"
            + " industrycorpus2: it does not end like"
            + " {domain}/{language}/{quality}/rank_*.parquet");
  }

  @Test
  void fineWebEduHasCrawlsAndSamples() {
    assertThat(read("fineweb-edu", "fineweb-edu/data/CC-MAIN-2013-20/train-0.parquet"))
        .isEqualTo(Map.of(Label.PART, "cc-main-2013-20"));
    assertThat(read("fineweb-edu", "sample/10BT/000_00000.parquet"))
        .isEqualTo(Map.of(Label.PART, "sample-10bt"));
    refuses(
        "fineweb-edu",
        "sample/20BT/000_00000.parquet",
        "'20bt' is neither a crawl (CC-MAIN-...) nor one of the samples 10BT, 100BT, 350BT");
    refuses(
        "fineweb-edu", "sample-10BT/0.parquet", "it does not end like data/{part}/*.parquet or");
  }

  @Test
  void theLastShardIsHeldOut() {
    Layout shards = Layouts.named("karpathy-shards").orElseThrow();
    assertThat(shards.ofPath("b/shard_00000.parquet")).isEmpty();
    assertThat(shards.heldOut(List.of("a/shard_00000.parquet", "a/shard_00001.parquet")))
        .containsExactly("a/shard_00001.parquet");
    refuses("karpathy-shards", "b/part_0.parquet", "it does not end like shard_*.parquet");
  }

  @ParameterizedTest
  @CsvSource({
    "OpenSeek-Pretrain-100B/Nemotron-CC-low-synthetic-wrap_medium-high/part_43_text_document.bin,"
        + " en, nemotron-cc-low-synthetic-wrap, low, low,"
        + " nemotron-cc-low-synthetic-wrap_medium-high.part_43, English Webpage",
    "x/Nemotron-CC-medium-actual-actual-mid_text_document.idx, en,"
        + " nemotron-cc-medium-actual-actual, medium, medium,"
        + " nemotron-cc-medium-actual-actual-mid, English Webpage",
    "zh_cc-medidum-loss2/part_71_text_document.bin, zh, zh_cc, medium, loss2,"
        + " zh_cc-medidum-loss2.part_71, Chinese Webpage",
    "zh_cc_text_document, zh, zh_cc, all, , zh_cc, Chinese Webpage",
    "cot_synthesis2_OpenSource-low/2_text_document.bin, en, cot_synthesis_opensource, all, high,"
        + " cot_synthesis2_opensource-low.2, Synthetic Reasoning Data",
    "a/pes2o-full-val/valid-0034-of-0060_text_document.bin, en, pes2o, all, ,"
        + " pes2o-full-val.valid-0034-of-0060, Biological Papers",
    "stack/018_00000_text_document.bin, en, stack, all, , stack.018_00000, Q&A",
  })
  void openSeekKeepsTiersOfPerplexityAndWordsForQualityApart(
      String path,
      String language,
      String domain,
      String quality,
      String perplexity,
      String part,
      String category) {
    Map<Label, String> expected = new EnumMap<>(Label.class);
    expected.put(Label.LANGUAGE, language);
    expected.put(Label.DOMAIN, domain);
    expected.put(Label.QUALITY, quality);
    expected.put(Label.PART, part);
    expected.put(Label.CATEGORY, category);
    if (perplexity != null) {
      expected.put(Label.PERPLEXITY, perplexity);
    }
    assertThat(read("openseek", path)).isEqualTo(expected);
  }

  @Test
  void openSeekRefusesOtherGroups() {
    refuses(
        "openseek",
        "x/code-hihg/part_1_text_document.bin",
        "neither 'code-hihg' nor 'part_1' is a group of its data sets; did you mean 'code-high'?");
    assertThat(OpenSeek.part("${base}/My-Set/a_text_document")).isEqualTo("my-set.a");
    assertThat(OpenSeek.part("lone_text_document")).isEqualTo("lone");
  }

  @Test
  void onlyParquetFilesHoldDocuments() {
    assertThat(Layouts.names())
        .allSatisfy(
            name -> {
              Layout layout = Layouts.named(name).orElseThrow();
              assertThat(layout.isData("README.md")).isFalse();
            });
    assertThat(Layouts.named("fineweb-edu").orElseThrow().isData("a/b.parquet")).isTrue();
    assertThat(Layouts.named("nothing")).isEmpty();
  }

  private static void refuses(String layout, String path, String message) {
    assertThatThrownBy(() -> read(layout, path))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("Cannot take labels from the path " + path)
        .hasMessageContaining(message);
  }
}
