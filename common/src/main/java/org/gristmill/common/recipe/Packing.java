package org.gristmill.common.recipe;

/** How documents are laid into rows. */
public enum Packing {
  /** One after another, cut at the end of the row; nothing is lost and nothing is padded. */
  CONCAT,
  /** Longest first, each where it fits best; only documents longer than a row are cut. */
  BEST_FIT,
  /** Row by row, the longest that fits; where none fits, one is cut and its rest is lost. */
  BEST_FIT_CROP,
  /** Row by row, the longest that fits; where none fits, the row is padded. */
  BEST_FIT_PAD,
  /** In stretches of powers of two, one length a row; short rests are lost. */
  DECOMPOSE
}
