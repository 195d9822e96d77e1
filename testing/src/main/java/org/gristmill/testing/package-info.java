/** Servers on the loopback address that tests start, and the ways in which they fail. */
package org.gristmill.testing;
