package org.gristmill.tokenization.bpe;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Learns byte-pair merges from word counts (Sennrich et al., 2016) with the semantics of Hugging
 * Face's trainer:
 *
 * <ul>
 *   <li>ids: special tokens in the given order, then bytes in the order of their printable
 *       stand-ins, then one id per new token;
 *   <li>each step merges the pair with the largest count, ties broken by the smallest (left id,
 *       right id), from left to right without overlap ("aaa" becomes "aa a");
 *   <li>it stops when the vocabulary is full or the best count is below {@code max(1,
 *       minFrequency)};
 *   <li>a merge whose bytes are already a token takes that token's id.
 * </ul>
 *
 * <p>Counts are 64 bits wide where the original's are 32. The result depends on the words and
 * counts only, not on the order of {@link #add} calls. Not thread-safe. Cost: every merge visits
 * only words that hold its pair.
 */
public final class BpeTrainer {
  private final Options options;
  private final List<byte[]> words = new ArrayList<>();
  private long[] counts = new long[1024];

  /**
   * Which vocabulary to learn.
   *
   * @param pattern recorded in the result
   * @param vocabularySize wanted number of tokens, specials and bytes included; fewer if the counts
   *     give out first
   * @param minFrequency smallest count of a pair that still merges; 0 and 1 mean the same
   * @param specialTokens first ids
   * @param alphabet which bytes get an id
   */
  public record Options(
      PreTokenizer.Pattern pattern,
      int vocabularySize,
      long minFrequency,
      List<String> specialTokens,
      Alphabet alphabet) {
    /** Checks ranges and copies the list. */
    public Options {
      specialTokens = List.copyOf(specialTokens);
      if (new HashSet<>(specialTokens).size() < specialTokens.size()) {
        throw new IllegalArgumentException(
            "Cannot train with special tokens " + specialTokens + ": one is named twice");
      }
      int least = specialTokens.size() + (alphabet == Alphabet.ALL_BYTES ? 256 : 0);
      if (vocabularySize < least) {
        throw new IllegalArgumentException(
            "Cannot train a vocabulary of "
                + vocabularySize
                + ": special tokens and bytes alone take "
                + least
                + "; expected at least that");
      }
    }
  }

  /** The bytes that are tokens of their own. */
  public enum Alphabet {
    /** All 256, so that any text can be encoded. */
    ALL_BYTES,
    /** Only the bytes seen in words. */
    SEEN_BYTES
  }

  /** A trainer without words. */
  public BpeTrainer(Options options) {
    this.options = options;
  }

  /**
   * Adds a pre-tokenized word and how often it occurs.
   *
   * @param word its UTF-8 bytes; kept, not copied; each distinct word once
   * @param count occurrences, at least 1
   */
  public void add(byte[] word, long count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "Cannot add a word " + count + " times: expected 1 or more");
    }
    if (words.size() == counts.length) {
      counts = Arrays.copyOf(counts, counts.length * 2);
    }
    counts[words.size()] = count;
    words.add(word);
  }

  /** Learns the merges. Call once. */
  public BpeVocabulary train() {
    List<byte[]> tokens = new ArrayList<>();
    Map<ByteBuffer, Integer> ids = new HashMap<>();
    for (String special : options.specialTokens) {
      addToken(tokens, ids, special.getBytes(StandardCharsets.UTF_8));
    }
    int[] byteIds = alphabet(tokens, ids);
    PairIndex pairs = new PairIndex(new TrainingWords(words, counts, byteIds));
    List<BpeVocabulary.Merge> merges = new ArrayList<>();
    while (tokens.size() < options.vocabularySize) {
      long pair = pairs.best(Math.max(1, options.minFrequency));
      if (pair < 0) {
        break;
      }
      int left = (int) (pair >>> 32);
      int right = (int) pair;
      byte[] joined = join(tokens.get(left), tokens.get(right));
      Integer known = ids.get(ByteBuffer.wrap(joined));
      int result = known != null ? known : addToken(tokens, ids, joined);
      merges.add(new BpeVocabulary.Merge(left, right, result));
      pairs.merge(left, right, result);
    }
    return new BpeVocabulary(options.pattern, options.specialTokens, tokens, merges);
  }

  private int[] alphabet(List<byte[]> tokens, Map<ByteBuffer, Integer> ids) {
    BitSet wanted = new BitSet(256);
    if (options.alphabet == Alphabet.ALL_BYTES) {
      wanted.set(0, 256);
    } else {
      for (byte[] word : words) {
        for (byte b : word) {
          wanted.set(b & 0xFF);
        }
      }
    }
    int[] byteIds = new int[256];
    wanted.stream()
        .boxed()
        .sorted((a, b) -> Character.compare(ByteAlphabet.character(a), ByteAlphabet.character(b)))
        .forEach(
            b -> {
              byte[] single = {(byte) b.intValue()};
              Integer known = ids.get(ByteBuffer.wrap(single));
              byteIds[b] = known != null ? known : addToken(tokens, ids, single);
            });
    return byteIds;
  }

  private static int addToken(List<byte[]> tokens, Map<ByteBuffer, Integer> ids, byte[] bytes) {
    ids.put(ByteBuffer.wrap(bytes), tokens.size());
    tokens.add(bytes);
    return tokens.size() - 1;
  }

  private static byte[] join(byte[] left, byte[] right) {
    byte[] joined = Arrays.copyOf(left, left.length + right.length);
    System.arraycopy(right, 0, joined, left.length, right.length);
    return joined;
  }
}
