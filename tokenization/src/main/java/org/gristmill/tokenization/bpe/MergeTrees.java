package org.gristmill.tokenization.bpe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How merging builds each token out of its bytes: the rank of its last merge and the two parts that
 * went into it, and so on down to bytes. Immutable; shared by threads.
 */
final class MergeTrees {
  private static final int BYTE = -1;
  private static final int UNORDERED = -2;

  private final MergeTable merges;

  /** Three numbers a token: rank of the last merge, left part, right part. */
  private final int[] trees;

  private final boolean allOrdered;

  /**
   * @param reachable tokens that merging makes of their own bytes
   * @param loop the merges at work, for this thread alone
   */
  MergeTrees(byte[][] tokens, List<Integer> reachable, MergeLoop loop) {
    merges = loop.merges();
    trees = new int[3 * tokens.length];
    for (int id : reachable) {
      boolean single = loop.run(tokens[id], 0, tokens[id].length) == 1 && tokens[id].length == 1;
      trees[3 * id] = single ? BYTE : loop.lastRank();
      trees[3 * id + 1] = single ? id : loop.lastLeft();
      trees[3 * id + 2] = single ? id : loop.lastRight();
    }
    List<Integer> byLength = new ArrayList<>(reachable);
    byLength.sort(Comparator.comparingInt(id -> tokens[id].length));
    boolean all = true;
    for (int id : byLength) {
      if (!isOrdered(id)) {
        trees[3 * id] = UNORDERED;
        all = false;
      }
    }
    allOrdered = all;
  }

  /** Whether every merge below comes before the one above it; parts must be settled before. */
  private boolean isOrdered(int id) {
    int rank = trees[3 * id];
    return rank == BYTE || (isBelow(trees[3 * id + 1], rank) && isBelow(trees[3 * id + 2], rank));
  }

  private boolean isBelow(int part, int rank) {
    return trees[3 * part] != UNORDERED && trees[3 * part] < rank;
  }

  /** Whether {@link #apart} may be asked of all tokens. */
  boolean areAllOrdered() {
    return allOrdered;
  }

  /** Whether {@link #apart} may be asked: the merges of each token happen in the order of rank. */
  boolean areOrdered(int first, int second) {
    return allOrdered || (trees[3 * first] != UNORDERED && trees[3 * second] != UNORDERED);
  }

  /**
   * Whether merging the bytes of both tokens together gives these two tokens again.
   *
   * <p>Merges of an ordered token happen by ascending rank, and those of the two tokens do not see
   * each other. So the symbols that ever touch across the border are found backwards in time, by
   * undoing the last merge first; of two merges of one rank the right one is the last. A merge of
   * two such symbols happens if its turn comes before that of the merges that take them away, where
   * at one rank the leftmost is first.
   */
  boolean apart(int first, int second) {
    int left = first;
    int right = second;
    int leftUntil = Integer.MAX_VALUE;
    int rightUntil = Integer.MAX_VALUE;
    while (true) {
      long crossing = merges.find(left, right);
      if (crossing != MergeTable.NONE) {
        int rank = (int) (crossing >>> 32);
        if (rank < leftUntil && rank <= rightUntil) {
          return false;
        }
      }
      int leftRank = trees[3 * left];
      int rightRank = trees[3 * right];
      if (leftRank > rightRank) {
        leftUntil = leftRank;
        left = trees[3 * left + 2];
      } else if (rightRank >= 0) {
        rightUntil = rightRank;
        right = trees[3 * right + 1];
      } else {
        return true;
      }
    }
  }
}
