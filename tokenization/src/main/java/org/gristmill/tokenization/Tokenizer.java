package org.gristmill.tokenization;

import java.util.Map;
import java.util.OptionalInt;

/**
 * Turns UTF-8 text into token ids and back. One instance serves all threads of a JVM; equal bytes
 * give equal ids in any thread, order and process.
 *
 * <p>Bytes that are not valid UTF-8 are read as if every maximal invalid sub-sequence were U+FFFD,
 * which is what decoders that follow the Unicode recommendation (Java's and Rust's lossy ones among
 * them) put in their place.
 */
public interface Tokenizer {

  /** Largest id plus one, special tokens included; ids are in {@code 0 .. vocabularySize() - 1}. */
  int vocabularySize();

  /**
   * 32 hexadecimal digits over the meaning of the tokenizer definition: independent of key order
   * and white space of the JSON it was read from.
   */
  String fingerprint();

  /**
   * Encodes {@code utf8[off .. off+len)} without adding anything before or after.
   *
   * @param target receives the ids from index {@code at}; room for {@code len} ids is always enough
   *     for valid UTF-8, for {@code 3 * len} ids for any bytes
   * @return the number of ids written
   * @throws IllegalArgumentException if {@code target} is too small
   */
  int encode(byte[] utf8, int off, int len, SpecialTokens mode, int[] target, int at);

  /**
   * The bytes that {@code ids[off .. off+len)} stand for, special tokens written out.
   *
   * @throws IllegalArgumentException if an id is outside the vocabulary
   */
  byte[] decode(int[] ids, int off, int len);

  /**
   * Ids of the special tokens, for example {@code <|endoftext|>}, in ascending order of the ids.
   */
  Map<String, Integer> specialTokens();

  /** The id of a special token; empty if the tokenizer has no such token. */
  default OptionalInt specialTokenId(String token) {
    Integer id = specialTokens().get(token);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }

  /**
   * The bytes of one token; a fresh array. Ids that the vocabulary leaves out give an empty one.
   *
   * @throws IllegalArgumentException if the id is outside the vocabulary
   */
  byte[] bytesOf(int id);
}
