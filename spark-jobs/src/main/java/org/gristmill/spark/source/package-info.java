/**
 * Readers of source files: one file in, documents and rejected rows out. Plain Java on the {@code
 * Store} abstraction, without Spark.
 */
package org.gristmill.spark.source;
