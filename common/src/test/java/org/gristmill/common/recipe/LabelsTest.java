package org.gristmill.common.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.gristmill.common.ConfigException;
import org.gristmill.common.config.YamlConfig;
import org.junit.jupiter.api.Test;

/** Labels come from where the recipe says, and a path that says none is refused. */
class LabelsTest {
  private static final String TIERS =
      "labels: {path: '{domain}/{language}/{quality}/rank_*.parquet',"
          + " language: {values: {chinese: zh, english: en}}}";

  private static Source source(String rest) {
    return YamlConfig.parse("r.yaml", "name: s\nformat: parquet\npath: x\n" + rest + "\n")
        .as(Source.class);
  }

  private static Map<String, String> fixed(String rest, String location) {
    return source(rest).fileLabels(location).fixed();
  }

  @Test
  void labelsStandAtTheEndOfThePath() {
    assertThat(fixed(TIERS, "hf://datasets/a/b@c/news_media/chinese/high/rank_00012.parquet"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("domain", "news_media", "language", "zh", "quality", "high"));
    assertThat(fixed(TIERS, "game/english/low/rank_1.parquet"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("domain", "game", "language", "en", "quality", "low"));
  }

  @Test
  void severalLabelsMayShareAName() {
    assertThat(
            fixed(
                "labels: {path: '{language}-{domain}_??.{part}.parquet'}", "d/zh-a-b_07.x.parquet"))
        .containsExactlyInAnyOrderEntriesOf(Map.of("language", "zh", "domain", "a-b", "part", "x"));
  }

  @Test
  void theFirstTemplateThatFitsCounts() {
    String two =
        "domain: web\nlabels: {path: ['data/{part}/*.parquet', '{quality}/*.parquet'],"
            + " quality: {values: {good: best}, otherwise: rest}}";
    assertThat(fixed(two, "x/data/a/1.parquet"))
        .containsExactlyInAnyOrderEntriesOf(Map.of("domain", "web", "part", "a"));
    assertThat(fixed(two, "x/good/1.parquet")).containsEntry("quality", "best");
    assertThat(fixed(two, "x/Other Words/1.parquet")).containsEntry("quality", "rest");
  }

  @Test
  void columnsAndConstantsAreKeptApart() {
    FileLabels labels =
        source("labels: {domain: {value: web}, quality: {column: score}, category: {value: 新闻}}")
            .fileLabels("anything");
    assertThat(labels.fixed())
        .containsExactlyInAnyOrderEntriesOf(Map.of("domain", "web", "category", "新闻"));
    assertThat(labels.columns()).containsExactly(Map.entry("quality", LabelRule.ofColumn("score")));
    assertThat(source("domain: web\ncolumns: {quality: score}").fileLabels("a"))
        .isEqualTo(source("domain: web\nlabels: {quality: {column: score}}").fileLabels("a"));
  }

  @Test
  void aPathThatDoesNotFitIsAnError() {
    refusesFile(
        TIERS,
        "news/game/english/rank_1.parquet",
        "Cannot label news/game/english/rank_1.parquet of source 's': 'game' is none of"
            + " labels.language.values; expected one of [chinese, english], or 'otherwise'");
    refusesFile(
        TIERS,
        "news/english/high/part_1.parquet",
        "Cannot label news/english/high/part_1.parquet of source 's': it does not end like"
            + " labels.path {domain}/{language}/{quality}/rank_*.parquet; expected a path of the"
            + " source that leads to such files only");
    refusesFile(
        TIERS,
        "News Media/english/high/rank_1.parquet",
        "Cannot label News Media/english/high/rank_1.parquet of source 's': the domain"
            + " 'News Media' is not a slug; expected lower-case letters, digits, '_', '.' or '-',"
            + " or an entry in labels.domain.values");
  }

  private static void refusesFile(String rest, String location, String message) {
    assertThatThrownBy(() -> source(rest).fileLabels(location))
        .isInstanceOf(ConfigException.class)
        .hasMessage(message);
  }

  @Test
  void refusesRulesThatCannotBe() {
    refuses("labels: {path: '{domian}/*.parquet'}", "{domian} is no label; did you mean 'domain'?");
    refuses("labels: {path: '{domain}/{domain}'}", "{domain} stands in it twice");
    refuses("labels: {path: '{domain'}", "the brace of '{domain' is not closed");
    refuses(
        "domain: d\nlabels: {quality: {}}",
        "r.yaml:5: Cannot find quality: it has neither value nor column, and no {quality} in"
            + " labels.path; expected one of them");
    refuses(
        "labels: {path: '{domain}/x', domain: {column: d}}",
        "Cannot use domain: {domain} in labels.path names it, too; expected one origin");
    refuses("labels: {domain: {value: Web}}", "Cannot use domain 'Web': it is not a slug");
    refuses(
        "labels: {domain: {column: d, values: {a: A B}}}",
        "Cannot use domain 'A B': it is not a slug");
    refuses(
        "labels: {domain: {value: a, column: b}}",
        "Cannot use value: the label would also come from a column or from values");
    refuses(
        "labels: {domain: {column: b, otherwise: c}}",
        "Cannot use otherwise: there are no values that it could be an exception from");
    refuses(
        "labels: {domain: {value: b, optional: true}}",
        "Cannot use optional: there is no column that files might lack");
    refuses("labels: {quality: {column: q}}", "its domain is missing; expected 'domain: ...'");
    refuses("domain: d\nlabels: {domain: {column: q}}", "Cannot use domain in source 's'");
    refuses(
        "domain: d\ncolumns: {quality: q}\nlabels: {quality: {column: q}}",
        "Cannot use columns.quality in source 's': labels give a quality");
    refuses("domain: d\nlabels: {qualty: {column: q}}", "did you mean 'quality'?");
  }

  @Test
  void refusesLayoutsThatCannotBe() {
    refuses(
        "layout: industrycorpus",
        "r.yaml:4: Unknown layout 'industrycorpus'; did you mean 'industrycorpus2'?");
    assertThatThrownBy(
            () ->
                YamlConfig.parse("r.yaml", "{name: s, format: jsonl, path: x, layout: fineweb-edu}")
                    .as(Source.class))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "Cannot use layout fineweb-edu in source 's': its files are of format parquet");
    assertThatThrownBy(
            () ->
                YamlConfig.parse("r.yaml", "{name: s, format: jar, path: x, labels: {}}")
                    .as(Source.class))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Cannot use labels in source 's': a jar has none");
  }

  private static void refuses(String rest, String message) {
    assertThatThrownBy(() -> source(rest))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("r.yaml:")
        .hasMessageContaining(message);
  }
}
