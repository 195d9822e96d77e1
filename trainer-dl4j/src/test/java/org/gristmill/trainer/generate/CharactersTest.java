package org.gristmill.trainer.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CharactersTest {

  @Test
  void brokenCharactersAreLeftOut() {
    byte[] text = "a中文b".getBytes(StandardCharsets.UTF_8);
    assertThat(Characters.whole(text)).isEqualTo("a中文b");
    assertThat(Characters.whole(Arrays.copyOf(text, 6))).isEqualTo("a中");
    text[2] = 'x';
    assertThat(Characters.whole(text)).isEqualTo("ax文b");
  }
}
