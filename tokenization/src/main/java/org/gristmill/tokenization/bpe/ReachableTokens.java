package org.gristmill.tokenization.bpe;

import java.util.ArrayList;
import java.util.List;

/**
 * Which tokens merging can produce, and by which merges.
 *
 * <p>A merge that makes a token in the middle of a text comes after the very merges that would have
 * come before it had the token's bytes stood alone: until then no merge reached across the token's
 * ends, or it would not be made. So of all merges that would give a token the last one of its bytes
 * alone is the only that ever happens, and of a token that its bytes alone do not give, none.
 * Vocabularies that list every way to halve a token, as Llama 3's does, lose more than half of
 * their merges.
 *
 * @param tokens ids that merging gives when their bytes stand alone
 * @param others ids of the other tokens
 * @param merges the merges that can happen, in their order
 */
record ReachableTokens(
    List<Integer> tokens, List<Integer> others, List<BpeVocabulary.Merge> merges) {

  /**
   * @param tokens mergeable tokens by id; null where there is none
   * @param merges in rank order
   * @param byteIds token of every byte that text or a token may hold
   */
  static ReachableTokens of(byte[][] tokens, List<BpeVocabulary.Merge> merges, int[] byteIds) {
    MergeLoop loop = new MergeLoop(new MergeTable(merges), byteIds);
    ReachableTokens found =
        new ReachableTokens(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    boolean[] used = new boolean[merges.size()];
    for (int id = 0; id < tokens.length; id++) {
      byte[] token = tokens[id];
      if (token == null || token.length == 0) {
        continue;
      }
      if (loop.run(token, 0, token.length) == 1 && loop.symbol(0) == id) {
        found.tokens.add(id);
        if (token.length > 1) {
          used[loop.lastRank()] = true;
        }
      } else {
        found.others.add(id);
      }
    }
    for (int rank = 0; rank < used.length; rank++) {
      if (used[rank]) {
        found.merges.add(merges.get(rank));
      }
    }
    return found;
  }
}
