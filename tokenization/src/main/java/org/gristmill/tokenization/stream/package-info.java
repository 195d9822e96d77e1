/** The mix as a stream of rows: budgets, windows, and the rows of a window. */
package org.gristmill.tokenization.stream;
