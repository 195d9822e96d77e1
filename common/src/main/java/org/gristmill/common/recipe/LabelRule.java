package org.gristmill.common.recipe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.gristmill.common.config.Check;
import org.gristmill.common.config.Default;

/**
 * Where one label comes from: the same for all documents, a column, or, with neither, the place in
 * {@code labels.path} that has its name.
 *
 * @param value the label of all documents
 * @param column column that holds it; a row with null in it has no such label
 * @param values label by what the path or column says; empty takes what they say as it is
 * @param otherwise label of what {@code values} does not list; absent makes that an error of a path
 *     and puts a row into quarantine
 * @param optional whether Parquet files may lack the column, whose rows then have no such label;
 *     default false
 */
public record LabelRule(
    Optional<String> value,
    Optional<String> column,
    @Default("{}") Map<String, String> values,
    Optional<String> otherwise,
    @Default("false") boolean optional) {
  /** A label as the path has it. */
  static final LabelRule AS_IT_STANDS =
      new LabelRule(Optional.empty(), Optional.empty(), Map.of(), Optional.empty(), false);

  /** Checks that the parts fit together. */
  public LabelRule {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    value.ifPresent(text -> Check.notBlank("value", text));
    column.ifPresent(name -> Check.notBlank("column", name));
    values.values().forEach(text -> Check.notBlank("values", text));
    otherwise.ifPresent(text -> Check.notBlank("otherwise", text));
    Check.that(
        value.isEmpty() || (column.isEmpty() && values.isEmpty() && otherwise.isEmpty()),
        "value",
        "Cannot use value: the label would also come from a column or from values; expected one"
            + " origin");
    Check.that(
        !optional || column.isPresent(),
        "optional",
        "Cannot use optional: there is no column that files might lack; expected column");
    Check.that(
        otherwise.isEmpty() || !values.isEmpty(),
        "otherwise",
        "Cannot use otherwise: there are no values that it could be an exception from; expected"
            + " values");
  }

  /**
   * The same label for all documents.
   *
   * @param value the label
   * @return the rule
   */
  public static LabelRule fixed(String value) {
    return new LabelRule(Optional.of(value), Optional.empty(), Map.of(), Optional.empty(), false);
  }

  /**
   * A label from a column, as it stands there.
   *
   * @param name the column
   * @return the rule
   */
  public static LabelRule ofColumn(String name) {
    return new LabelRule(Optional.empty(), Optional.of(name), Map.of(), Optional.empty(), false);
  }

  /**
   * A label from the path, translated.
   *
   * @param values label by what the path says
   * @return the rule
   */
  public static LabelRule ofPath(Map<String, String> values) {
    return new LabelRule(Optional.empty(), Optional.empty(), values, Optional.empty(), false);
  }

  boolean isFromPath() {
    return value.isEmpty() && column.isEmpty();
  }

  /**
   * Translates what a path or a column says.
   *
   * @param said what it says
   * @return the label; empty if {@code values} does not list it and there is no {@code otherwise}
   */
  public Optional<String> translate(String said) {
    if (values.isEmpty()) {
      return Optional.of(said);
    }
    return Optional.ofNullable(values.get(said)).or(() -> otherwise);
  }
}
