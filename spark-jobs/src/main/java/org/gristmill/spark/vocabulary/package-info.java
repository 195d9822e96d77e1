/** The vocabulary stage: counts words in tasks, learns merges on the driver. */
package org.gristmill.spark.vocabulary;
