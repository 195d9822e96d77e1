package org.gristmill.tokenization;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.gristmill.tokenization.bpe.ByteLevelBpe;
import org.gristmill.tokenization.bpe.PreTokenizer;
import org.gristmill.tokenization.bpe.RankSettings;
import org.gristmill.tokenization.bpe.TokenBytes;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The comparison of {@link TokenizerParityTest} on vocabularies of well-known models, which npm
 * fetches: {@code ./mvnw -Pparity -pl tokenization -am test -Dtest=VocabularyParityTest}. Folders
 * of real documents and recorded ids may be named with {@code -Dheldout.dir}.
 */
@EnabledIfSystemProperty(named = "gristmill.parity", matches = "true")
class VocabularyParityTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @EnumSource(NpmVocabulary.class)
  void everyCodePointInSeveralContexts(NpmVocabulary vocabulary) throws IOException {
    try (Pair pair = pair(vocabulary)) {
      ParityText.codePoints(NpmVocabulary.OTHERS.contains(vocabulary) ? 31 : 1, pair::check);
    }
  }

  @ParameterizedTest
  @EnumSource(NpmVocabulary.class)
  void twentyFiveThousandRandomStrings(NpmVocabulary vocabulary) throws IOException {
    try (Pair pair = pair(vocabulary)) {
      ParityText.fuzz(NpmVocabulary.OTHERS.contains(vocabulary) ? 2_000 : 25_000, 19, pair::check);
    }
  }

  @ParameterizedTest
  @EnumSource(NpmVocabulary.class)
  void documentsInBothLanguages(NpmVocabulary vocabulary) throws IOException {
    try (Pair pair = pair(vocabulary)) {
      SampleText.documents(NpmVocabulary.OTHERS.contains(vocabulary) ? 200 : 2000, 5)
          .forEach(pair::check);
      Path heldOut = Path.of(System.getProperty("heldout.dir", ""));
      if (!heldOut.toString().isEmpty() && Files.isDirectory(heldOut)) {
        try (var files = Files.walk(heldOut)) {
          for (Path file : files.filter(f -> f.toString().endsWith(".txt")).sorted().toList()) {
            pair.check(RecordedVectors.text(file));
          }
        }
      }
    }
  }

  /** The ranks of a rank file are the ids of the vocabulary made from it. */
  @ParameterizedTest
  @CsvSource({"QWEN2_5,151643,151851", "GPT35TURBO,100256,100277", "GPT4O,199998,200019"})
  void theRankFileOfAVocabularyIsKnownAndGivesItsIds(NpmVocabulary vocabulary, int ranks, int size)
      throws IOException {
    byte[] json = vocabulary.tokenizerJson();
    byte[] file = rankFile(json, ranks);
    assertThat(Tokenizers.parse(file).vocabularySize()).isEqualTo(size);
    PreTokenizer.Pattern pattern =
        switch (vocabulary) {
          case QWEN2_5 -> PreTokenizer.Pattern.QWEN2;
          case GPT4O -> PreTokenizer.Pattern.O200K;
          default -> PreTokenizer.Pattern.GPT4;
        };
    RankSettings.Form form =
        vocabulary == NpmVocabulary.QWEN2_5 ? RankSettings.Form.NFC : RankSettings.Form.AS_IT_IS;
    RankSettings settings = new RankSettings(pattern, form, Map.of());
    Tokenizer byRank = Tokenizers.parse(Tokenizers.tokenizerJson(file, Optional.of(settings)));
    Tokenizer byMerges = Tokenizers.parse(json);
    ParityText.fuzz(
        25_000,
        41,
        text -> assertThat(encode(byRank, text)).as(text).isEqualTo(encode(byMerges, text)));
  }

  @ParameterizedTest
  @CsvSource({
    "GPT2,llama.cpp-vocab/ggml-vocab-gpt-2.gguf",
    "LLAMA3,llama.cpp-vocab/ggml-vocab-llama-bpe.gguf",
    "QWEN2_5,llama.cpp-vocab/ggml-vocab-qwen2.gguf",
    "GPT35TURBO,jtokkit/base_prompts.csv"
  })
  void idsAreThoseThatOtherProgramsRecorded(NpmVocabulary vocabulary, String vectors)
      throws IOException {
    RecordedVectors recorded = RecordedVectors.read(vectors);
    Tokenizer tokenizer = Tokenizers.parse(vocabulary.tokenizerJson());
    assertThat(recorded.size()).isPositive();
    recorded.forEach((text, ids) -> assertThat(encode(tokenizer, text)).as(text).isEqualTo(ids));
  }

  private static Pair pair(NpmVocabulary vocabulary) throws IOException {
    return new Pair(
        vocabulary.tokenizerJson(),
        NpmVocabulary.OTHERS.contains(vocabulary) ? LibraryTokenizer.class : ByteLevelBpe.class);
  }

  private static byte[] rankFile(byte[] json, int ranks) throws IOException {
    Map<Integer, String> tokens = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : JSON.readTree(json).at("/model/vocab").properties()) {
      if (entry.getValue().asInt() < ranks) {
        tokens.put(entry.getValue().asInt(), entry.getKey());
      }
    }
    StringBuilder lines = new StringBuilder();
    tokens.forEach(
        (id, token) ->
            lines
                .append(Base64.getEncoder().encodeToString(TokenBytes.of(token)))
                .append(' ')
                .append(id)
                .append('\n'));
    return lines.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static int[] encode(Tokenizer tokenizer, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    int[] ids = new int[3 * utf8.length];
    int count = tokenizer.encode(utf8, 0, utf8.length, SpecialTokens.AS_TEXT, ids, 0);
    return Arrays.copyOf(ids, count);
  }
}
