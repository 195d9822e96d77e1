package org.gristmill.tokenization.bpe;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rank files whose splitting rule and special tokens are common knowledge, told by their tokens:
 * those of OpenAI's tiktoken, as its version 0.14 cuts and names them, and Qwen's {@code
 * qwen.tiktoken} with the 208 special tokens that Qwen 1 and OpenSeek give it.
 */
enum KnownRanks {
  R50K("863e4798da5fe838d0b6d469191a9b27"),
  P50K("cd57e292790b86bd10f4b08eb9633049"),
  CL100K("8aba387918ddb4e572d921b3ea69c3cc"),
  O200K("76cbcfc822bccd24193d3fadcfa16d4e"),
  QWEN("a1c604c2b0c268f49a854ad1a0022c72");

  private final String digest;

  KnownRanks(String digest) {
    this.digest = digest;
  }

  private RankSettings settings() {
    return switch (this) {
      case R50K, P50K -> plain(PreTokenizer.Pattern.GPT2, Map.of("<|endoftext|>", 50256));
      case CL100K ->
          plain(
              PreTokenizer.Pattern.CL100K,
              Map.of(
                  "<|endoftext|>", 100257,
                  "<|fim_prefix|>", 100258,
                  "<|fim_middle|>", 100259,
                  "<|fim_suffix|>", 100260,
                  "<|endofprompt|>", 100276));
      case O200K ->
          plain(
              PreTokenizer.Pattern.O200K,
              Map.of("<|endoftext|>", 199999, "<|endofprompt|>", 200018));
      case QWEN -> new RankSettings(PreTokenizer.Pattern.QWEN2, RankSettings.Form.NFC, qwen());
    };
  }

  private static RankSettings plain(
      PreTokenizer.Pattern pattern, Map<String, Integer> specialTokens) {
    return new RankSettings(pattern, RankSettings.Form.AS_IT_IS, specialTokens);
  }

  private static Map<String, Integer> qwen() {
    Map<String, Integer> tokens = new LinkedHashMap<>();
    int id = 151_643;
    for (String token : List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>")) {
      tokens.put(token, id++);
    }
    for (int extra = 0; extra <= 204; extra++) {
      tokens.put("<|extra_" + extra + "|>", id++);
    }
    return tokens;
  }

  /** The settings of a file with these tokens by rank, null where there is none. */
  static Optional<RankSettings> settings(byte[][] tokens) {
    String digest = digest(tokens);
    for (KnownRanks known : values()) {
      if (known.digest.equals(digest)) {
        return Optional.of(known.settings());
      }
    }
    return Optional.empty();
  }

  /** 32 hexadecimal digits of SHA-256 over length (-1 where there is none) and bytes of each. */
  static String digest(byte[][] tokens) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] token : tokens) {
        digest.update(ByteBuffer.allocate(4).putInt(0, token == null ? -1 : token.length));
        if (token != null) {
          digest.update(token);
        }
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
