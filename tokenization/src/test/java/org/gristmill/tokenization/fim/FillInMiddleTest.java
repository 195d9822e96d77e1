package org.gristmill.tokenization.fim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gristmill.common.identity.DocumentId;
import org.gristmill.tokenization.SpecialTokens;
import org.gristmill.tokenization.Tokenizer;
import org.gristmill.tokenization.Tokenizers;
import org.gristmill.tokenization.bpe.BpeTrainer;
import org.gristmill.tokenization.bpe.PreTokenizer;
import org.gristmill.tokenization.bpe.TokenizerJson;
import org.gristmill.tokenization.fim.FillInMiddle.Layout;
import org.gristmill.tokenization.fim.FillInMiddle.Marks;
import org.junit.jupiter.api.Test;

class FillInMiddleTest {
  private static final List<String> TEXTS =
      List.of(
          "int mill(int grain) {\n  return grain / 2;\n}\n",
          "水磨坊的轮子在河里转动,磨出面粉。🌾 The mill turns.",
          "é",
          "a",
          "");

  private final Tokenizer tokenizer = tokenizer();
  private final Marks marks =
      new Marks(id("<|fim_prefix|>"), id("<|fim_middle|>"), id("<|fim_suffix|>"));

  private static Tokenizer tokenizer() {
    BpeTrainer trainer =
        new BpeTrainer(
            new BpeTrainer.Options(
                PreTokenizer.Pattern.GPT2,
                300,
                2,
                List.of("<|endoftext|>", "<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>"),
                BpeTrainer.Alphabet.ALL_BYTES));
    trainer.add(" grain".getBytes(StandardCharsets.UTF_8), 9);
    trainer.add("水磨".getBytes(StandardCharsets.UTF_8), 9);
    return Tokenizers.parse(TokenizerJson.write(trainer.train()));
  }

  private int id(String token) {
    return tokenizer.specialTokenId(token).orElseThrow();
  }

  private static long key(int number) {
    return new DocumentId(number, 7).key();
  }

  private int[] encode(Layout layout, long key, byte[] text) {
    int[] ids = new int[text.length + FillInMiddle.EXTRA_TOKENS];
    int count =
        new FillInMiddle(1, 0, marks)
            .encode(tokenizer, SpecialTokens.AS_TEXT, layout, key, text, 0, text.length, ids, 0);
    return Arrays.copyOf(ids, count);
  }

  /** The bytes between the places of two tokens. */
  private byte[] between(int[] ids, int from, int to) {
    return tokenizer.decode(ids, from, to - from);
  }

  private static int place(int[] ids, int id) {
    List<Integer> all = Arrays.stream(ids).boxed().toList();
    assertThat(all.lastIndexOf(id)).isEqualTo(all.indexOf(id));
    return all.indexOf(id);
  }

  private static byte[] joined(byte[]... pieces) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      all.writeBytes(piece);
    }
    return all.toByteArray();
  }

  @Test
  void piecesPutBackInOrderAreTheText() {
    for (String string : TEXTS) {
      byte[] text = string.getBytes(StandardCharsets.UTF_8);
      for (int number = 0; number < 60; number++) {
        int[] psm = encode(Layout.PSM, key(number), text);
        int suffix = place(psm, marks.suffix());
        int middle = place(psm, marks.middle());
        assertThat(psm[0]).isEqualTo(marks.prefix());
        byte[] before = between(psm, 1, suffix);
        byte[] after = between(psm, suffix + 1, middle);
        byte[] between = between(psm, middle + 1, psm.length);
        assertThat(joined(before, between, after)).isEqualTo(text);
        for (byte[] piece : List.of(before, between, after)) {
          String characters = new String(piece, StandardCharsets.UTF_8);
          assertThat(characters.getBytes(StandardCharsets.UTF_8)).isEqualTo(piece);
        }

        int[] spm = encode(Layout.SPM, key(number), text);
        middle = place(spm, marks.middle());
        assertThat(spm[0]).isEqualTo(marks.prefix());
        assertThat(spm[1]).isEqualTo(marks.suffix());
        assertThat(between(spm, 2, middle)).isEqualTo(after);
        assertThat(between(spm, middle + 1, spm.length)).isEqualTo(joined(before, between));
      }
    }
  }

  @Test
  void everyPlaceBetweenCharactersIsCutAboutEquallyOften() {
    byte[] text = "水ab磨é🌾".getBytes(StandardCharsets.UTF_8);
    int[] first = new int[text.length + 1];
    int documents = 28_000;
    for (int number = 0; number < documents; number++) {
      int[] cuts = FillInMiddle.cuts(key(number), text, 0, text.length);
      assertThat(cuts[0]).isLessThanOrEqualTo(cuts[1]);
      first[cuts[0]]++;
      first[cuts[1]]++;
    }
    for (int place : new int[] {0, 3, 4, 5, 8, 10, 14}) {
      assertThat(first[place]).isBetween(7_600, 8_400);
    }
    assertThat(Arrays.stream(first).sum()).isEqualTo(2 * documents);
    assertThat(Arrays.stream(first).filter(times -> times > 0).count()).isEqualTo(7);
  }

  @Test
  void ratesHoldAndHigherOnesRearrangeMore() {
    Set<Integer> before = new HashSet<>();
    for (double rate : new double[] {0, 0.1, 0.5, 0.9, 1}) {
      FillInMiddle rule = new FillInMiddle(rate, 0.3, marks);
      Set<Integer> chosen = new HashSet<>();
      int spm = 0;
      for (int number = 0; number < 50_000; number++) {
        Optional<Layout> layout = rule.layout(key(number));
        if (layout.isPresent()) {
          chosen.add(number);
          spm += layout.get() == Layout.SPM ? 1 : 0;
        }
      }
      assertThat(chosen).containsAll(before);
      assertThat(chosen.size()).isBetween((int) (50_000 * rate) - 500, (int) (50_000 * rate) + 500);
      assertThat((double) spm).isBetween(0.3 * chosen.size() - 500, 0.3 * chosen.size() + 500);
      before = chosen;
    }
    assertThat(before).hasSize(50_000);
  }

  @Test
  void identitiesDifferWithLayoutAndMarks() {
    FillInMiddle rule = new FillInMiddle(1, 0.5, marks);
    FillInMiddle other = new FillInMiddle(1, 0.5, new Marks(5, 6, 7));
    Set<Long> identities =
        new HashSet<>(
            List.of(
                0L,
                rule.identity(Layout.PSM),
                rule.identity(Layout.SPM),
                other.identity(Layout.PSM),
                other.identity(Layout.SPM)));
    assertThat(identities).hasSize(5);
    assertThat(new FillInMiddle(0.2, 0.1, marks).identity(Layout.PSM))
        .isEqualTo(rule.identity(Layout.PSM));
  }

  @Test
  void refusesSharesOutOfRange() {
    assertThatThrownBy(() -> new FillInMiddle(1.01, 0, marks))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot rearrange documents with rate 1.01: expected 0 to 1");
    assertThatThrownBy(() -> new FillInMiddle(1, Double.NaN, marks))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot rearrange documents with spm_rate NaN: expected 0 to 1");
  }
}
