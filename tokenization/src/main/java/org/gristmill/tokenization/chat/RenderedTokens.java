package org.gristmill.tokenization.chat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.gristmill.tokenization.SpecialTokens;
import org.gristmill.tokenization.Tokenizer;

/**
 * Token ids with a mask: 1 where the token is to be learnt, else 0. Grows as needed and is filled
 * again by each rendering. Not thread-safe.
 */
public final class RenderedTokens {
  private static final int IDS_PER_BYTE = 3;

  private int[] ids = new int[1024];
  private byte[] mask = new byte[1024];
  private int length;

  /** Number of tokens. */
  public int length() {
    return length;
  }

  /** The ids from index 0, {@link #length()} of them; owned by this object. */
  public int[] ids() {
    return ids;
  }

  /** The mask from index 0, {@link #length()} bytes of 0 or 1; owned by this object. */
  public byte[] mask() {
    return mask;
  }

  /** How many tokens are to be learnt. */
  public int targets() {
    int targets = 0;
    for (int i = 0; i < length; i++) {
      targets += mask[i];
    }
    return targets;
  }

  /** Whether both hold the same ids, and the same of them are to be learnt. */
  public boolean sameAs(RenderedTokens other) {
    return Arrays.equals(ids, 0, length, other.ids, 0, other.length)
        && Arrays.equals(mask, 0, length, other.mask, 0, other.length);
  }

  void clear() {
    length = 0;
  }

  void truncate(int most) {
    length = Math.min(length, most);
  }

  void add(int id, Learn learn) {
    room(1);
    ids[length] = id;
    mask[length++] = learn.mask();
  }

  /** Adds a text; special tokens in it are text. */
  void add(Tokenizer tokenizer, String text, Learn learn) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    room(Math.multiplyExact(IDS_PER_BYTE, utf8.length));
    int count = tokenizer.encode(utf8, 0, utf8.length, SpecialTokens.AS_TEXT, ids, length);
    Arrays.fill(mask, length, length + count, learn.mask());
    length += count;
  }

  private void room(int more) {
    int needed = Math.addExact(length, more);
    if (needed > ids.length) {
      int size = (int) Math.min(Integer.MAX_VALUE - 16L, Math.max(needed, 2L * ids.length));
      ids = Arrays.copyOf(ids, size);
      mask = Arrays.copyOf(mask, size);
    }
  }
}
