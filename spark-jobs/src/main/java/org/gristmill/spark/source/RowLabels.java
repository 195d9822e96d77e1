package org.gristmill.spark.source;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.gristmill.common.recipe.FileLabels;
import org.gristmill.common.recipe.Label;
import org.gristmill.common.recipe.LabelRule;

/** Gives every row of a file its labels: those that all rows share, and those of columns. */
public final class RowLabels implements Serializable {
  private static final long serialVersionUID = 1;
  private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9_.-]*");

  private final EnumMap<Label, String> fixed = new EnumMap<>(Label.class);
  private final List<Column> columns = new ArrayList<>();

  /** How a column gives a label; what is not given is empty. */
  private record Column(
      Label label, String name, TreeMap<String, String> values, String otherwise, boolean optional)
      implements Serializable {
    private static final long serialVersionUID = 1;
  }

  private RowLabels(String domain) {
    if (!domain.isEmpty()) {
      fixed.put(Label.DOMAIN, domain);
    }
  }

  /** The same domain for all rows, and no other label. */
  public static RowLabels ofDomain(String domain) {
    return new RowLabels(domain);
  }

  /**
   * The labels of a file.
   *
   * @param domain domain of all rows, empty if a column gives it
   * @param labels the others
   */
  public static RowLabels of(String domain, FileLabels labels) {
    RowLabels rows = new RowLabels(domain);
    for (Label label : Label.values()) {
      String text = labels.fixed().get(label.key());
      if (text != null) {
        rows.fixed.put(label, text);
      }
      LabelRule rule = labels.columns().get(label.key());
      if (rule != null) {
        rows.columns.add(
            new Column(
                label,
                rule.column().orElseThrow(),
                new TreeMap<>(rule.values()),
                rule.otherwise().orElse(""),
                rule.optional()));
      }
    }
    return rows;
  }

  /** Names of the columns it asks for, each once. */
  public List<String> columnNames() {
    return columns.stream().map(Column::name).distinct().toList();
  }

  /** Whether a file without the given column has no such label, instead of being refused. */
  boolean mayLack(String name) {
    return columns.stream().filter(column -> column.name().equals(name)).allMatch(Column::optional);
  }

  /**
   * The labels of a row.
   *
   * @param value a column's value as text, empty for null, by the column's name
   * @throws RejectedRow if a value is none of those listed, or no slug where one is needed
   */
  DocumentLabels of(Function<String, Optional<String>> value) throws RejectedRow {
    Map<Label, String> labels = fixed;
    if (!columns.isEmpty()) {
      labels = new EnumMap<>(fixed);
      for (Column column : columns) {
        Optional<String> said = value.apply(column.name());
        if (said.isPresent()) {
          labels.put(column.label(), translated(column, said.get()));
        }
      }
    }
    String domain = labels.get(Label.DOMAIN);
    if (domain == null) {
      throw new RejectedRow(RejectReason.UNKNOWN_LABEL, "the column of its domain has no value");
    }
    return new DocumentLabels(
        domain,
        Optional.ofNullable(labels.get(Label.LANGUAGE)),
        Optional.ofNullable(labels.get(Label.CATEGORY)),
        Optional.ofNullable(labels.get(Label.QUALITY)),
        Optional.ofNullable(labels.get(Label.PERPLEXITY)),
        Optional.ofNullable(labels.get(Label.PART)));
  }

  private static String translated(Column column, String said) throws RejectedRow {
    String text = said;
    if (!column.values().isEmpty()) {
      text = column.values().getOrDefault(said, column.otherwise());
      if (text.isEmpty()) {
        throw rejected(column, said, "is none of labels." + column.label().key() + ".values");
      }
    }
    boolean free = column.label() == Label.CATEGORY || column.label() == Label.QUALITY;
    if (!free && !SLUG.matcher(text).matches()) {
      throw rejected(column, said, "is no slug");
    }
    return text;
  }

  private static RejectedRow rejected(Column column, String said, String reason) {
    return new RejectedRow(
        RejectReason.UNKNOWN_LABEL, "'" + said + "' in '" + column.name() + "' " + reason);
  }
}
