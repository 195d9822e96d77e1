package org.gristmill.common.recipe;

/** Which ids special tokens get. */
public enum SpecialIds {
  /** The first; then bytes in the order of their printable stand-ins, then merged tokens. */
  FIRST,
  /** The last, after bytes in their own order and merged tokens. */
  LAST
}
