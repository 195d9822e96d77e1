package org.gristmill.common.recipe;

/** How documents are laid into rows. */
public enum Packing {
  /** One after another, cut at the end of the row; nothing is lost and nothing is padded. */
  CONCAT
}
