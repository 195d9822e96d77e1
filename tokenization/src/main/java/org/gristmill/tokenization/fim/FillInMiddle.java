package org.gristmill.tokenization.fim;

import java.util.Optional;
import org.gristmill.common.hash.Xxh64;
import org.gristmill.tokenization.SpecialTokens;
import org.gristmill.tokenization.Tokenizer;

/**
 * Fill-in-the-middle on whole documents ("Efficient Training of Language Models to Fill in the
 * Middle", Bavarian et al., 2022, arXiv 2207.14255): a share of the documents is cut at two places
 * between characters, drawn independently and evenly, and the middle is moved to the end:
 *
 * <pre>
 * PSM  prefix-token PREFIX suffix-token SUFFIX middle-token MIDDLE
 * SPM  prefix-token suffix-token SUFFIX middle-token PREFIX MIDDLE
 * </pre>
 *
 * The three pieces are encoded one by one. Which documents, which layout and which places are
 * functions of the document's key and the text alone:
 *
 * <pre>
 * rearranged  XXH64(key; seed 1) / 2^64 &lt; rate
 * SPM         XXH64(key; seed 2) / 2^64 &lt; spmRate
 * cuts        floor(XXH64(key; seed 3 and 4) / 2^64 * (characters + 1)), the smaller one first
 * </pre>
 *
 * with the key as eight little-endian bytes and the upper 53 bits of every hash, so a higher rate
 * rearranges a superset, in the same way. Immutable; safe for all threads.
 */
public final class FillInMiddle {
  /** Tokens that a rearranged document has besides those of its pieces. */
  public static final int EXTRA_TOKENS = 3;

  private static final long CHOICE = 1;
  private static final long LAYOUT = 2;
  private static final long FIRST_CUT = 3;
  private static final long SECOND_CUT = 4;
  private static final double ONE_DRAW = 0x1p-53;

  private final double rate;
  private final double spmRate;
  private final Marks marks;

  /** In which order the pieces stand. */
  public enum Layout {
    /** Prefix, suffix, middle. */
    PSM,
    /** Suffix, then prefix and middle. */
    SPM
  }

  /**
   * The tokens before the pieces.
   *
   * @param prefix before the prefix
   * @param middle before the middle
   * @param suffix before the suffix
   */
  public record Marks(int prefix, int middle, int suffix) {}

  /**
   * A rule.
   *
   * @param rate share of documents that are rearranged, 0 to 1
   * @param spmRate share of those that have the layout SPM, 0 to 1
   * @throws IllegalArgumentException if a share is out of range
   */
  public FillInMiddle(double rate, double spmRate, Marks marks) {
    this.rate = share("rate", rate);
    this.spmRate = share("spm_rate", spmRate);
    this.marks = marks;
  }

  private static double share(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(
          "Cannot rearrange documents with " + name + " " + value + ": expected 0 to 1");
    }
    return value;
  }

  /**
   * Whether and how a document is rearranged.
   *
   * @return empty if it stays as it is
   */
  public Optional<Layout> layout(long key) {
    if (draw(key, CHOICE) >= rate) {
      return Optional.empty();
    }
    return Optional.of(draw(key, LAYOUT) < spmRate ? Layout.SPM : Layout.PSM);
  }

  private static double draw(long key, long seed) {
    return (Xxh64.hashLong(key, seed) >>> 11) * ONE_DRAW;
  }

  /**
   * A number that two rearrangements of one document share if and only if they give the same
   * tokens.
   *
   * @return never 0
   */
  public long identity(Layout layout) {
    long identity = Xxh64.hashLong(layout == Layout.SPM ? 1 : 0, 0);
    identity = Xxh64.hashLong(marks.prefix(), identity);
    identity = Xxh64.hashLong(marks.middle(), identity);
    return Xxh64.hashLong(marks.suffix(), identity) | 1;
  }

  /**
   * Encodes a document that is rearranged.
   *
   * @param mode what becomes of special tokens that stand in the text
   * @param utf8 the text, valid UTF-8, at {@code [off .. off+len)}
   * @param target receives the ids from index {@code at}; needs room for {@code len +} {@value
   *     #EXTRA_TOKENS}
   * @return the number of ids written
   */
  public int encode(
      Tokenizer tokenizer,
      SpecialTokens mode,
      Layout layout,
      long key,
      byte[] utf8,
      int off,
      int len,
      int[] target,
      int at) {
    int[] cuts = cuts(key, utf8, off, len);
    int next = at;
    target[next++] = marks.prefix();
    if (layout == Layout.PSM) {
      next += encode(tokenizer, mode, utf8, off, cuts[0], target, next);
    }
    target[next++] = marks.suffix();
    next += encode(tokenizer, mode, utf8, cuts[1], off + len, target, next);
    target[next++] = marks.middle();
    if (layout == Layout.SPM) {
      next += encode(tokenizer, mode, utf8, off, cuts[0], target, next);
    }
    next += encode(tokenizer, mode, utf8, cuts[0], cuts[1], target, next);
    return next - at;
  }

  private static int encode(
      Tokenizer tokenizer,
      SpecialTokens mode,
      byte[] utf8,
      int from,
      int to,
      int[] target,
      int at) {
    return from == to ? 0 : tokenizer.encode(utf8, from, to - from, mode, target, at);
  }

  /** The two cuts as places in the array, each before a character or at the end. */
  static int[] cuts(long key, byte[] utf8, int off, int len) {
    int characters = 0;
    for (int i = off; i < off + len; i++) {
      characters += startsCharacter(utf8[i]) ? 1 : 0;
    }
    int first = place(key, FIRST_CUT, characters);
    int second = place(key, SECOND_CUT, characters);
    int[] cuts = {off + len, off + len};
    int met = 0;
    for (int i = off; i < off + len; i++) {
      if (startsCharacter(utf8[i])) {
        cuts[0] = met == Math.min(first, second) ? i : cuts[0];
        cuts[1] = met == Math.max(first, second) ? i : cuts[1];
        met++;
      }
    }
    return cuts;
  }

  private static int place(long key, long seed, int characters) {
    return (int) (draw(key, seed) * (characters + 1L));
  }

  private static boolean startsCharacter(byte utf8) {
    return (utf8 & 0xC0) != 0x80;
  }
}
