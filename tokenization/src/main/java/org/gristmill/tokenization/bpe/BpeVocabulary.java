package org.gristmill.tokenization.bpe;

import java.util.List;

/**
 * A trained byte-level vocabulary.
 *
 * @param pattern the splitting rule the counts were made with
 * @param specialTokens special tokens
 * @param firstSpecial id of the first of them; the others follow
 * @param tokens the bytes of every token by id, special tokens included as their UTF-8
 * @param merges merges in rank order; several may produce the same token
 */
public record BpeVocabulary(
    PreTokenizer.Pattern pattern,
    List<String> specialTokens,
    int firstSpecial,
    List<byte[]> tokens,
    List<Merge> merges) {

  /** Copies the lists; the byte arrays stay shared and must not be changed. */
  public BpeVocabulary {
    specialTokens = List.copyOf(specialTokens);
    tokens = List.copyOf(tokens);
    merges = List.copyOf(merges);
  }

  /** Whether an id is that of a special token. */
  boolean isSpecial(int id) {
    return id >= firstSpecial && id < firstSpecial + specialTokens.size();
  }

  /** Tokens {@code left} and {@code right} become {@code result}. */
  public record Merge(int left, int right, int result) {}
}
