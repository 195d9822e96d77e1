package org.gristmill.tokenization.bpe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.gristmill.common.ConfigException;
import org.gristmill.common.CorruptDataException;
import org.gristmill.tokenization.SpecialTokens;
import org.gristmill.tokenization.Tokenizer;
import org.gristmill.tokenization.Tokenizers;
import org.junit.jupiter.api.Test;

class RankFileTest {
  private static final RankSettings GPT2 =
      new RankSettings(
          PreTokenizer.Pattern.GPT2, RankSettings.Form.AS_IT_IS, Map.of("<|end|>", 300));

  @Test
  void mergesByTheRankOfTheBytesTogetherWhateverTheirParts() {
    Random random = new Random(11);
    for (int round = 0; round < 100; round++) {
      Map<String, Integer> ranks = randomRanks(random);
      Tokenizer tokenizer = tokenizer(lines(ranks), 300);
      for (int i = 0; i < 60; i++) {
        StringBuilder text = new StringBuilder();
        int length = 1 + random.nextInt(24);
        for (int k = 0; k < length; k++) {
          text.append((char) ('a' + random.nextInt(2)));
        }
        assertThat(encode(tokenizer, text.toString(), SpecialTokens.AS_TEXT))
            .as("'%s' with %s", text, ranks.keySet().stream().filter(t -> t.length() > 1).toList())
            .isEqualTo(byDefinition(ranks, text.toString()));
      }
    }
  }

  @Test
  void specialTokensKeepTheirIdsAndAreTextUnlessAskedFor() {
    Tokenizer tokenizer = tokenizer(lines(bytes()), 300);
    assertThat(tokenizer.vocabularySize()).isEqualTo(301);
    assertThat(tokenizer.specialTokenId("<|end|>")).hasValue(300);
    assertThat(encode(tokenizer, "a<|end|>", SpecialTokens.AS_TOKENS)).containsExactly(97, 300);
    assertThat(encode(tokenizer, "<|end|>", SpecialTokens.AS_TEXT)).hasSize(7);
  }

  @Test
  void theLibraryEncodesTheRewrittenFileAlike() {
    Random random = new Random(4);
    byte[] json =
        Tokenizers.tokenizerJson(
            lines(randomRanks(random)).getBytes(StandardCharsets.US_ASCII), Optional.of(GPT2));
    Tokenizer fast = Tokenizers.parse(json);
    Tokenizer library = Tokenizers.library(json);
    for (int i = 0; i < 300; i++) {
      StringBuilder text = new StringBuilder("<|end|>");
      for (int k = 0; k < 20; k++) {
        text.append("aabb <".charAt(random.nextInt(6)));
      }
      assertThat(encode(fast, text.toString(), SpecialTokens.AS_TOKENS))
          .isEqualTo(encode(library, text.toString(), SpecialTokens.AS_TOKENS));
    }
  }

  @Test
  void aFileOfUnknownTokensNeedsItsPatternNamed() {
    assertThatThrownBy(() -> Tokenizers.parse(lines(bytes()).getBytes(StandardCharsets.US_ASCII)))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Cannot use rank file of 256 tokens: it is not one that is known by its tokens (r50k,"
                + " p50k, cl100k, o200k, Qwen); expected the splitting pattern and the special"
                + " tokens to be named");
    assertThatThrownBy(
            () ->
                Tokenizers.tokenizerJson(
                    "{\"model\": {}}".getBytes(StandardCharsets.US_ASCII), Optional.of(GPT2)))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Cannot use pattern and special tokens with this tokenizer: it is not a tiktoken rank"
                + " file, and says these things itself");
  }

  @Test
  void saysWhichLineIsBroken() {
    String all = lines(bytes());
    assertBroken(all + "Y!W 256\n", "line 257 begins with 'Y!W', which is not base64");
    assertBroken(all + "YWI=\n", "line 257 is not a token in base64, a space and a rank");
    assertBroken(all + "YWI= x\n", "line 257 is not a token in base64, a space and a rank");
    assertBroken(all + "YWI= 9\n", "line 257 has rank 9, which line 10 has already");
    assertBroken(all + "YQ== 256\n", "line 257 has the token of line 98");
    assertBroken(all + "YWI= 99999999\n", "line 257 has rank 99999999; expected at most 16777215");
    assertBroken(
        all + "A".repeat(4 * 342) + " 256\n",
        "line 257 has a token of 1026 bytes; expected 1 to 1024");
    assertBroken(all + "==== 256\n", "line 257 begins with '====', which is not base64");
    assertBroken(
        all.substring(all.indexOf('\n') + 1),
        "no line has the byte 0 alone; expected a token for each of the 256 bytes");
    assertBroken(
        all + "YWI= 258\n",
        "no line has rank 256, though there are higher ones, and no special token has that id");
  }

  @Test
  void refusesSpecialTokensThatAreOrdinaryOnes() {
    byte[] file = lines(bytes()).getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> Tokenizers.tokenizerJson(file, settings(Map.of("<|end|>", 7))))
        .isInstanceOf(CorruptDataException.class)
        .hasMessage("Cannot use special token '<|end|>' with rank file: its id 7 is a rank");
    assertThatThrownBy(() -> Tokenizers.tokenizerJson(file, settings(Map.of("a", 256))))
        .isInstanceOf(CorruptDataException.class)
        .hasMessage(
            "Cannot use special token 'a' with rank file: it is written like the token of rank 97");
    assertThatThrownBy(() -> settings(Map.of("", 256)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot use special token '' with id 256: expected some text and an id of 0 or more");
  }

  @Test
  void theOrderOfLinesAndTheirEndsDoNotMatter() {
    List<String> lines = new ArrayList<>(Arrays.asList(lines(bytes()).split("\n", -1)));
    java.util.Collections.reverse(lines);
    assertThat(tokenizer(String.join("\r\n", lines), 300).fingerprint())
        .isEqualTo(tokenizer(lines(bytes()), 300).fingerprint());
  }

  private static void assertBroken(String file, String reason) {
    assertThatThrownBy(() -> tokenizer(file, 300))
        .isInstanceOf(CorruptDataException.class)
        .hasMessage("Cannot read rank file: " + reason);
  }

  private static Optional<RankSettings> settings(Map<String, Integer> specialTokens) {
    return Optional.of(
        new RankSettings(PreTokenizer.Pattern.GPT2, RankSettings.Form.AS_IT_IS, specialTokens));
  }

  private static Tokenizer tokenizer(String lines, int end) {
    return Tokenizers.parse(
        Tokenizers.tokenizerJson(
            lines.getBytes(StandardCharsets.US_ASCII), settings(Map.of("<|end|>", end))));
  }

  private static Map<String, Integer> bytes() {
    Map<String, Integer> ranks = new LinkedHashMap<>();
    for (int b = 0; b < 256; b++) {
      ranks.put(String.valueOf((char) b), b);
    }
    return ranks;
  }

  /** All bytes and some words of two letters, whether or not merging can reach them. */
  private static Map<String, Integer> randomRanks(Random random) {
    Map<String, Integer> ranks = bytes();
    int words = 1 + random.nextInt(40);
    for (int w = 0; w < words; w++) {
      StringBuilder word = new StringBuilder();
      int length = 2 + random.nextInt(random.nextInt(6) == 0 ? 9 : 4);
      for (int i = 0; i < length; i++) {
        word.append((char) ('a' + random.nextInt(2)));
      }
      ranks.putIfAbsent(word.toString(), ranks.size());
    }
    return ranks;
  }

  private static String lines(Map<String, Integer> ranks) {
    StringBuilder lines = new StringBuilder();
    ranks.forEach(
        (token, rank) ->
            lines
                .append(
                    Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.ISO_8859_1)))
                .append(' ')
                .append(rank)
                .append('\n'));
    return lines.toString();
  }

  /** One piece: the pair with the lowest rank, leftmost first, until there is none. */
  private static int[] byDefinition(Map<String, Integer> ranks, String piece) {
    List<String> parts = new ArrayList<>(List.of(piece.split("")));
    if (ranks.containsKey(piece)) {
      parts = List.of(piece);
    }
    while (true) {
      int best = -1;
      int lowest = Integer.MAX_VALUE;
      for (int i = 0; i + 1 < parts.size(); i++) {
        int rank = ranks.getOrDefault(parts.get(i) + parts.get(i + 1), Integer.MAX_VALUE);
        if (rank < lowest) {
          lowest = rank;
          best = i;
        }
      }
      if (best < 0) {
        return parts.stream().mapToInt(ranks::get).toArray();
      }
      parts.set(best, parts.get(best) + parts.remove(best + 1));
    }
  }

  private static int[] encode(Tokenizer tokenizer, String text, SpecialTokens mode) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    int[] ids = new int[utf8.length];
    return Arrays.copyOf(ids, tokenizer.encode(utf8, 0, utf8.length, mode, ids, 0));
  }
}
