package org.gristmill.spark.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextMeterTest {
  private final TextMeter meter = new TextMeter();

  private int measure(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return meter.measure(utf8, 0, utf8.length);
  }

  @Test
  void countsCodePointsLinesAndLettersByScript() {
    assertThat(measure("abc 中文\n𠀀é1\nかな한")).isEqualTo(-1);
    assertThat(meter.characters()).isEqualTo(14);
    assertThat(meter.lines()).isEqualTo(3);
    assertThat(meter.hanLetters()).isEqualTo(3);
    assertThat(meter.latinLetters()).isEqualTo(4);
    assertThat(meter.letters()).isEqualTo(10);
    assertThat(meter.hanFraction()).isEqualTo(0.3);
  }

  @Test
  void anEmptyTextHasNothing() {
    assertThat(measure("")).isEqualTo(-1);
    assertThat(meter.characters()).isZero();
    assertThat(meter.lines()).isZero();
    assertThat(meter.language()).isEqualTo(Language.OTHER);
  }

  @Test
  void forgetsTheTextBefore() {
    measure("中文中文");
    measure("plain\n");
    assertThat(meter.hanLetters()).isZero();
    assertThat(meter.lines()).isEqualTo(1);
    assertThat(meter.language()).isEqualTo(Language.EN);
  }

  @ParameterizedTest
  @CsvSource({
    "61C080, 1", // overlong NUL
    "6162ED A080, 2", // surrogate
    "F4908080, 0", // beyond U+10FFFF
    "E4B8, 0", // cut short
    "61FF, 1",
    "80, 0",
    "E08080, 0",
    "F0808080, 0"
  })
  void findsTheFirstMalformedByte(String hex, int offset) {
    byte[] bytes = java.util.HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThat(meter.measure(bytes, 0, bytes.length)).isEqualTo(offset);
  }

  @Test
  void agreesWithTheDecoderOfTheJdkOnRandomBytes() {
    java.util.Random random = new java.util.Random(7);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = new byte[random.nextInt(6)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (random.nextBoolean() ? 0x80 + random.nextInt(0x80) : random.nextInt());
      }
      boolean wellFormed = true;
      try {
        StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(bytes));
      } catch (java.nio.charset.CharacterCodingException malformed) {
        wellFormed = false;
      }
      assertThat(meter.measure(bytes, 0, bytes.length) == -1).isEqualTo(wellFormed);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "全是中文的句子, ZH",
    "只有 a few words of English 夹在中文里面的句子, ZH",
    "mostly English words with 一二, EN",
    "これは日本語の文です, OTHER",
    "Это по-русски, OTHER",
    "12345, OTHER"
  })
  void tellsTheLanguageByScript(String text, Language language) {
    measure(text);
    assertThat(meter.language()).isEqualTo(language);
  }
}
