package org.gristmill.tokenization.pack;

import java.util.OptionalLong;

/**
 * Lays the pieces of one window into rows of equal capacity. Implementations are pure functions of
 * their arguments, hold no state and are safe for all threads.
 */
public interface Packer {
  /** The name in recipes and plans. */
  String name();

  /**
   * Packs pieces.
   *
   * @param lengths tokens of each piece in stream order, each in {@code 1 .. capacity}
   * @param count number of pieces
   * @param capacity tokens of a row
   */
  PackedRows pack(int[] lengths, int count, int capacity);

  /**
   * Rows made of any pieces that hold {@code tokens} together, if nothing else matters; empty if it
   * does.
   */
  OptionalLong rowsOf(long tokens, int capacity);

  /**
   * Finds a packer by name.
   *
   * @throws org.gristmill.common.ConfigException for an unknown name
   */
  static Packer named(String name) {
    if (name.equals(ConcatPacker.NAME)) {
      return new ConcatPacker();
    }
    throw new org.gristmill.common.ConfigException(
        "Cannot find packing '" + name + "': unknown name; expected concat");
  }
}
