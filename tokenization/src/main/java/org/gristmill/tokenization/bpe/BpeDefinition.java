package org.gristmill.tokenization.bpe;

import java.util.List;

/**
 * What {@link ByteLevelBpe} needs to know of a tokenizer.
 *
 * @param fingerprint see {@link org.gristmill.tokenization.Tokenizer#fingerprint}
 * @param pattern how text is split
 * @param normalization what happens to text before it is split
 * @param tokens bytes by id, added tokens included; empty where an id is unused
 * @param mergeable bytes of the tokens that merging works on; null elsewhere
 * @param merges in rank order
 * @param byteIds token of every byte; -1 for one that no token and no valid text holds
 * @param ignoreMerges whether a piece that is a token as a whole is that token
 * @param added tokens cut out of the text first
 */
// a carrier from reader to tokenizer, never compared or kept
@SuppressWarnings("ArrayRecordComponent")
record BpeDefinition(
    String fingerprint,
    PreTokenizer.Pattern pattern,
    Normalization normalization,
    byte[][] tokens,
    byte[][] mergeable,
    List<BpeVocabulary.Merge> merges,
    int[] byteIds,
    boolean ignoreMerges,
    List<Added> added) {

  /** Forms of text. */
  enum Normalization {
    /** As it is. */
    NONE,
    /** Normalization form C. */
    NFC
  }

  /**
   * A token that is found in text; a special one only if the caller wants it.
   *
   * @param normalized whether it is looked for after normalization, in what the others left, and
   *     not before
   */
  record Added(String text, int id, boolean special, boolean normalized) {}
}
