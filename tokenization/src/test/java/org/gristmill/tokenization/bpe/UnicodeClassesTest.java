package org.gristmill.tokenization.bpe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class UnicodeClassesTest {
  @Test
  void theTableIsThatOfUnicode16() throws IOException {
    try (InputStream in = UnicodeClasses.class.getResourceAsStream(UnicodeClasses.RESOURCE)) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("# Unicode 16.0,")
          .isEqualTo(UnicodeTable.classes());
    }
  }

  @Test
  void theTableOfCasesIsThatOfUnicode16() throws IOException {
    try (InputStream in = LetterCases.class.getResourceAsStream(LetterCases.RESOURCE)) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("# Unicode 16.0,")
          .isEqualTo(UnicodeTable.cases());
    }
  }

  @Test
  void readsClassesOfCharactersOfEveryLength() {
    assertThat(classes("a")).isEqualTo(0x100 | UnicodeClasses.LETTER);
    assertThat(classes("é")).isEqualTo(0x200 | UnicodeClasses.LETTER);
    assertThat(classes("中")).isEqualTo(0x300 | UnicodeClasses.LETTER | UnicodeClasses.HAN_KANA);
    assertThat(classes("𠀀")).isEqualTo(0x400 | UnicodeClasses.LETTER);
    assertThat(classes("½")).isEqualTo(0x200 | UnicodeClasses.NUMBER);
    assertThat(classes("\u3000")).isEqualTo(0x300 | UnicodeClasses.SPACE);
    assertThat(classes("\n")).isEqualTo(0x100 | UnicodeClasses.SPACE | UnicodeClasses.NEWLINE);
    assertThat(classes("😀")).isEqualTo(0x400 | UnicodeClasses.SIGN);
    assertThat(classes("\u0301")).isEqualTo(0x200 | UnicodeClasses.MARK);
    assertThat(classes("\u0001")).isEqualTo(0x100);
  }

  @Test
  void aRunOfLettersEndsAtTheFirstOtherCharacterWhereverItStands() {
    for (int letters = 0; letters < 40; letters++) {
      byte[] text =
          ("Zz".repeat(20).substring(0, letters) + "[tail").getBytes(StandardCharsets.UTF_8);
      assertThat(UnicodeClasses.lettersEnd(text, 0, text.length)).isEqualTo(letters);
      assertThat(UnicodeClasses.lettersEnd(text, 0, letters)).isEqualTo(letters);
    }
  }

  private static int classes(String character) {
    return UnicodeClasses.at(character.getBytes(StandardCharsets.UTF_8), 0);
  }
}
