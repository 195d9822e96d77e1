/** The dedup stage: which documents are copies of others. */
package org.gristmill.spark.dedup;
