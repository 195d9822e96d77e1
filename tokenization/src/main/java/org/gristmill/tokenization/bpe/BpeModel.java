package org.gristmill.tokenization.bpe;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
  private final CrossingMerges crossing;
  private final Map<ByteBuffer, Integer> unreachable = new HashMap<>();
  private final int longestUnreachable;

  /**
   * @param tokens mergeable tokens by id; null where there is none
   * @param merges in rank order
   * @param byteIds token of every byte
   */
  BpeModel(byte[][] tokens, List<BpeVocabulary.Merge> merges, int[] byteIds) {
    this.tokens = tokens;
    this.merges = new MergeTable(merges);
    this.byteIds = byteIds;
    List<Integer> reachable = new ArrayList<>();
    MergeLoop loop = mergeLoop();
    int longest = 0;
    for (int id = 0; id < tokens.length; id++) {
      byte[] token = tokens[id];
      if (token == null || token.length == 0) {
        continue;
      }
      if (loop.run(token, 0, token.length) == 1 && loop.symbol(0) == id) {
        reachable.add(id);
      } else {
        unreachable.put(ByteBuffer.wrap(token), id);
        longest = Math.max(longest, token.length);
      }
    }
    longestUnreachable = longest;
    reachable.sort(Comparator.comparing(id -> tokens[id], Arrays::compareUnsigned));
    trie = new TokenTrie(tokens, reachable.stream().mapToInt(Integer::intValue).toArray());
    shorter = new int[tokens.length];
    for (int id : reachable) {
      shorter[id] = longest(tokens[id], 0, tokens[id].length - 1);
    }
    crossing = new CrossingMerges(tokens, merges);
  }

  MergeLoop mergeLoop() {
    return new MergeLoop(merges, byteIds);
  }

  byte[] bytes(int token) {
    return tokens[token];
  }

  int length(int token) {
    return tokens[token].length;
  }

  /** The longest token that is a proper prefix of this one, or {@link TokenTrie#NONE}. */
  int shorter(int token) {
    return shorter[token];
  }

  /** The longest token at {@code from} that ends by {@code to}, or {@link TokenTrie#NONE}. */
  int longest(byte[] utf8, int from, int to) {
    int best = TokenTrie.NONE;
    int state = 0;
    for (int i = from; i < to; i++) {
      state = trie.step(state, utf8[i]);
      if (state == TokenTrie.NONE) {
        break;
      }
      int token = trie.token(state);
      if (token != TokenTrie.NONE) {
        best = token;
      }
    }
    return best;
  }

  /**
   * True only if no merge at all can join a suffix of the first token with a prefix of the second.
   */
  boolean surelyApart(int first, int second) {
    return !crossing.possible(first, second);
  }

  /**
   * The id of a whole piece that is a token though merging cannot produce it, or {@link
   * TokenTrie#NONE}.
   */
  int unreachable(byte[] utf8, int from, int to) {
    if (to - from > longestUnreachable) {
      return TokenTrie.NONE;
    }
    return unreachable.getOrDefault(ByteBuffer.wrap(utf8, from, to - from), TokenTrie.NONE);
  }
}
