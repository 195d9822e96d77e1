package org.gristmill.tokenization.bpe;

import java.util.Arrays;

/**
 * Double-array trie (Aoe, 1989) over token bytes. State 0 is the root; {@link #step} costs two
 * array reads.
 */
final class TokenTrie {
  /** {@link #step} found no such child. */
  static final int NONE = -1;

  private int[] base = new int[1 << 12];
  private int[] parent = new int[1 << 12];
  private int[] token = new int[1 << 12];
  private int used = 1;
  private int searchFrom = 1;

  /**
   * @param tokens bytes by id
   * @param members ids that belong in the trie, sorted by their bytes as unsigned, each with
   *     distinct bytes
   */
  TokenTrie(byte[][] tokens, int[] members) {
    Arrays.fill(parent, NONE);
    Arrays.fill(token, NONE);
    parent[0] = Integer.MAX_VALUE;
    if (members.length > 0) {
      build(tokens, members);
    }
    int size = used + 256;
    reserve(size);
    base = Arrays.copyOf(base, size);
    parent = Arrays.copyOf(parent, size);
    token = Arrays.copyOf(token, size);
  }

  /** The child of {@code state} under a byte, or {@link #NONE}. */
  int step(int state, byte b) {
    int child = base[state] + (b & 0xFF);
    return parent[child] == state ? child : NONE;
  }

  /** The token that ends in {@code state}, or {@link #NONE}. */
  int token(int state) {
    return token[state];
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
        token[state] = members[from++];
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
      base[state] = at;
      for (int c = 0; c < children; c++) {
        int child = at + labels[c];
        parent[child] = state;
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
      while (c < children && parent[at + labels[c]] == NONE) {
        c++;
      }
      if (c == children) {
        break;
      }
      if (parent[at + labels[0]] != NONE) {
        occupied++;
      }
      if (tried >= 64 && occupied * 20L >= tried * 19L) {
        searchFrom = Math.max(searchFrom, at + labels[0]);
      }
    }
    return at;
  }

  private void reserve(int size) {
    int old = parent.length;
    if (size > old) {
      int capacity = Math.max(size, old * 2);
      base = Arrays.copyOf(base, capacity);
      parent = Arrays.copyOf(parent, capacity);
      token = Arrays.copyOf(token, capacity);
      Arrays.fill(parent, old, capacity, NONE);
      Arrays.fill(token, old, capacity, NONE);
    }
  }
}
