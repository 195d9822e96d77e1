/** Tokenizers behind one interface: our own byte-level BPE, and a library for every other kind. */
package org.gristmill.tokenization;
