/**
 * Reading of text: scripts, lengths, Javadoc. Plain Java that knows neither Spark nor files; every
 * class works on UTF-8 bytes or strings and is deterministic.
 */
package org.gristmill.spark.text;
