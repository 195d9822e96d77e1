package org.gristmill.tokenization;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.gristmill.tokenization.bpe.PreTokenizer;
import org.gristmill.tokenization.bpe.TokenizerJson;
import org.gristmill.tokenization.bpe.Trained;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ids equal those of Hugging Face's library, which also shows that it loads what we write. */
class TokenizerParityTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @EnumSource(
      value = PreTokenizer.Pattern.class,
      names = {"GPT2", "QWEN2", "DEEPSEEK"})
  void codePointsInSeveralContexts(PreTokenizer.Pattern pattern) {
    try (Pair pair = pair(pattern)) {
      ParityText.codePoints(13, pair::check);
    }
  }

  @ParameterizedTest
  @EnumSource(PreTokenizer.Pattern.class)
  void randomStrings(PreTokenizer.Pattern pattern) {
    try (Pair pair = pair(pattern)) {
      ParityText.fuzz(8000, 7, pair::check);
    }
  }

  @ParameterizedTest
  @EnumSource(PreTokenizer.Pattern.class)
  void unseenDocumentsInBothLanguages(PreTokenizer.Pattern pattern) {
    try (Pair pair = pair(pattern)) {
      for (String document : SampleText.documents(300, 99)) {
        pair.check(document);
        byte[] utf8 = document.getBytes(StandardCharsets.UTF_8);
        int[] ids = pair.encode(utf8);
        assertThat(pair.ours.decode(ids, 0, ids.length)).isEqualTo(utf8);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(PreTokenizer.Pattern.class)
  void invalidBytesEncodeAsTheReplacedText(PreTokenizer.Pattern pattern) {
    Random random = new Random(3);
    try (Pair pair = pair(pattern)) {
      for (int i = 0; i < 2000; i++) {
        byte[] bytes = ("héllo 中文 😀 x" + i).getBytes(StandardCharsets.UTF_8);
        for (int k = 0; k < 3; k++) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        String replaced = new String(bytes, StandardCharsets.UTF_8);
        assertThat(pair.encode(bytes)).isEqualTo(pair.reference(replaced));
      }
    }
  }

  /** One vocabulary: normalised as Qwen's where the pattern is, as DeepSeek's where that is. */
  private static Pair pair(PreTokenizer.Pattern pattern) {
    try {
      ObjectNode root =
          (ObjectNode) JSON.readTree(TokenizerJson.write(Trained.sample(pattern, 1500)));
      if (pattern == PreTokenizer.Pattern.QWEN2) {
        root.putObject("normalizer").put("type", "NFC");
      }
      if (pattern == PreTokenizer.Pattern.DEEPSEEK) {
        root.putObject("normalizer").put("type", "Sequence").putArray("normalizers");
        ObjectNode later = ((ArrayNode) root.get("added_tokens")).addObject();
        later
            .put("id", root.at("/model/vocab").size())
            .put("content", "<|endof")
            .put("special", false);
        later.put("single_word", false).put("lstrip", false).put("rstrip", false);
        later.put("normalized", true);
      }
      return new Pair(JSON.writeValueAsBytes(root));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
