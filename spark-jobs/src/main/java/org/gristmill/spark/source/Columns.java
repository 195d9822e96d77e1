package org.gristmill.spark.source;

import java.util.Optional;

/**
 * Which columns of a JSON Lines or Parquet source mean what.
 *
 * @param text name of the text column
 * @param id name of the column with the corpus's own identifier
 * @param quality name of the column with the corpus's quality label
 */
public record Columns(String text, Optional<String> id, Optional<String> quality) {}
