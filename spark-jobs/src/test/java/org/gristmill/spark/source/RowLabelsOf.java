package org.gristmill.spark.source;

import java.util.TreeMap;
import org.gristmill.common.recipe.Columns;
import org.gristmill.common.recipe.FileLabels;
import org.gristmill.common.recipe.LabelRule;

/** Labels as a recipe with such columns has them. */
final class RowLabelsOf {
  private RowLabelsOf() {}

  static RowLabels columns(String domain, Columns columns) {
    TreeMap<String, LabelRule> rules = new TreeMap<>();
    columns.quality().ifPresent(name -> rules.put("quality", LabelRule.ofColumn(name)));
    return RowLabels.of(domain, new FileLabels(new TreeMap<>(), rules));
  }
}
