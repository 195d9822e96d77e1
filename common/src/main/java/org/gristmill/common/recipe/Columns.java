package org.gristmill.common.recipe;

import java.util.Optional;
import org.gristmill.common.config.Check;
import org.gristmill.common.config.Default;

/**
 * Which columns of a JSONL or Parquet file hold what.
 *
 * @param text column of the text; default {@code text}
 * @param id column of the corpus's own identifier, kept as a label
 * @param quality column of a quality label, kept as a label
 */
public record Columns(@Default("text") String text, Optional<String> id, Optional<String> quality) {
  /** Checks the names. */
  public Columns {
    Check.notBlank("text", text);
    id.ifPresent(name -> Check.notBlank("id", name));
    quality.ifPresent(name -> Check.notBlank("quality", name));
  }
}
