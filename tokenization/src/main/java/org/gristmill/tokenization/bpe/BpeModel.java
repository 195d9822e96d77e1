package org.gristmill.tokenization.bpe;

import java.util.List;

/**
 * Merge table, and what follows from it: which tokens merging can produce at all, a trie of those,
 * and for each the longest shorter token it starts with. Immutable; shared by threads.
 */
final class BpeModel {
  private final byte[][] tokens;
  private final MergeLoop loop;
  private final TokenTrie trie;
  private final int[] shorter;
  private final int[] lengths;
  private final CrossingMerges crossing;
  private final MergeTrees trees;
  private final TokenTrie unreachable;

  /**
   * @param tokens mergeable tokens by id; null where there is none
   * @param merges in rank order
   * @param byteIds token of every byte that text or a token may hold
   */
  BpeModel(byte[][] tokens, List<BpeVocabulary.Merge> merges, int[] byteIds) {
    this.tokens = tokens;
    ReachableTokens reachable = ReachableTokens.of(tokens, merges, byteIds);
    loop = new MergeLoop(new MergeTable(reachable.merges()), byteIds);
    trie = TokenTrie.of(tokens, reachable.tokens());
    unreachable = TokenTrie.of(tokens, reachable.others());
    shorter = new int[tokens.length];
    lengths = new int[tokens.length];
    for (int id : reachable.tokens()) {
      lengths[id] = tokens[id].length;
      shorter[id] = (int) longest(tokens[id], 0, tokens[id].length - 1);
    }
    crossing = new CrossingMerges(tokens, reachable.merges());
    trees = new MergeTrees(tokens, reachable.tokens(), loop);
  }

  MergeLoop mergeLoop() {
    return loop.another();
  }

  byte[] bytes(int token) {
    return tokens[token];
  }

  int length(int token) {
    return lengths[token];
  }

  /** The longest token that is a proper prefix of this one, or {@link TokenTrie#NONE}. */
  int shorter(int token) {
    return shorter[token];
  }

  /**
   * The longest token at {@code from} that ends by {@code to}, its length in the upper 32 bits, or
   * {@link TokenTrie#NONE}.
   */
  long longest(byte[] utf8, int from, int to) {
    return trie.longest(utf8, from, to);
  }

  /** Where merges may reach across. */
  CrossingMerges crossing() {
    return crossing;
  }

  /** How merging builds the tokens. */
  MergeTrees trees() {
    return trees;
  }

  /**
   * The id of a whole piece that is a token though merging cannot produce it, or {@link
   * TokenTrie#NONE}.
   */
  int unreachable(byte[] utf8, int from, int to) {
    long state = unreachable.root();
    for (int i = from; i < to; i++) {
      state = unreachable.step(state, utf8[i]);
      if (state == TokenTrie.NO_STATE) {
        return TokenTrie.NONE;
      }
    }
    return TokenTrie.token(state);
  }
}
