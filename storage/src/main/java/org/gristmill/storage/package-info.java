/** Stores on Hadoop file systems: HDFS, object stores and whatever else has a Hadoop connector. */
package org.gristmill.storage;
