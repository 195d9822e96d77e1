package org.gristmill.tokenization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import org.gristmill.common.CorruptDataException;
import org.gristmill.tokenization.bpe.ByteLevelBpe;
import org.junit.jupiter.api.Test;

class TokenizersTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte[] SAMPLE = SmallVocabulary.bytes();

  @Test
  void theCommittedVocabularyIsWhatTrainingMakesOfTheSampleText() {
    assertThat(SAMPLE).isEqualTo(SmallVocabulary.trained());
  }

  @Test
  void specialTokensInTextAreTextUnlessAskedFor() {
    Tokenizer tokenizer = Tokenizers.parse(SAMPLE);
    assertThat(encode(tokenizer, "a<|endoftext|>b", SpecialTokens.AS_TOKENS))
        .hasSize(3)
        .contains(0);
    int[] asText = encode(tokenizer, "a<|endoftext|>b", SpecialTokens.AS_TEXT);
    assertThat(asText).doesNotContain(0);
    assertThat(new String(tokenizer.decode(asText, 0, asText.length), StandardCharsets.UTF_8))
        .isEqualTo("a<|endoftext|>b");
    assertThat(tokenizer.specialTokenId("<|endoftext|>")).isEqualTo(OptionalInt.of(0));
    assertThat(tokenizer.specialTokenId("<|other|>")).isEmpty();
    assertThat(tokenizer.bytesOf(0)).isEqualTo("<|endoftext|>".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void specialTokensAreListedInTheOrderOfTheirIds() throws IOException {
    ObjectNode tree = (ObjectNode) JSON.readTree(SAMPLE);
    int size = Tokenizers.parse(SAMPLE).vocabularySize();
    for (int i = 0; i < 2; i++) {
      ((ArrayNode) tree.get("added_tokens"))
          .insertObject(i)
          .put("id", size + i)
          .put("content", "<|more" + i + "|>")
          .put("special", true)
          .put("normalized", false)
          .put("single_word", false)
          .put("lstrip", false)
          .put("rstrip", false);
    }
    Tokenizer fast = Tokenizers.parse(JSON.writeValueAsBytes(tree));
    assertThat(fast).isInstanceOf(ByteLevelBpe.class);
    assertThat(fast.specialTokens())
        .containsExactly(
            Map.entry("<|endoftext|>", 0),
            Map.entry("<|more0|>", size),
            Map.entry("<|more1|>", size + 1));
    assertThat(Tokenizers.library(JSON.writeValueAsBytes(tree)).specialTokens().entrySet())
        .containsExactlyElementsOf(fast.specialTokens().entrySet());
    assertThatThrownBy(() -> fast.specialTokens().clear())
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage(null);
  }

  @Test
  void emptyTextHasNoTokens() {
    assertThat(encode(Tokenizers.parse(SAMPLE), "", SpecialTokens.AS_TEXT)).isEmpty();
  }

  @Test
  void theFingerprintIgnoresLayoutAndSeesContent() throws IOException {
    Tokenizer tokenizer = Tokenizers.parse(SAMPLE);
    JsonNode tree = JSON.readTree(SAMPLE);
    assertThat(Tokenizers.parse(JSON.writeValueAsBytes(tree)).fingerprint())
        .isEqualTo(tokenizer.fingerprint())
        .hasSize(32);
    ((ObjectNode) tree.get("model")).put("ignore_merges", true);
    assertThat(Tokenizers.parse(JSON.writeValueAsBytes(tree)).fingerprint())
        .isNotEqualTo(tokenizer.fingerprint());
  }

  @Test
  void whatTheFastPathDoesNotCoverGoesToTheLibraryWithEqualIds() throws IOException {
    ObjectNode tree = (ObjectNode) JSON.readTree(SAMPLE);
    var twice = tree.putObject("normalizer").put("type", "Sequence").putArray("normalizers");
    twice.addObject().put("type", "NFC");
    twice.addObject().put("type", "NFC");
    Tokenizer library = Tokenizers.parse(JSON.writeValueAsBytes(tree));
    Tokenizer fast = Tokenizers.parse(SAMPLE);

    assertThat(library).isNotInstanceOf(ByteLevelBpe.class);
    assertThat(library.vocabularySize()).isEqualTo(fast.vocabularySize());
    for (String text : SampleText.documents(20, 4)) {
      for (SpecialTokens mode : SpecialTokens.values()) {
        String marked = text + "<|endoftext|>";
        assertThat(encode(library, marked, mode)).isEqualTo(encode(fast, marked, mode));
      }
      int[] ids = encode(library, text, SpecialTokens.AS_TEXT);
      assertThat(new String(library.decode(ids, 0, ids.length), StandardCharsets.UTF_8))
          .isEqualTo(text);
    }
  }

  @Test
  void saysWhichTokenIsMissing() throws IOException {
    ObjectNode tree = (ObjectNode) JSON.readTree(SAMPLE);
    ((com.fasterxml.jackson.databind.node.ArrayNode) tree.get("model").get("merges")).add("zz qq");
    assertThatThrownBy(() -> Tokenizers.parse(JSON.writeValueAsBytes(tree)))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageMatching(
            "Cannot read tokenizer.json: merge \\d+ needs the token 'zz', which the vocabulary does"
                + " not have");
  }

  @Test
  void refusesATargetThatIsTooSmall() {
    assertThatThrownBy(
            () ->
                Tokenizers.parse(SAMPLE)
                    .encode(new byte[10], 0, 10, SpecialTokens.AS_TEXT, new int[9], 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot encode 10 bytes of UTF-8 into 9 ids; expected room for one id per byte");
  }

  private static int[] encode(Tokenizer tokenizer, String text, SpecialTokens mode) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    int[] ids = new int[utf8.length];
    return Arrays.copyOf(ids, tokenizer.encode(utf8, 0, utf8.length, mode, ids, 0));
  }
}
