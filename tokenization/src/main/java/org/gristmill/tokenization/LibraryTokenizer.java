package org.gristmill.tokenization;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.gristmill.common.CorruptDataException;

/**
 * Any {@code tokenizer.json}, through DJL's binding of Hugging Face's own library. What the fast
 * path does not cover is encoded by it, and what the fast path covers is compared with it. Its
 * native memory is freed when the process ends.
 */
public final class LibraryTokenizer implements Tokenizer {
  private final String fingerprint;
  private final HuggingFaceTokenizer asTokens;
  private final HuggingFaceTokenizer asText;
  private final Map<String, Integer> specials;
  private final int size;

  LibraryTokenizer(JsonNode root, String fingerprint) {
    this.fingerprint = fingerprint;
    ObjectNode plain = root.deepCopy();
    ArrayNode ordinary = plain.putArray("added_tokens");
    Map<String, Integer> special = new HashMap<>();
    int largest = largestId(root.path("model").path("vocab"));
    for (JsonNode token : root.path("added_tokens")) {
      int id = token.path("id").asInt();
      largest = Math.max(largest, id);
      if (token.path("special").asBoolean(false)) {
        special.put(token.path("content").asText(), id);
      } else {
        ordinary.add(token);
      }
    }
    size = largest + 1;
    specials = SpecialTokenIds.sorted(special);
    asTokens = open(root);
    asText = specials.isEmpty() ? asTokens : open(plain);
  }

  /** Vocabularies are maps from token to id, or lists of (token, score). */
  private static int largestId(JsonNode vocabulary) {
    if (vocabulary.isArray()) {
      return vocabulary.size() - 1;
    }
    int largest = -1;
    for (JsonNode id : vocabulary) {
      largest = Math.max(largest, id.asInt());
    }
    return largest;
  }

  private static HuggingFaceTokenizer open(JsonNode root) {
    byte[] json = root.toString().getBytes(StandardCharsets.UTF_8);
    try {
      return HuggingFaceTokenizer.newInstance(
          new ByteArrayInputStream(json),
          Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false"));
    } catch (IOException | RuntimeException e) {
      throw new CorruptDataException("Cannot read tokenizer.json: " + e.getMessage(), e);
    }
  }

  @Override
  public int vocabularySize() {
    return size;
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }

  @Override
  public int encode(byte[] utf8, int off, int len, SpecialTokens mode, int[] target, int at) {
    String text = new String(utf8, off, len, StandardCharsets.UTF_8);
    HuggingFaceTokenizer tokenizer = mode == SpecialTokens.AS_TOKENS ? asTokens : asText;
    long[] ids = encoded(tokenizer, text);
    if (target.length - at < ids.length) {
      throw new IllegalArgumentException(
          "Cannot encode into " + (target.length - at) + " ids: expected room for " + ids.length);
    }
    for (int i = 0; i < ids.length; i++) {
      target[at + i] = Math.toIntExact(ids[i]);
    }
    return ids.length;
  }

  /**
   * The ids of a text, special tokens taken as tokens: the library's own way for one text.
   *
   * @throws CorruptDataException if the definition has no token for some of it
   */
  public long[] ids(String text) {
    return encoded(asTokens, text);
  }

  private static long[] encoded(HuggingFaceTokenizer tokenizer, String text) {
    try {
      return tokenizer.encode(text, false, false).getIds();
    } catch (RuntimeException e) {
      throw new CorruptDataException("Cannot encode by tokenizer.json: " + e.getMessage(), e);
    }
  }

  /**
   * The ids of many texts in one call of the library, nothing but ids asked for: its fastest way.
   * It uses as many threads as the environment variable {@code RAYON_NUM_THREADS} says.
   */
  public long[][] ids(String[] texts) {
    TokenizersLibrary library = TokenizersLibrary.LIB;
    long[] encodings = library.batchEncode(asTokens.getHandle(), texts, false);
    long[][] ids = new long[encodings.length][];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = library.getTokenIds(encodings[i]);
      library.deleteEncoding(encodings[i]);
    }
    return ids;
  }

  @Override
  public byte[] decode(int[] ids, int off, int len) {
    Objects.checkFromIndexSize(off, len, ids.length);
    long[] wide = new long[len];
    for (int i = 0; i < len; i++) {
      wide[i] = checked(ids[off + i]);
    }
    return asTokens.decode(wide, false).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Map<String, Integer> specialTokens() {
    return specials;
  }

  @Override
  public byte[] bytesOf(int id) {
    return asTokens.decode(new long[] {checked(id)}, false).getBytes(StandardCharsets.UTF_8);
  }

  private int checked(int id) {
    if (id < 0 || id >= size) {
      throw new IllegalArgumentException(
          "Cannot decode token " + id + ": expected 0 to " + (size - 1));
    }
    return id;
  }
}
