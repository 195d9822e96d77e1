package org.gristmill.tokenization.bpe;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Finds tokens that are cut out of the text before anything else: leftmost first, the longest at
 * one place.
 */
final class AddedTokens {
  private static final class Entry {
    final byte[] text;
    final int id;

    Entry(byte[] text, int id) {
      this.text = text;
      this.id = id;
    }
  }

  private static final long LOW_BITS = 0x0101010101010101L;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final List<List<Entry>> byFirstByte = new ArrayList<>();
  private final boolean[] starts = new boolean[256];
  private final boolean empty;

  /** Eight times the first byte of all tokens, if they begin with the same, else 0. */
  private final long onlyStart;

  AddedTokens(Map<String, Integer> tokens) {
    empty = tokens.isEmpty();
    for (int i = 0; i < 256; i++) {
      byFirstByte.add(new ArrayList<>());
    }
    tokens.forEach(
        (text, id) -> {
          byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
          byFirstByte.get(utf8[0] & 0xFF).add(new Entry(utf8, id));
          starts[utf8[0] & 0xFF] = true;
        });
    onlyStart = onlyStart();
    for (List<Entry> entries : byFirstByte) {
      entries.sort(Comparator.comparingInt(entry -> -entry.text.length));
    }
  }

  private long onlyStart() {
    long only = 0;
    for (int b = 1; b < starts.length; b++) {
      if (starts[b] && only != 0) {
        return 0;
      }
      only = starts[b] ? b * LOW_BITS : only;
    }
    return starts[0] ? 0 : only;
  }

  /** The first index in {@code from .. to} at which a token stands; {@code to} if none does. */
  int find(byte[] utf8, int from, int to) {
    if (empty) {
      return to;
    }
    int i = from;
    while (i < to) {
      if (onlyStart != 0 && i + Long.BYTES <= to) {
        long different = (long) LONGS.get(utf8, i) ^ onlyStart;
        // the high bit of every byte that is 0, and maybe of some after the first of these
        long equal = (different - LOW_BITS) & ~different & LOW_BITS << 7;
        if (equal == 0) {
          i += Long.BYTES;
          continue;
        }
        i += Long.numberOfTrailingZeros(equal) >>> 3;
      }
      if (starts[utf8[i] & 0xFF] && entry(utf8, i, to) != null) {
        return i;
      }
      i++;
    }
    return to;
  }

  /** The id at a place that {@link #find} gave. */
  int id(byte[] utf8, int at, int to) {
    return entry(utf8, at, to).id;
  }

  /** The length in bytes at a place that {@link #find} gave. */
  int length(byte[] utf8, int at, int to) {
    return entry(utf8, at, to).text.length;
  }

  private Entry entry(byte[] utf8, int at, int to) {
    for (Entry entry : byFirstByte.get(utf8[at] & 0xFF)) {
      int end = at + entry.text.length;
      if (end <= to && Arrays.equals(entry.text, 0, entry.text.length, utf8, at, end)) {
        return entry;
      }
    }
    return null;
  }
}
