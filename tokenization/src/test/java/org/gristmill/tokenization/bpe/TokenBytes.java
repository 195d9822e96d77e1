package org.gristmill.tokenization.bpe;

/** The bytes behind entries of a vocabulary. */
public final class TokenBytes {
  private TokenBytes() {}

  public static byte[] of(String entry) {
    return ByteAlphabet.read(entry);
  }
}
