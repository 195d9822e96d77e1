/** Byte-level byte-pair encoding: splitting, training, encoding, and its {@code tokenizer.json}. */
package org.gristmill.tokenization.bpe;
