package org.gristmill.tokenization.bpe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Merge table, and what follows from it: which tokens merging can produce at all, a trie of those,
 * and for each the longest shorter token it starts with. Immutable; shared by threads.
 */
final class BpeModel {
  private final byte[][] tokens;
  private final MergeTable merges;
  private final int[] byteIds;
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
    this.merges = new MergeTable(merges);
    this.byteIds = byteIds;
    List<Integer> reachable = new ArrayList<>();
    MergeLoop loop = mergeLoop();
    List<Integer> others = new ArrayList<>();
    for (int id = 0; id < tokens.length; id++) {
      byte[] token = tokens[id];
      if (token == null || token.length == 0) {
        continue;
      }
      if (loop.run(token, 0, token.length) == 1 && loop.symbol(0) == id) {
        reachable.add(id);
      } else {
        others.add(id);
      }
    }
    trie = trie(reachable);
    unreachable = trie(others);
    shorter = new int[tokens.length];
    lengths = new int[tokens.length];
    for (int id : reachable) {
      lengths[id] = tokens[id].length;
      shorter[id] = (int) longest(tokens[id], 0, tokens[id].length - 1);
    }
    crossing = new CrossingMerges(tokens, merges);
    trees =
        new MergeTrees(
            this.merges, tokens, reachable.stream().mapToInt(Integer::intValue).toArray(), loop);
  }

  private TokenTrie trie(List<Integer> members) {
    members.sort(Comparator.comparing(id -> tokens[id], Arrays::compareUnsigned));
    return new TokenTrie(tokens, members.stream().mapToInt(Integer::intValue).toArray());
  }

  MergeLoop mergeLoop() {
    return new MergeLoop(merges, byteIds);
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
    int best = TokenTrie.NONE;
    int end = from;
    long state = trie.root();
    for (int i = from; i < to; i++) {
      state = trie.step(state, utf8[i]);
      if (state == TokenTrie.NO_STATE) {
        break;
      }
      int token = TokenTrie.token(state);
      if (token != TokenTrie.NONE) {
        best = token;
        end = i + 1;
      }
    }
    return best == TokenTrie.NONE ? TokenTrie.NONE : (long) (end - from) << 32 | best;
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
