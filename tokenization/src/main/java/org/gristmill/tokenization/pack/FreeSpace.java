package org.gristmill.tokenization.pack;

import java.util.Arrays;

/**
 * Rows by how much room they have left: finds the smallest room that is large enough, in the
 * logarithm of the capacity, and of the rows with that room the one that got it first. A complete
 * binary tree over the rooms 1 to capacity holds in every node the largest room below it that some
 * row has; the search goes left wherever the left half has one that is large enough.
 */
final class FreeSpace {
  private static final int NONE = -1;

  private final int leaves;
  private final int[] largest;
  private final int[] first;
  private final int[] last;
  private int[] next = new int[64];

  FreeSpace(int capacity) {
    leaves = Integer.highestOneBit(Math.max(1, capacity)) * 2;
    largest = new int[2 * leaves];
    first = new int[capacity + 1];
    last = new int[capacity + 1];
    Arrays.fill(first, NONE);
  }

  /** Notes that a row has some room, 0 or more; without room it is never found. */
  void add(int row, int room) {
    if (room == 0) {
      return;
    }
    if (row >= next.length) {
      next = Arrays.copyOf(next, Math.max(row + 1, next.length * 2));
    }
    next[row] = NONE;
    if (first[room] == NONE) {
      first[room] = row;
      set(room, room);
    } else {
      next[last[room]] = row;
    }
    last[room] = row;
  }

  /** The smallest room of any row that is at least {@code length}; 0 if there is none. */
  int smallestFor(int length) {
    if (largest[1] < length) {
      return 0;
    }
    int node = 1;
    while (node < leaves) {
      node = largest[2 * node] >= length ? 2 * node : 2 * node + 1;
    }
    return largest[node];
  }

  /** Takes out the row that has had exactly this room for the longest time. */
  int take(int room) {
    int row = first[room];
    first[room] = next[row];
    if (first[room] == NONE) {
      set(room, 0);
    }
    return row;
  }

  private void set(int room, int value) {
    int node = leaves + room;
    largest[node] = value;
    for (node /= 2; node > 0; node /= 2) {
      largest[node] = Math.max(largest[2 * node], largest[2 * node + 1]);
    }
  }
}
