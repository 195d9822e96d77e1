package org.gristmill.tokenization.bpe;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * Double-array trie (Aoe, 1989) over token bytes. A state is one number: where its children begin,
 * the byte that leads to it, and the token that ends in it. As no two states have their children
 * begin at one place, the byte alone tells whether a child is theirs: {@link #step} costs one read.
 */
final class TokenTrie {
  /** Ids are below this. */
  static final int MOST_TOKENS = (1 << 24) - 1;

  /** No token. */
  static final int NONE = -1;

  /** {@link #step} found no such child. */
  static final long NO_STATE = -1;

  // from the top: 31 bits for the first child, 9 for the byte, 24 for the token, plus 1
  private static final int TOKEN_BITS = 24;
  private static final int BASE_SHIFT = 33;
  private static final long LABEL = 0x1FFL << TOKEN_BITS;
  private static final long FREE = 0x100L << TOKEN_BITS;

  private long[] states = new long[1 << 12];
  private final BitSet bases = new BitSet();
  private int used = 1;
  private int searchFrom = 1;

  /**
   * @param tokens bytes by id
   * @param members ids that belong in the trie, sorted by their bytes as unsigned, each with
   *     distinct bytes
   */
  TokenTrie(byte[][] tokens, int[] members) {
    Arrays.fill(states, FREE);
    // no byte leads to the root, not even from a state without children, whose base is 0
    if (members.length > 0) {
      build(tokens, members);
    }
    reserve(used + 256);
    states = Arrays.copyOf(states, used + 256);
  }

  /**
   * @param tokens bytes by id
   * @param members ids that belong in the trie, each with distinct bytes; sorted by them here
   */
  static TokenTrie of(byte[][] tokens, List<Integer> members) {
    members.sort(Comparator.comparing(id -> tokens[id], Arrays::compareUnsigned));
    return new TokenTrie(tokens, members.stream().mapToInt(Integer::intValue).toArray());
  }

  /**
   * The longest token at {@code from} that ends by {@code to}, its length in the upper 32 bits, or
   * {@link #NONE}.
   */
  long longest(byte[] utf8, int from, int to) {
    int best = NONE;
    int end = from;
    long state = root();
    for (int i = from; i < to; i++) {
      state = step(state, utf8[i]);
      if (state == NO_STATE) {
        break;
      }
      int token = token(state);
      if (token != NONE) {
        best = token;
        end = i + 1;
      }
    }
    return best == NONE ? NONE : (long) (end - from) << 32 | best;
  }

  /** Where every walk begins. */
  long root() {
    return states[0];
  }

  /** The child of {@code state} under a byte, or {@link #NO_STATE}. */
  long step(long state, byte b) {
    long child = states[(int) (state >>> BASE_SHIFT) + (b & 0xFF)];
    return (child & LABEL) == (b & 0xFFL) << TOKEN_BITS ? child : NO_STATE;
  }

  /** The token that ends in {@code state}, or {@link #NONE}. */
  static int token(long state) {
    return (int) (state & (1 << TOKEN_BITS) - 1) - 1;
  }

  private void build(byte[][] tokens, int[] members) {
    int[] queue = new int[4 * 1024];
    int head = 0;
    int tail = 0;
    // each entry: state, first member, end of members, depth
    queue[tail++] = 0;
    queue[tail++] = 0;
    queue[tail++] = members.length;
    queue[tail++] = 0;
    int[] labels = new int[256];
    int[] firsts = new int[257];
    while (head < tail) {
      int state = queue[head++];
      int from = queue[head++];
      int to = queue[head++];
      int depth = queue[head++];
      if (tokens[members[from]].length == depth) {
        states[state] |= members[from++] + 1;
      }
      int children = 0;
      for (int i = from; i < to; i++) {
        int label = tokens[members[i]][depth] & 0xFF;
        if (children == 0 || labels[children - 1] != label) {
          labels[children] = label;
          firsts[children++] = i;
        }
      }
      firsts[children] = to;
      if (children == 0) {
        continue;
      }
      int at = place(labels, children);
      states[state] |= (long) at << BASE_SHIFT;
      for (int c = 0; c < children; c++) {
        int child = at + labels[c];
        states[child] = (long) labels[c] << TOKEN_BITS;
        used = Math.max(used, child + 1);
        if (tail + 4 > queue.length) {
          queue = compact(queue, head, tail);
          tail -= head;
          head = 0;
        }
        queue[tail++] = child;
        queue[tail++] = firsts[c];
        queue[tail++] = firsts[c + 1];
        queue[tail++] = depth + 1;
      }
    }
  }

  private static int[] compact(int[] queue, int head, int tail) {
    int[] target = (tail - head) * 2 > queue.length ? new int[queue.length * 2] : queue;
    System.arraycopy(queue, head, target, 0, tail - head);
    return target;
  }

  /** First base at which all labels fall on free states; gives up dense regions for good. */
  private int place(int[] labels, int children) {
    int at = Math.max(1, searchFrom - labels[0]);
    int occupied = 0;
    for (int tried = 1; ; tried++, at++) {
      reserve(at + 512);
      int c = 0;
      while (c < children && states[at + labels[c]] == FREE) {
        c++;
      }
      if (c == children && !bases.get(at)) {
        bases.set(at);
        break;
      }
      if (states[at + labels[0]] != FREE) {
        occupied++;
      }
      if (tried >= 64 && occupied * 20L >= tried * 19L) {
        searchFrom = Math.max(searchFrom, at + labels[0]);
      }
    }
    return at;
  }

  private void reserve(int size) {
    int old = states.length;
    if (size > old) {
      states = Arrays.copyOf(states, Math.max(size, old * 2));
      Arrays.fill(states, old, states.length, FREE);
    }
  }
}
