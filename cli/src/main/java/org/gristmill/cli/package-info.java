/**
 * The front command: plans, inspects, verifies and reports by itself, and starts Spark and the
 * trainer as processes of their own.
 */
package org.gristmill.cli;
