package org.gristmill.tokenization.bpe;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Learns byte-pair merges from word counts (Sennrich et al., 2016) with the semantics of Hugging
 * Face's trainer:
 *
 * <ul>
 *   <li>ids: see {@link Ids};
 *   <li>each step merges the pair with the largest count, ties broken by the smallest (left id,
 *       right id), from left to right without overlap ("aaa" becomes "aa a");
 *   <li>it stops when the vocabulary is full or the best count is below {@code max(1,
 *       minFrequency)};
 *   <li>a merge whose bytes are already a token takes that token's id.
 * </ul>
 *
 * <p>Counts are 64 bits wide where the original's are 32. The result depends on the words and
 * counts only, not on the order of {@link #add} calls. Not thread-safe. Cost: every merge visits
 * only words that hold its pair, and counts again only what stands beside it. Memory, roughly: 5
 * bytes per byte of distinct words, 16 per word, 4 per word and pair, 20 to 40 per pair that may
 * still merge.
 */
public final class BpeTrainer {
  /** A superword of more words than this is not learned. */
  private static final int MOST_WORDS = 4;

  private final Options options;
  private final TrainingWords words = new TrainingWords();

  /**
   * Which vocabulary to learn.
   *
   * @param pattern recorded in the result
   * @param vocabularySize wanted number of tokens, specials and bytes included; fewer if the counts
   *     give out first
   * @param minFrequency smallest count of a pair that still merges; 0 and 1 mean the same
   * @param specialTokens tokens that text cannot produce
   * @param alphabet which bytes get an id
   * @param ids in which order tokens get their ids
   */
  public record Options(
      PreTokenizer.Pattern pattern,
      int vocabularySize,
      long minFrequency,
      List<String> specialTokens,
      Alphabet alphabet,
      Ids ids) {
    /** With {@link Ids#SPECIAL_FIRST}. */
    public Options(
        PreTokenizer.Pattern pattern,
        int vocabularySize,
        long minFrequency,
        List<String> specialTokens,
        Alphabet alphabet) {
      this(pattern, vocabularySize, minFrequency, specialTokens, alphabet, Ids.SPECIAL_FIRST);
    }

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

  /** Orders of ids; ties between pairs are broken by them, so they may change the merges too. */
  public enum Ids {
    /**
     * Special tokens, bytes in the order of their printable stand-ins, new tokens: Hugging Face's.
     */
    SPECIAL_FIRST,
    /** Bytes in their own order, new tokens, special tokens: nanochat's and tiktoken's. */
    SPECIAL_LAST
  }

  /** A trainer without words. */
  public BpeTrainer(Options options) {
    this.options = options;
  }

  /**
   * Adds a pre-tokenized word and how often it occurs.
   *
   * @param word its UTF-8 bytes; each distinct word once
   * @param count occurrences, at least 1
   */
  public void add(byte[] word, long count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "Cannot add a word " + count + " times: expected 1 or more");
    }
    words.add(word, count);
  }

  /** Learns the merges. Call once. */
  public BpeVocabulary train() {
    Learning learning = new Learning();
    learning.mergeMore(joined -> true);
    return learning.result();
  }

  /**
   * Learns tokens that span several words, over whole stretches of text: the second stage of
   * SuperBPE (Liu et al., 2025). The first merges of a vocabulary are made again, in their order;
   * then new ones follow as in {@link #train}, but none whose token holds a colon before a space or
   * more than four words. Call once, with words that {@link PreTokenizer.Pattern#SUPERBPE} cut.
   *
   * @param first a vocabulary trained on words with the same alphabet, special tokens and order of
   *     ids
   * @param inherited how many of its merges to keep, at most all
   * @throws IllegalArgumentException if there are fewer merges, or they do not fit the vocabulary
   */
  public BpeVocabulary trainSuperwords(BpeVocabulary first, int inherited) {
    if (inherited < 0 || inherited > first.merges().size()) {
      throw new IllegalArgumentException(
          "Cannot inherit "
              + inherited
              + " merges: the first vocabulary has "
              + first.merges().size());
    }
    Learning learning = new Learning();
    for (BpeVocabulary.Merge merge : first.merges().subList(0, inherited)) {
      learning.inherit(first.tokens().get(merge.left()), first.tokens().get(merge.right()));
    }
    learning.mergeMore(BpeTrainer::isSuperword);
    return learning.result();
  }

  /** Whether the second stage may learn this token. */
  private static boolean isSuperword(byte[] token) {
    int found = 0;
    boolean inWord = false;
    for (int i = 0; i < token.length; i++) {
      boolean space = token[i] == ' ';
      if (space && i > 0 && token[i - 1] == ':') {
        return false;
      }
      found += !space && !inWord ? 1 : 0;
      inWord = !space;
    }
    return found <= MOST_WORDS;
  }

  private final class Learning {
    private final List<byte[]> tokens = new ArrayList<>();
    private final Map<ByteBuffer, Integer> ids = new HashMap<>();
    private final List<BpeVocabulary.Merge> merges = new ArrayList<>();
    private final PairIndex pairs;
    private final int toLearn;

    Learning() {
      boolean specialFirst = options.ids == Ids.SPECIAL_FIRST;
      if (specialFirst) {
        addSpecial();
      }
      words.become(alphabet(tokens, ids));
      toLearn = options.vocabularySize - (specialFirst ? 0 : options.specialTokens.size());
      pairs = new PairIndex(words, toLearn, Math.max(1, options.minFrequency));
    }

    private void addSpecial() {
      for (String special : options.specialTokens) {
        addToken(tokens, ids, special.getBytes(StandardCharsets.UTF_8));
      }
    }

    private void inherit(byte[] left, byte[] right) {
      Integer leftId = ids.get(ByteBuffer.wrap(left));
      Integer rightId = ids.get(ByteBuffer.wrap(right));
      if (leftId == null || rightId == null || tokens.size() >= toLearn) {
        throw new IllegalArgumentException(
            "Cannot inherit merge "
                + merges.size()
                + ": "
                + (tokens.size() >= toLearn
                    ? "the vocabulary of " + options.vocabularySize + " is full"
                    : "its parts are not tokens here"));
      }
      merge(leftId, rightId, join(left, right));
    }

    private void mergeMore(Predicate<byte[]> allowed) {
      while (tokens.size() < toLearn) {
        long pair = pairs.best();
        if (pair < 0) {
          return;
        }
        int left = (int) (pair >>> 32);
        int right = (int) pair;
        byte[] joined = join(tokens.get(left), tokens.get(right));
        if (allowed.test(joined)) {
          merge(left, right, joined);
        } else {
          pairs.discard(pair);
        }
      }
    }

    private void merge(int left, int right, byte[] joined) {
      Integer known = ids.get(ByteBuffer.wrap(joined));
      int result = known != null ? known : addToken(tokens, ids, joined);
      merges.add(new BpeVocabulary.Merge(left, right, result));
      pairs.merge(left, right, result);
    }

    private BpeVocabulary result() {
      int firstSpecial = 0;
      if (options.ids == Ids.SPECIAL_LAST) {
        firstSpecial = tokens.size();
        addSpecial();
      }
      return new BpeVocabulary(
          options.pattern, options.specialTokens, firstSpecial, tokens, merges);
    }
  }

  private int[] alphabet(List<byte[]> tokens, Map<ByteBuffer, Integer> ids) {
    boolean[] seen = words.seenBytes();
    boolean all = options.alphabet == Alphabet.ALL_BYTES;
    Comparator<Integer> order =
        options.ids == Ids.SPECIAL_LAST
            ? Comparator.naturalOrder()
            : Comparator.comparing(b -> ByteAlphabet.character(b));
    int[] byteIds = new int[256];
    IntStream.range(0, 256)
        .filter(b -> all || seen[b])
        .boxed()
        .sorted(order)
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
