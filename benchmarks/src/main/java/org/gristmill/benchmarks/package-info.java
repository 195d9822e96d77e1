/** JMH benchmarks; each checks its answers before it is timed. */
package org.gristmill.benchmarks;
