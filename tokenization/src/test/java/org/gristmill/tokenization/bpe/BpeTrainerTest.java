package org.gristmill.tokenization.bpe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.gristmill.tokenization.SpecialTokens;
import org.gristmill.tokenization.Tokenizer;
import org.gristmill.tokenization.Tokenizers;
import org.junit.jupiter.api.Test;

class BpeTrainerTest {
  private static final String LOWEST =
      String.join(
          " ",
          ("low ".repeat(5) + "lower ".repeat(2) + "newest ".repeat(6) + "widest ".repeat(3))
              .trim()
              .split(" "));

  @Test
  void learnsTheMergesOfTheLowLowerNewestWidestExample() {
    BpeVocabulary vocabulary = train(LOWEST, 100, BpeTrainer.Alphabet.SEEN_BYTES, List.of());

    assertThat(merged(vocabulary))
        .containsExactly(
            "es", "est", "lo", "low", "ew", "new", "Ġlow", "Ġnew", "Ġnewest", "dest", "idest",
            "widest", "Ġwidest", "er", "Ġlower");
    assertThat(vocabulary.tokens()).hasSize(26);
    assertThat(vocabulary.tokens().subList(0, 11).stream().map(ByteAlphabet::write))
        .containsExactly("d", "e", "i", "l", "n", "o", "r", "s", "t", "w", "Ġ");
  }

  @Test
  void specialTokensAndAllBytesComeFirst() {
    BpeVocabulary vocabulary =
        train(LOWEST, 270, BpeTrainer.Alphabet.ALL_BYTES, List.of("<|endoftext|>"));

    assertThat(vocabulary.tokens()).hasSize(270);
    assertThat(merged(vocabulary)).hasSize(13).endsWith("Ġwidest");
    assertThat(ByteAlphabet.write(vocabulary.tokens().get(256))).isEqualTo("Ń");
    assertThat(ByteAlphabet.write(vocabulary.tokens().get(257))).isEqualTo("es");
  }

  @Test
  void learnsMergesOfRunsAndOfChineseBytes() {
    String text = "aaaa aaaa aaa ab abab 中文中文";
    assertThat(merged(train(text, 1000, BpeTrainer.Alphabet.SEEN_BYTES, List.of(), 1)))
        .startsWith(
            "aa",
            "ab",
            "¸Ń",
            "ä¸Ń",
            "æĸ",
            "Ġaa",
            "Ġab",
            "ä¸Ńæĸ",
            "ä¸Ńæĸĩ",
            "Ġä¸Ńæĸĩ",
            "aaaa",
            "Ġaaa",
            "Ġaaaa",
            "Ġabab",
            "Ġä¸Ńæĸĩä¸Ńæĸĩ");
  }

  @Test
  void equalsACountFromScratchAfterEveryMerge() {
    Random random = new Random(5);
    for (int round = 0; round < 60; round++) {
      Map<String, Long> words = new TreeMap<>();
      int letters = 2 + random.nextInt(4);
      for (int w = 0; w < 40; w++) {
        StringBuilder word = new StringBuilder();
        int length = 1 + random.nextInt(10);
        for (int i = 0; i < length; i++) {
          word.append((char) ('a' + random.nextInt(letters)));
        }
        words.merge(word.toString(), (long) (1 + random.nextInt(20)), Long::sum);
      }
      BpeTrainer trainer =
          new BpeTrainer(options(60, BpeTrainer.Alphabet.SEEN_BYTES, List.of(), round % 30));
      List<String> shuffled = new ArrayList<>(words.keySet());
      java.util.Collections.shuffle(shuffled, random);
      for (String word : shuffled) {
        trainer.add(word.getBytes(StandardCharsets.UTF_8), words.get(word));
      }
      assertThat(merged(trainer.train()))
          .isEqualTo(fromScratch(words, 60, Math.max(1, round % 30)));
    }
  }

  @Test
  void countsBeyond32BitsDoNotWrap() {
    BpeTrainer trainer = new BpeTrainer(options(4, BpeTrainer.Alphabet.SEEN_BYTES, List.of(), 2));
    trainer.add("ab".getBytes(StandardCharsets.UTF_8), 3_000_000_000L);
    trainer.add("bc".getBytes(StandardCharsets.UTF_8), 5);
    assertThat(merged(trainer.train())).containsExactly("ab");
  }

  @Test
  void specialTokensMayComeLastAndBytesInTheirOwnOrder() {
    BpeVocabulary vocabulary =
        Trained.train(
            new BpeTrainer.Options(
                PreTokenizer.Pattern.NANOCHAT,
                262,
                0,
                List.of("<|bos|>", "<|user_start|>"),
                BpeTrainer.Alphabet.ALL_BYTES,
                BpeTrainer.Ids.SPECIAL_LAST),
            List.of("ab ab ab ab cd cd 12 12"));

    assertThat(vocabulary.tokens().get('a')).isEqualTo(new byte[] {'a'});
    assertThat(vocabulary.tokens().subList(256, 260).stream().map(ByteAlphabet::write))
        .containsExactly("ab", "Ġab", "Ġc", "12");
    assertThat(vocabulary.firstSpecial()).isEqualTo(260);
    Tokenizer tokenizer = Tokenizers.parse(TokenizerJson.write(vocabulary));
    assertThat(tokenizer.specialTokenId("<|bos|>")).hasValue(260);
    assertThat(tokenizer.specialTokenId("<|user_start|>")).hasValue(261);
    assertThat(tokenizer.vocabularySize()).isEqualTo(262);
  }

  @Test
  void tiesGoToTheSmallerIdsSoTheOrderOfIdsDecidesThem() {
    for (BpeTrainer.Ids ids : BpeTrainer.Ids.values()) {
      BpeVocabulary vocabulary =
          Trained.train(
              new BpeTrainer.Options(
                  PreTokenizer.Pattern.GPT2, 257, 0, List.of(), BpeTrainer.Alphabet.ALL_BYTES, ids),
              List.of("\u0001\u0001~~"));
      assertThat(vocabulary.tokens().get(256))
          .isEqualTo(
              ids == BpeTrainer.Ids.SPECIAL_LAST ? new byte[] {1, 1} : new byte[] {'~', '~'});
    }
  }

  @Test
  void superwordsSpanSpacesOnTopOfInheritedMerges() {
    String line = "by the way: in the end of the day of all the days we see it\n";
    BpeVocabulary first =
        Trained.train(
            options(300, BpeTrainer.Alphabet.ALL_BYTES, List.of("<|end|>"), 2),
            List.of(line.repeat(9)));
    List<String> words = List.of("by the way: in the end of the day of all the days we see it");
    BpeTrainer trainer =
        new BpeTrainer(
            new BpeTrainer.Options(
                PreTokenizer.Pattern.SUPERBPE,
                330,
                2,
                List.of("<|end|>"),
                BpeTrainer.Alphabet.ALL_BYTES));
    Trained.counts(PreTokenizer.Pattern.SUPERBPE.splitter(), List.of(line.repeat(9)))
        .forEach((word, n) -> trainer.add(word.getBytes(StandardCharsets.ISO_8859_1), n));

    BpeVocabulary second = trainer.trainSuperwords(first, 12);

    assertThat(merged(second).subList(0, 12)).isEqualTo(merged(first).subList(0, 12));
    List<String> tokens = second.tokens().stream().map(ByteAlphabet::write).toList();
    assertThat(tokens.subList(269, tokens.size()))
        .anyMatch(token -> token.matches("Ġ?[a-z]+Ġ.*"))
        .noneMatch(token -> token.contains(":Ġ"))
        .noneMatch(token -> token.split("Ġ+").length > 5);
    Tokenizer tokenizer = Tokenizers.parse(TokenizerJson.write(second));
    byte[] utf8 = words.get(0).getBytes(StandardCharsets.UTF_8);
    int[] ids = new int[utf8.length];
    int count = tokenizer.encode(utf8, 0, utf8.length, SpecialTokens.AS_TEXT, ids, 0);
    assertThat(tokenizer.decode(ids, 0, count)).isEqualTo(utf8);
  }

  @Test
  void refusesToInheritWhatIsNotThere() {
    BpeVocabulary first = train(LOWEST, 270, BpeTrainer.Alphabet.ALL_BYTES, List.of());
    assertThatThrownBy(
            () ->
                new BpeTrainer(options(300, BpeTrainer.Alphabet.ALL_BYTES, List.of(), 2))
                    .trainSuperwords(first, 99))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot inherit 99 merges: the first vocabulary has 14");
    assertThatThrownBy(
            () ->
                new BpeTrainer(options(258, BpeTrainer.Alphabet.ALL_BYTES, List.of(), 2))
                    .trainSuperwords(first, 9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot inherit merge 2: the vocabulary of 258 is full");
  }

  @Test
  void refusesAVocabularySmallerThanItsBytes() {
    assertThatThrownBy(() -> options(256, BpeTrainer.Alphabet.ALL_BYTES, List.of("<s>"), 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot train a vocabulary of 256: special tokens and bytes alone take 257; expected at"
                + " least that");
    assertThatThrownBy(() -> options(300, BpeTrainer.Alphabet.ALL_BYTES, List.of("a", "a"), 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot train with special tokens [a, a]: one is named twice");
  }

  private static BpeTrainer.Options options(
      int size, BpeTrainer.Alphabet alphabet, List<String> specials, long minFrequency) {
    return new BpeTrainer.Options(
        PreTokenizer.Pattern.GPT2, size, minFrequency, specials, alphabet);
  }

  private static BpeVocabulary train(
      String text, int size, BpeTrainer.Alphabet alphabet, List<String> specials) {
    return train(text, size, alphabet, specials, 2);
  }

  private static BpeVocabulary train(
      String text, int size, BpeTrainer.Alphabet alphabet, List<String> specials, long least) {
    return Trained.train(options(size, alphabet, specials, least), List.of(text));
  }

  private static List<String> merged(BpeVocabulary vocabulary) {
    return vocabulary.merges().stream()
        .map(merge -> ByteAlphabet.write(vocabulary.tokens().get(merge.result())))
        .toList();
  }

  /** The definition, with nothing kept between steps. */
  private static List<String> fromScratch(Map<String, Long> words, int size, long least) {
    List<String> ids = new ArrayList<>();
    words.keySet().stream()
        .flatMap(word -> word.chars().boxed())
        .distinct()
        .sorted(Comparator.naturalOrder())
        .forEach(c -> ids.add(Character.toString(c)));
    Map<String, List<Integer>> split = new TreeMap<>();
    for (String word : words.keySet()) {
      split.put(
          word,
          new ArrayList<>(word.chars().mapToObj(c -> ids.indexOf(Character.toString(c))).toList()));
    }
    List<String> merges = new ArrayList<>();
    while (ids.size() < size) {
      Map<List<Integer>, Long> counts = new HashMap<>();
      split.forEach(
          (word, symbols) -> {
            for (int i = 0; i + 1 < symbols.size(); i++) {
              counts.merge(List.of(symbols.get(i), symbols.get(i + 1)), words.get(word), Long::sum);
            }
          });
      var best =
          counts.entrySet().stream()
              .min(
                  Comparator.comparing((Map.Entry<List<Integer>, Long> e) -> -e.getValue())
                      .thenComparing(e -> e.getKey().get(0))
                      .thenComparing(e -> e.getKey().get(1)));
      if (best.isEmpty() || best.get().getValue() < least) {
        break;
      }
      int left = best.get().getKey().get(0);
      int right = best.get().getKey().get(1);
      String joined = ids.get(left) + ids.get(right);
      if (!ids.contains(joined)) {
        ids.add(joined);
      }
      merges.add(joined);
      for (List<Integer> symbols : split.values()) {
        for (int i = 0; i + 1 < symbols.size(); i++) {
          if (symbols.get(i) == left && symbols.get(i + 1) == right) {
            symbols.set(i, ids.indexOf(joined));
            symbols.remove(i + 1);
          }
        }
      }
    }
    return merges;
  }
}
