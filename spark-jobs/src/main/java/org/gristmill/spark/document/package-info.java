/**
 * The document and decision tables: their columns, writers and readers. Plain Java; formats are
 * described in docs/formats.md.
 */
package org.gristmill.spark.document;
