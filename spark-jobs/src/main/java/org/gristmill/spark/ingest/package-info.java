/** The ingest stage: source files to document tables, unit by unit. */
package org.gristmill.spark.ingest;
