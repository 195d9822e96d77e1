package org.gristmill.tokenization;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Vocabularies and ids from elsewhere, in the folder {@code -Dheldout.dir}. */
@Tag("heldout")
class RecordedVectorsTest {

  @Test
  void r50kRanksGiveTheIdsThatTiktokenRecorded() throws IOException {
    byte[] file = Files.readAllBytes(RecordedVectors.heldOut("jtokkit/r50k_base.tiktoken"));
    Tokenizer tokenizer = Tokenizers.parse(file);
    RecordedVectors recorded = RecordedVectors.read("jtokkit/r50k_base_encodings.csv");

    assertThat(recorded.size()).isEqualTo(423);
    assertThat(tokenizer.vocabularySize()).isEqualTo(50257);
    recorded.forEach((text, ids) -> assertThat(encode(tokenizer, text)).as(text).isEqualTo(ids));
    RecordedVectors gpt2 = RecordedVectors.read("llama.cpp-vocab/ggml-vocab-gpt-2.gguf");
    gpt2.forEach((text, ids) -> assertThat(encode(tokenizer, text)).as(text).isEqualTo(ids));
  }

  @Test
  void aSmallBilingualVocabularyGivesTheLibrarysIds() throws IOException {
    byte[] json = Files.readAllBytes(RecordedVectors.heldOut("minimind-tokenizer/tokenizer.json"));
    try (Pair pair = new Pair(json)) {
      ParityText.fuzz(2000, 3, pair::check);
      SampleText.documents(100, 3).forEach(pair::check);
    }
  }

  private static int[] encode(Tokenizer tokenizer, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    int[] ids = new int[3 * utf8.length];
    int count = tokenizer.encode(utf8, 0, utf8.length, SpecialTokens.AS_TEXT, ids, 0);
    return Arrays.copyOf(ids, count);
  }
}
