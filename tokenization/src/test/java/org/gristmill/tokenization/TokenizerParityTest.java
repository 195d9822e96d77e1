package org.gristmill.tokenization;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.gristmill.tokenization.bpe.ByteLevelBpe;
import org.gristmill.tokenization.bpe.PreTokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ids equal those of Hugging Face's library, which also shows that it loads what we write. */
class TokenizerParityTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @EnumSource(
      value = PreTokenizer.Pattern.class,
      names = {"GPT2", "QWEN2", "DEEPSEEK", "O200K", "SMOLLM"})
  void codePointsInSeveralContexts(PreTokenizer.Pattern pattern) {
    try (Pair pair = pair(pattern)) {
      ParityText.codePoints(11, pair::check);
    }
  }

  @ParameterizedTest
  @EnumSource(PreTokenizer.Pattern.class)
  void randomStrings(PreTokenizer.Pattern pattern) {
    try (Pair pair = pair(pattern)) {
      ParityText.fuzz(1500, 7, pair::check);
    }
  }

  @ParameterizedTest
  @EnumSource(PreTokenizer.Pattern.class)
  void unseenDocumentsInBothLanguages(PreTokenizer.Pattern pattern) {
    try (Pair pair = pair(pattern)) {
      for (String document : SampleText.documents(100, 99)) {
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
      for (int i = 0; i < 500; i++) {
        byte[] bytes = ("héllo 中文 😀 x" + i).getBytes(StandardCharsets.UTF_8);
        for (int k = 0; k < 3; k++) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        String replaced = new String(bytes, StandardCharsets.UTF_8);
        assertThat(pair.encode(bytes)).isEqualTo(pair.reference(replaced));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(PreTokenizer.Pattern.class)
  void everyKnownWayToWriteAPatternCutsAlike(PreTokenizer.Pattern pattern) throws IOException {
    for (List<String> expressions : pattern.spellings()) {
      boolean total = expressions.size() == 1 && pattern != PreTokenizer.Pattern.SUPERBPE;
      for (boolean inverted : new boolean[] {false, total}) {
        ObjectNode root = SmallVocabulary.tree(expressions);
        if (inverted) {
          ObjectNode split = (ObjectNode) root.at("/pre_tokenizer/pretokenizers/0");
          split.put("behavior", "Removed").put("invert", true);
        }
        try (Pair pair = new Pair(JSON.writeValueAsBytes(root))) {
          ParityText.fuzz(400, 23, pair::check);
        }
      }
    }
  }

  @Test
  void aVocabularyWithoutTheBytesThatNoTextHoldsIsOfTheFamily() throws IOException {
    ObjectNode root = SmallVocabulary.tree(PreTokenizer.Pattern.GPT2.steps());
    ObjectNode vocabulary = (ObjectNode) root.at("/model/vocab");
    for (int b : new int[] {0xC0, 0xC1, 0xF5, 0xF6, 0xF7, 0xF8, 0xF9, 0xFA, 0xFB, 0xFC, 0xFF}) {
      // these stand for themselves in the byte alphabet
      assertThat(vocabulary.remove(String.valueOf((char) b))).isNotNull();
    }
    byte[] json = JSON.writeValueAsBytes(root);
    assertThat(Tokenizers.parse(json)).isInstanceOf(ByteLevelBpe.class);
    try (Pair pair = new Pair(json)) {
      ParityText.fuzz(400, 29, pair::check);
    }
    vocabulary.remove(String.valueOf((char) 0xF4));
    assertThat(Tokenizers.parse(JSON.writeValueAsBytes(root))).isInstanceOf(LibraryTokenizer.class);
  }

  /** One vocabulary: normalised as Qwen's where the pattern is, as DeepSeek's where that is. */
  private static Pair pair(PreTokenizer.Pattern pattern) {
    try {
      ObjectNode root = SmallVocabulary.tree(pattern.steps());
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
