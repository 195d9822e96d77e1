package org.gristmill.common.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.hash.Xxh64;
import org.junit.jupiter.api.Test;

/** A sealed file is read as it was written or not at all. */
class SealedJsonTest {
  private static final Map<String, Object> VALUE =
      Map.of("seed", 7, "units", List.of("a", "b"), "zone", Map.of("中", 1.5));

  @Test
  void endsWithTheChecksumOfWhatStandsBefore() {
    String plain = CanonicalJson.pretty(VALUE);
    byte[] bytes = plain.getBytes(UTF_8);
    String seal = String.format("%016x", Xxh64.hash(bytes, 0, bytes.length, 0));
    String body = plain.substring(0, plain.length() - 3);
    assertThat(new String(SealedJson.bytes(VALUE), UTF_8))
        .isEqualTo(body + ",\n  \"seal\": \"" + seal + "\"\n}\n");
  }

  @Test
  void readsBackWithoutTheSeal() {
    ConfigTree tree = SealedJson.parse("x.json", SealedJson.bytes(VALUE));
    assertThat(CanonicalJson.pretty(tree)).isEqualTo(CanonicalJson.pretty(VALUE));
    assertThat(tree.find("seal")).isEmpty();
  }

  @Test
  void refusesEveryChangedByteAndEveryShorterFile() {
    byte[] sound = SealedJson.bytes(VALUE);
    for (int position = 0; position < sound.length; position++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] damaged = sound.clone();
        damaged[position] ^= (byte) (1 << bit);
        refuses(damaged);
      }
      refuses(Arrays.copyOf(sound, position));
    }
    refuses(Arrays.copyOf(sound, sound.length + 1));
  }

  private static void refuses(byte[] bytes) {
    assertThatThrownBy(() -> SealedJson.parse("d/x.json", bytes))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageMatching(
            "Cannot read d/x.json: its content has checksum [0-9a-f]{16}; expected that of its seal"
                + "|Cannot read d/x.json: it does not end with its seal; expected the file as it"
                + " was written");
  }

  @Test
  void sealsObjectsOnly() {
    for (Object other : List.of(List.of(1), "text", Map.of())) {
      assertThatThrownBy(() -> SealedJson.bytes(other))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected an object");
    }
  }
}
