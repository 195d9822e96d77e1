package org.gristmill.tokenization.bpe;

import java.util.Arrays;

/**
 * What one merge changes on one side of the merged pairs: by neighbour, how often it stood there
 * before, how often it does now, and in which words. Reused from merge to merge.
 */
final class NeighbourCounts {
  private long[] dropped;
  private long[] added;
  private int[] entries;
  private boolean[] isTouched;
  private int[] touched = new int[256];
  private int touchedSize;
  private int[] ids = new int[256];
  private int[] words = new int[256];
  private int size;

  NeighbourCounts(int tokens) {
    dropped = new long[tokens];
    added = new long[tokens];
    entries = new int[tokens];
    isTouched = new boolean[tokens];
  }

  /** Receives the words of a neighbour that now stands beside the result. */
  interface Changes {
    void dropped(int id, long count);

    /** Whether the words are wanted. */
    boolean added(int id, long count);

    void words(int id, int[] words);
  }

  /** Beside a merged pair stood {@code old}; beside its result stands {@code now}. */
  void add(int old, int now, long count, int word) {
    touch(old);
    touch(now);
    dropped[old] += count;
    added[now] += count;
    if (size > 0 && words[size - 1] == word && ids[size - 1] == now) {
      return;
    }
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, size * 2);
      words = Arrays.copyOf(words, size * 2);
    }
    entries[now]++;
    ids[size] = now;
    words[size++] = word;
  }

  private void touch(int id) {
    if (id >= isTouched.length) {
      int capacity = id * 3 / 2 + 1;
      dropped = Arrays.copyOf(dropped, capacity);
      added = Arrays.copyOf(added, capacity);
      entries = Arrays.copyOf(entries, capacity);
      isTouched = Arrays.copyOf(isTouched, capacity);
    }
    if (!isTouched[id]) {
      isTouched[id] = true;
      if (touchedSize == touched.length) {
        touched = Arrays.copyOf(touched, touchedSize * 2);
      }
      touched[touchedSize++] = id;
    }
  }

  /** Hands everything over and forgets it; first what is gone, then what came. */
  void flush(Changes changes) {
    int[][] groups = new int[touchedSize][];
    for (int i = 0; i < touchedSize; i++) {
      int id = touched[i];
      if (dropped[id] > 0) {
        changes.dropped(id, dropped[id]);
      }
    }
    for (int i = 0; i < touchedSize; i++) {
      int id = touched[i];
      boolean wanted = added[id] > 0 && changes.added(id, added[id]);
      groups[i] = wanted ? new int[entries[id]] : null;
      // from here on the place of the group
      entries[id] = i;
      dropped[id] = 0;
      added[id] = 0;
      isTouched[id] = false;
    }
    int[] filled = new int[touchedSize];
    for (int e = 0; e < size; e++) {
      int group = entries[ids[e]];
      if (groups[group] != null) {
        groups[group][filled[group]++] = words[e];
      }
    }
    for (int i = 0; i < touchedSize; i++) {
      if (groups[i] != null) {
        changes.words(touched[i], groups[i]);
      }
      entries[touched[i]] = 0;
    }
    touchedSize = 0;
    size = 0;
    if (ids.length > 1 << 20) {
      ids = new int[1 << 16];
      words = new int[1 << 16];
    }
  }
}
