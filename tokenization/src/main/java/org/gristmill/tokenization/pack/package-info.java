/** Packing: how the pieces of one window are laid into rows. */
package org.gristmill.tokenization.pack;
