package org.gristmill.tokenization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gristmill.common.CorruptDataException;
import org.gristmill.tokenization.bpe.PreTokenizer;
import org.gristmill.tokenization.bpe.TokenizerJson;
import org.gristmill.tokenization.bpe.Trained;
import org.junit.jupiter.api.Test;

/**
 * A damaged {@code tokenizer.json} is refused with a reason, or makes a tokenizer with the ids that
 * Hugging Face's library gives for the same file. 500 mutations each of definitions for the fast
 * path and for the library; {@code -Dfuzz.mutations=10000} for more.
 */
class DamagedTokenizersTest {
  private static final int MUTATIONS = Integer.getInteger("fuzz.mutations", 500);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> TEXTS =
      List.of("hello 中文 world", "", "the 水磨 3.14<|endoftext|>x\r\n ", "e\u0301 don't 2024");

  private static List<JsonNode> fastDefinitions() throws IOException {
    List<JsonNode> definitions = new ArrayList<>();
    for (PreTokenizer.Pattern pattern : PreTokenizer.Pattern.values()) {
      definitions.add(JSON.readTree(TokenizerJson.write(Trained.sample(pattern, 300))));
    }
    return definitions;
  }

  /** Byte fallback, prefix and suffix, WordPiece, unigram, words. */
  private static List<JsonNode> libraryDefinitions() throws IOException {
    try (InputStream in =
        DamagedTokenizersTest.class.getResourceAsStream("library-tokenizers.jsonl")) {
      return JSON.readerFor(JsonNode.class).<JsonNode>readValues(in.readAllBytes()).readAll();
    }
  }

  @Test
  void damagedDefinitionsForTheFastPathAreRefusedOrKeepTheIdsOfTheLibrary() throws IOException {
    assertThat(refused(fastDefinitions(), 31)).isBetween(MUTATIONS / 4, MUTATIONS - MUTATIONS / 20);
  }

  @Test
  void damagedDefinitionsForTheLibraryAreRefusedOrEncode() throws IOException {
    assertThat(refused(libraryDefinitions(), 32))
        .isBetween(MUTATIONS / 4, MUTATIONS - MUTATIONS / 20);
  }

  private static int refused(List<JsonNode> definitions, long seed) throws IOException {
    for (JsonNode definition : definitions) {
      assertThat(isRefused(JSON.writeValueAsBytes(definition))).isFalse();
    }
    JsonDamage damage = new JsonDamage(seed);
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      refused += isRefused(damage.damaged(definitions.get(i % definitions.size()))) ? 1 : 0;
    }
    System.out.println(refused + " of " + MUTATIONS + " damaged tokenizers were refused");
    return refused;
  }

  private static boolean isRefused(byte[] definition) {
    try {
      Tokenizer tokenizer = Tokenizers.parse(definition);
      LibraryTokenizer library =
          tokenizer instanceof LibraryTokenizer same ? same : Tokenizers.library(definition);
      for (String text : TEXTS) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int[] ids = new int[16 * utf8.length + 16];
        tokenizer.encode(utf8, 0, utf8.length, SpecialTokens.AS_TEXT, ids, 0);
        int count = tokenizer.encode(utf8, 0, utf8.length, SpecialTokens.AS_TOKENS, ids, 0);
        assertThat(Arrays.stream(ids, 0, count).asLongStream().toArray())
            .isEqualTo(library.ids(text));
        tokenizer.decode(ids, 0, count);
      }
      return false;
    } catch (CorruptDataException e) {
      assertThat(e.getMessage()).matches("(?s)Cannot (read|encode by) tokenizer.json: .+");
      return true;
    }
  }

  private static ObjectNode sample() throws IOException {
    return (ObjectNode) fastDefinitions().get(0);
  }

  private static void assertRefused(JsonNode definition, String message) throws IOException {
    byte[] json = JSON.writeValueAsBytes(definition);
    assertThatThrownBy(() -> Tokenizers.parse(json))
        .isInstanceOf(CorruptDataException.class)
        .hasMessage("Cannot read tokenizer.json: " + message);
  }

  @Test
  void anIdFarAboveTheOthersIsRefusedBeforeRoomIsMadeForIt() throws IOException {
    ObjectNode definition = sample();
    ((ObjectNode) definition.get("model").get("vocab")).put("zz", 16_000_000);
    assertRefused(definition, "id 16000000; expected at most 66138 with 301 tokens");
  }

  @Test
  void anAddedTokenWhoseIdContradictsTheVocabularyIsRefused() throws IOException {
    ObjectNode definition = sample();
    ((ObjectNode) definition.get("added_tokens").get(0)).put("content", "!");
    assertRefused(definition, "added token '!' with id 0; expected 1");
  }

  @Test
  void switchesThatAreNeitherTrueNorFalseAreRefused() throws IOException {
    ObjectNode definition = sample();
    ((ObjectNode) definition.get("added_tokens").get(0)).put("lstrip", "false");
    assertRefused(definition, "lstrip \"false\"; expected true or false");
    ObjectNode other = sample();
    other.put("added_tokens", "none");
    assertRefused(other, "added_tokens \"none\"; expected a list");
  }

  /** The library would end the process. */
  @Test
  void aMergeWithoutThePrefixOfItsVocabularyIsRefused() throws IOException {
    ObjectNode definition = (ObjectNode) libraryDefinitions().get(1);
    ((ArrayNode) definition.get("model").get("merges")).set(0, "h e");
    assertRefused(definition, "merge \"h e\"; expected its second token to start with ##");
  }
}
