package org.gristmill.tokenization.bpe;

import java.io.ByteArrayOutputStream;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.gristmill.tokenization.SpecialTokenIds;
import org.gristmill.tokenization.SpecialTokens;
import org.gristmill.tokenization.Tokenizer;

/**
 * Byte-level BPE without strings or regular expressions: a hand-written splitter, a cache per
 * thread, and the exact search of {@link PieceEncoder} for the rest.
 */
public final class ByteLevelBpe implements Tokenizer {
  private final String fingerprint;
  private final byte[][] tokens;
  private final Map<String, Integer> specials;
  private final boolean formC;
  private final Map<SpecialTokens, AddedTokens> raw;
  private final Map<SpecialTokens, AddedTokens> normalized;
  private final ThreadLocal<TextEncoder> encoders;

  ByteLevelBpe(BpeDefinition definition) {
    fingerprint = definition.fingerprint();
    tokens = definition.tokens();
    formC = definition.normalization() == BpeDefinition.Normalization.NFC;
    specials =
        SpecialTokenIds.sorted(
            definition.added().stream()
                .filter(BpeDefinition.Added::special)
                .collect(
                    Collectors.toMap(
                        BpeDefinition.Added::text,
                        BpeDefinition.Added::id,
                        (first, last) -> last)));
    raw = byMode(definition.added().stream().filter(added -> !added.normalized()).toList(), false);
    normalized =
        byMode(definition.added().stream().filter(BpeDefinition.Added::normalized).toList(), formC);
    BpeModel model =
        new BpeModel(definition.mergeable(), definition.merges(), definition.byteIds());
    PreTokenizer splitter = definition.pattern().splitter();
    boolean wholePiecesFirst = definition.ignoreMerges();
    encoders = ThreadLocal.withInitial(() -> new TextEncoder(model, splitter, wholePiecesFirst));
  }

  /** The tokens to look for in each mode. */
  private static Map<SpecialTokens, AddedTokens> byMode(
      List<BpeDefinition.Added> tokens, boolean formC) {
    Map<SpecialTokens, AddedTokens> byMode = new EnumMap<>(SpecialTokens.class);
    for (SpecialTokens mode : SpecialTokens.values()) {
      Map<String, Integer> wanted = new HashMap<>();
      for (BpeDefinition.Added added : tokens) {
        if (mode == SpecialTokens.AS_TOKENS || !added.special()) {
          wanted.put(formC ? Nfc.normalized(added.text()) : added.text(), added.id());
        }
      }
      byMode.put(mode, new AddedTokens(wanted));
    }
    return byMode;
  }

  @Override
  public int vocabularySize() {
    return tokens.length;
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }

  @Override
  public int encode(byte[] utf8, int off, int len, SpecialTokens mode, int[] target, int at) {
    Objects.checkFromIndexSize(off, len, utf8.length);
    byte[] text = utf8;
    int from = off;
    int to = off + len;
    if (!Utf8.isValid(utf8, off, to)) {
      text = Utf8.replaceInvalid(utf8, off, to);
      from = 0;
      to = text.length;
    }
    if (target.length - at < to - from) {
      throw new IllegalArgumentException(
          "Cannot encode "
              + (to - from)
              + " bytes of UTF-8 into "
              + (target.length - at)
              + " ids; expected room for one id per byte");
    }
    AddedTokens added = raw.get(mode);
    TextEncoder own = encoders.get();
    int n = at;
    while (from < to) {
      int next = added.find(text, from, to);
      n = normalizeAndEncode(own, text, from, next, mode, target, n);
      if (next < to) {
        target[n++] = added.id(text, next, to);
        next += added.length(text, next, to);
      }
      from = next;
    }
    return n - at;
  }

  private int normalizeAndEncode(
      TextEncoder own, byte[] text, int from, int to, SpecialTokens mode, int[] target, int at) {
    byte[] changed = formC ? Nfc.normalizedOrNull(text, from, to) : null;
    if (changed == null) {
      return encodeNormalized(own, text, from, to, mode, target, at);
    }
    if (target.length - at < changed.length) {
      // composition may lengthen the text; whether the ids still fit is known once they are there
      int[] roomy = new int[changed.length];
      int count = encodeNormalized(own, changed, 0, changed.length, mode, roomy, 0);
      if (count > target.length - at) {
        throw new IllegalArgumentException(
            "Cannot encode into "
                + (target.length - at)
                + " ids: expected room for "
                + count
                + ", as normalization lengthens the text");
      }
      System.arraycopy(roomy, 0, target, at, count);
      return at + count;
    }
    return encodeNormalized(own, changed, 0, changed.length, mode, target, at);
  }

  private int encodeNormalized(
      TextEncoder own, byte[] text, int start, int to, SpecialTokens mode, int[] target, int at) {
    AddedTokens added = normalized.get(mode);
    int from = start;
    int n = at;
    while (from < to) {
      int next = added.find(text, from, to);
      n = own.encode(text, from, next, target, n);
      if (next < to) {
        target[n++] = added.id(text, next, to);
        next += added.length(text, next, to);
      }
      from = next;
    }
    return n;
  }

  @Override
  public byte[] decode(int[] ids, int off, int len) {
    Objects.checkFromIndexSize(off, len, ids.length);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(len * 4);
    for (int i = off; i < off + len; i++) {
      byte[] token = token(ids[i]);
      bytes.write(token, 0, token.length);
    }
    return bytes.toByteArray();
  }

  @Override
  public Map<String, Integer> specialTokens() {
    return specials;
  }

  @Override
  public byte[] bytesOf(int id) {
    return token(id).clone();
  }

  private byte[] token(int id) {
    if (id < 0 || id >= tokens.length) {
      throw new IllegalArgumentException(
          "Cannot decode token " + id + ": expected 0 to " + (tokens.length - 1));
    }
    return tokens[id];
  }
}
