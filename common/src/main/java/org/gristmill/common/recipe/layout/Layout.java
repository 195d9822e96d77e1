package org.gristmill.common.recipe.layout;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gristmill.common.recipe.Columns;
import org.gristmill.common.recipe.Label;
import org.gristmill.common.recipe.Labels;
import org.gristmill.common.recipe.SourceFormat;
import org.gristmill.common.recipe.SourceTokens;

/**
 * How a published corpus lies in its folders: which of its files hold documents, what their paths
 * say, which columns they have. A recipe's own {@code columns} and {@code labels} go before it.
 * Immutable.
 */
public interface Layout {
  /**
   * Name in recipes.
   *
   * @return slug
   */
  String name();

  /**
   * Format of its files.
   *
   * @return the only format that a source with this layout may have
   */
  SourceFormat format();

  /**
   * Says whether a file holds documents; the others (cards, licences) are passed over.
   *
   * @param path path below the source's root
   * @return true for a file to read
   */
  boolean isData(String path);

  /**
   * Columns of the documents.
   *
   * @return names of columns
   */
  Columns columns();

  /**
   * Labels that do not come from paths.
   *
   * @return fixed labels and those of columns
   */
  Labels labels();

  /**
   * Reads labels off a file's path.
   *
   * @param location path or URI of a data file
   * @return labels by name, translated
   * @throws org.gristmill.common.ConfigException if the path is none of this corpus
   */
  Map<Label, String> ofPath(String location);

  /**
   * How documents that come as tokens are read.
   *
   * @return empty if they come as texts
   */
  default Optional<SourceTokens> tokens() {
    return Optional.empty();
  }

  /**
   * Which files are held out for validation.
   *
   * @param locations all files of a source, sorted
   * @return those whose documents are never trained on
   */
  default Set<String> heldOut(List<String> locations) {
    return Set.of();
  }
}
