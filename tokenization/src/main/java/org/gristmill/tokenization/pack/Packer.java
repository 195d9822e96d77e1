package org.gristmill.tokenization.pack;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.gristmill.common.ConfigException;

/**
 * Lays the pieces of one window into rows of equal capacity. Implementations are pure functions of
 * their arguments, hold no state and are safe for all threads.
 */
public interface Packer {
  /** In which order the rows of a window are given out. */
  enum RowOrder {
    /** As packed: tokens stay in the order of the stream. */
    PACKED,
    /** Shuffled inside the window, since packing put rows of like lengths side by side. */
    SHUFFLED
  }

  /** The name in recipes and plans. */
  String name();

  /**
   * Packs pieces. Tokens of a piece that are in no row are cropped; every row holds something.
   *
   * @param lengths tokens of each piece in stream order, each at least 1; the stream gives none
   *     above {@link #pieceTokens}
   * @param count number of pieces
   * @param capacity tokens of a row
   */
  PackedRows pack(int[] lengths, int count, int capacity);

  /**
   * Rows made of any pieces that hold {@code tokens} together, if nothing else matters; empty if it
   * does.
   */
  default OptionalLong rowsOf(long tokens, int capacity) {
    return OptionalLong.empty();
  }

  /** The most tokens of a piece: longer documents enter the stream cut into pieces of so many. */
  default int pieceTokens(int capacity) {
    return capacity;
  }

  /** How the rows of a window are to be ordered. */
  default RowOrder rowOrder() {
    return RowOrder.SHUFFLED;
  }

  /** All packers, concatenation first. */
  static List<Packer> all() {
    return List.of(
        new ConcatPacker(),
        new BestFitPacker(),
        new BufferedBestFitPacker(BufferedBestFitPacker.Remainder.CROP),
        new BufferedBestFitPacker(BufferedBestFitPacker.Remainder.PAD),
        new DecomposePacker());
  }

  /**
   * Finds a packer by name.
   *
   * @throws ConfigException for an unknown name
   */
  static Packer named(String name) {
    return all().stream()
        .filter(packer -> packer.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigException(
                    "Cannot find packing '"
                        + name
                        + "': unknown name; expected "
                        + all().stream().map(Packer::name).collect(Collectors.joining(", "))));
  }
}
