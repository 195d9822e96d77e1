package org.gristmill.tokenization;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.gristmill.tokenization.bpe.ByteLevelBpe;

/** Our tokenizer and the library's, of one definition. */
final class Pair implements AutoCloseable {
  final Tokenizer ours;
  private final HuggingFaceTokenizer library;

  /** Of a definition that the fast path has to cover. */
  Pair(byte[] tokenizerJson) throws IOException {
    this(tokenizerJson, ByteLevelBpe.class);
  }

  Pair(byte[] tokenizerJson, Class<? extends Tokenizer> path) throws IOException {
    ours = Tokenizers.parse(tokenizerJson);
    assertThat(ours).isInstanceOf(path);
    library =
        HuggingFaceTokenizer.newInstance(
            new ByteArrayInputStream(tokenizerJson),
            Map.of("addSpecialTokens", "false", "truncation", "false"));
  }

  int[] encode(byte[] utf8) {
    int[] ids = new int[3 * utf8.length];
    return Arrays.copyOf(ids, ours.encode(utf8, 0, utf8.length, SpecialTokens.AS_TOKENS, ids, 0));
  }

  int[] reference(String text) {
    return Arrays.stream(library.encode(text, false, false).getIds())
        .mapToInt(Math::toIntExact)
        .toArray();
  }

  void check(String text) {
    int[] ids = encode(text.getBytes(StandardCharsets.UTF_8));
    int[] expected = reference(text);
    if (!Arrays.equals(ids, expected)) {
      int at = Arrays.mismatch(ids, expected);
      assertThat(around(ids, at))
          .as("at token %d of '%s'", at, text)
          .isEqualTo(around(expected, at));
    }
  }

  private String around(int[] ids, int at) {
    int from = Math.max(0, at - 3);
    int to = Math.min(ids.length, at + 6);
    return Arrays.toString(Arrays.copyOfRange(ids, from, to))
        + " "
        + new String(ours.decode(ids, from, to - from), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    library.close();
  }
}
