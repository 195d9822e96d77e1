package org.gristmill.common.recipe.layout;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gristmill.common.ConfigException;
import org.gristmill.common.recipe.Columns;
import org.gristmill.common.recipe.Label;
import org.gristmill.common.recipe.PathTemplate;
import org.gristmill.common.recipe.SourceFormat;

/** What the layouts of texts in Parquet files share. */
abstract class ParquetLayout implements Layout {
  private final String name;
  private final List<String> templates;

  /**
   * Names a layout.
   *
   * @param name slug
   * @param templates the ends that its paths may have; the first that fits counts
   */
  ParquetLayout(String name, String... templates) {
    this.name = name;
    this.templates = List.of(templates);
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final SourceFormat format() {
    return SourceFormat.PARQUET;
  }

  @Override
  public final boolean isData(String path) {
    return path.endsWith(".parquet");
  }

  @Override
  public Columns columns() {
    return Columns.ofText("text", Optional.empty(), Optional.empty());
  }

  /** What stands at the places of the first template that fits. */
  final Map<Label, String> match(String location) {
    for (String template : templates) {
      Optional<Map<Label, String>> found = PathTemplate.parse(template).match(location);
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw refused(location, "it does not end like " + String.join(" or ", templates));
  }

  /** A complaint about a path. */
  final ConfigException refused(String location, String reason) {
    return new ConfigException(
        "Cannot take labels from the path " + location + " with layout " + name + ": " + reason);
  }
}
