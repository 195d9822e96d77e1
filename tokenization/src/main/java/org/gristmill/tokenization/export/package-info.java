/**
 * Other projects' formats of token data: what writes them, what reads them back, and what tells
 * them apart.
 */
package org.gristmill.tokenization.export;
