/** What every stage needs: where files lie, how tasks run, what is measured. */
package org.gristmill.spark.job;
