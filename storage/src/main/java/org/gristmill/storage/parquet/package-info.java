/**
 * Parquet on the {@code Store} abstraction: files whose bytes depend on the rows alone, read by row
 * group and column.
 */
package org.gristmill.storage.parquet;
