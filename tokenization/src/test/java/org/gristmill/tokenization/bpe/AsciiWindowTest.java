package org.gristmill.tokenization.bpe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.gristmill.tokenization.bpe.PreTokenizer.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pieces found a window at a time are those found one at a time. */
class AsciiWindowTest {
  private static final String[] BITS = {
    "a", "Zebra", "quite", " ", "  ", "      ", "\n", "\r\n", "\n\n", "\t", "\f", "1", "22", "2026",
    ".", ",", "(", "))", "'", "'s", "'re", "'LL", "\"", "_", "--------", "\u0000", "\u001F",
        "\u007F",
    "é", "的", "“", "\u0301", "\u00A0", "\u3000", "ſ", "🎉", "x y", " The end", "=", "{", "~"
  };

  private static byte[] text(SplittableRandom random, int bits) {
    StringBuilder text = new StringBuilder();
    int usual = 1 + random.nextInt(BITS.length);
    for (int i = 0; i < bits; i++) {
      text.append(BITS[random.nextInt(random.nextInt(8) == 0 ? BITS.length : usual)]);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static List<Integer> oneByOne(PreTokenizer splitter, byte[] text) {
    List<Integer> ends = new ArrayList<>();
    for (int start = 0; start < text.length; start = ends.get(ends.size() - 1)) {
      ends.add(splitter.pieceEnd(text, start, text.length));
    }
    return ends;
  }

  private static List<Integer> byWindows(
      AsciiPreTokenizer splitter, byte[] text, int[] fromWindows) {
    AsciiWindow window = new AsciiWindow();
    List<Integer> ends = new ArrayList<>();
    int start = 0;
    while (start < text.length) {
      long starts = 0;
      if (start + AsciiWindow.LENGTH <= text.length) {
        window.read(text, start);
        starts = splitter.asciiStarts(window);
      }
      if (starts == 0) {
        ends.add(splitter.pieceEnd(text, start, text.length));
      }
      for (int i = 0; i < AsciiWindow.LENGTH; i++) {
        if ((starts >>> i & 1) != 0) {
          ends.add(start + i);
          fromWindows[0]++;
        }
      }
      start = ends.get(ends.size() - 1);
    }
    return ends;
  }

  @ParameterizedTest
  @EnumSource(
      value = Pattern.class,
      names = {"GPT2", "QWEN2", "GPT4", "NANOCHAT", "CL100K", "DEEPSEEK"})
  void findsThePiecesThatAreFoundOneByOne(Pattern pattern) {
    AsciiPreTokenizer splitter = (AsciiPreTokenizer) pattern.splitter();
    SplittableRandom random = new SplittableRandom(11);
    int[] fromWindows = new int[1];
    for (int i = 0; i < 4_000; i++) {
      byte[] text = text(random, 20 + random.nextInt(120));
      assertThat(byWindows(splitter, text, fromWindows))
          .as(() -> new String(text, StandardCharsets.UTF_8))
          .isEqualTo(oneByOne(splitter, text));
    }
    assertThat(fromWindows[0]).isGreaterThan(10_000);
  }

  @ParameterizedTest
  @EnumSource(
      value = Pattern.class,
      names = {"GPT2", "QWEN2", "GPT4", "NANOCHAT", "CL100K", "DEEPSEEK"})
  void findsThePiecesAroundEveryTwoBytes(Pattern pattern) {
    AsciiPreTokenizer splitter = (AsciiPreTokenizer) pattern.splitter();
    String[] around = {"ab", " a", "a ", "1 ", " 1", ". ", " .", "\n ", "  ", "\n\n", "'s"};
    String rest = " then comes a text that is long enough to fill a window to its end and more";
    int[] fromWindows = new int[1];
    for (int first = 0; first < 128; first++) {
      for (int second = 0; second < 128; second++) {
        String both = "" + (char) first + (char) second;
        String before = around[(first + second) % around.length];
        String after = around[(first * 3 + second) % around.length];
        byte[] text = (before + both + after + rest).getBytes(StandardCharsets.UTF_8);
        assertThat(byWindows(splitter, text, fromWindows))
            .as(() -> pattern + " " + (int) both.charAt(0) + " " + (int) both.charAt(1))
            .isEqualTo(oneByOne(splitter, text));
      }
    }
  }
}
