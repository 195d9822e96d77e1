package org.gristmill.tokenization.bpe;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.Normalizer2;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NfcTest {
  @Test
  void theTableIsThatOfUnicode9() throws IOException {
    try (InputStream in = Nfc.class.getResourceAsStream(Nfc.RESOURCE)) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("# Unicode 9.0,")
          .isEqualTo(UnicodeTable.compositions());
    }
  }

  @Test
  void composesAsTheStandardDoesWhateverStandsTogether() {
    Normalizer2 reference = Normalizer2.getNFCInstance();
    List<Integer> interesting = new ArrayList<>();
    for (int c = 1; c < 0x30000; c++) {
      int age = UCharacter.getAge(c).getMajor();
      boolean changes = UCharacter.getCombiningClass(c) > 0 || !reference.hasBoundaryBefore(c);
      if (age > 0 && age <= 9 && (changes || reference.getRawDecomposition(c) != null)) {
        interesting.add(c);
      }
    }
    Random random = new Random(5);
    for (int i = 0; i < 10_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int k = 1 + random.nextInt(12); k > 0; k--) {
        switch (random.nextInt(4)) {
          case 0 -> text.append((char) ('a' + random.nextInt(26)));
          case 1 -> text.append((char) (0x300 + random.nextInt(0x30)));
          default -> text.appendCodePoint(interesting.get(random.nextInt(interesting.size())));
        }
      }
      assertThat(Nfc.normalized(text.toString())).isEqualTo(reference.normalize(text));
    }
  }

  @Test
  void marksThatCameLaterStayWhereTheyStand() {
    assertThat(Nfc.normalized("a\u1df6\u0323")).isEqualTo("a\u1df6\u0323");
    assertThat(Nfc.normalized("a\u0301\u0323")).isEqualTo("\u1ea1\u0301");
  }
}
