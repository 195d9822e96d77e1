package org.gristmill.common.recipe.layout;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.gristmill.common.recipe.Columns;
import org.gristmill.common.recipe.Label;
import org.gristmill.common.recipe.LabelRule;
import org.gristmill.common.recipe.Labels;

/**
 * HuggingFaceFW/fineweb-edu: {@code data/CC-MAIN-YYYY-WW/*.parquet} and {@code
 * sample/{10,100,350}BT/*.parquet}. The part is the crawl or the sample, as {@code cc-main-2024-10}
 * and {@code sample-10bt}, since file names of the crawls do not say more; the quality is {@code
 * int_score}, 0 to 5. Columns that only some files have ({@code date}) are not read.
 */
final class FineWebEdu extends ParquetLayout {
  private static final String SAMPLE = "sample/";

  FineWebEdu() {
    super("fineweb-edu", "data/{part}/*.parquet", SAMPLE + "{part}/*.parquet");
  }

  @Override
  public Columns columns() {
    return Columns.ofText("text", Optional.of("id"), Optional.empty());
  }

  @Override
  public Labels labels() {
    Map<Label, LabelRule> rules = new EnumMap<>(Label.class);
    rules.put(Label.LANGUAGE, LabelRule.fixed("en"));
    rules.put(Label.DOMAIN, LabelRule.fixed("fineweb-edu"));
    rules.put(Label.QUALITY, LabelRule.ofColumn("int_score"));
    return Labels.of(List.of(), rules);
  }

  @Override
  public Map<Label, String> ofPath(String location) {
    String part = match(location).get(Label.PART).toLowerCase(Locale.ROOT);
    boolean crawl = part.startsWith("cc-main-");
    boolean sample = part.matches("(10|100|350)bt");
    if (!crawl && !sample) {
      throw refused(
          location,
          "'"
              + part
              + "' is neither a crawl (CC-MAIN-...) nor one of the samples 10BT, 100BT, 350BT");
    }
    return Map.of(Label.PART, sample ? "sample-" + part : part);
  }
}
