/** The command line of the job jar. */
package org.gristmill.spark;
