package org.gristmill.tokenization.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.gristmill.common.CorruptDataException;
import org.junit.jupiter.api.Test;

class MixSpecJsonTest {
  private static final MixSpec SPEC =
      MixSpec.builder()
          .stratum("en/code/all/all", 12_345_678_901L)
          .wholeStratum("zh/chat/all/all", 7)
          .sequenceLength(255)
          .windowRows(17)
          .seed(-9_007_199_254_740_993L)
          .validationFraction(0.01)
          .validationTokens(4096)
          .shardBytes(1 << 20)
          .tokenizer("0123456789abcdef0123456789abcdef", 16_384, 0)
          .specialToken("<|endoftext|>", 0)
          .build();

  @Test
  void readsWhatItWrote() {
    assertThat(MixSpecJson.read(MixSpecJson.write(SPEC), "plan.json")).isEqualTo(SPEC);
    MixSpec defaults = MixSpec.builder().stratum("a/b/c/d", 1).build();
    assertThat(MixSpecJson.read(MixSpecJson.write(defaults), "plan.json")).isEqualTo(defaults);
  }

  @Test
  void keepsTheSeedAsAStringAndLeavesOutWhatIsAbsent() {
    String json = new String(MixSpecJson.write(SPEC), StandardCharsets.UTF_8);
    assertThat(json).contains("\"seed\" : \"-9007199254740993\"").endsWith("}\n");
    MixSpec defaults = MixSpec.builder().stratum("a/b/c/d", 1).build();
    assertThat(new String(MixSpecJson.write(defaults), StandardCharsets.UTF_8))
        .doesNotContain("validationTokens");
  }

  @Test
  void namesTheKeyThatIsWrong() {
    assertRefused(
        "\"windowRows\" : 17",
        "\"windowRows\" : \"17\"",
        "key 'windowRows' is \"17\"; expected a 32-bit integer");
    assertRefused("\"windowRows\" : 17,", "", "key 'windowRows' is missing");
    assertRefused(
        "\"windowRows\" : 17,", "\"windowRows\" : 17, \"rows\" : 1,", "unknown keys [rows]");
    assertRefused("\"formatVersion\" : 1", "\"formatVersion\" : 2", "formatVersion 2; expected 1");
    assertRefused("{", "[", "not JSON");
  }

  private static void assertRefused(String text, String replacement, String reason) {
    String json = new String(MixSpecJson.write(SPEC), StandardCharsets.UTF_8);
    assertThat(json).contains(text);
    byte[] broken = json.replace(text, replacement).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> MixSpecJson.read(broken, "plan.json"))
        .isInstanceOf(CorruptDataException.class)
        .hasMessage("Cannot read plan.json: " + reason);
  }

  @Test
  void refusesImpossibleSpecs() {
    assertThatThrownBy(() -> MixSpec.builder().stratum("a", 1).stratum("a", 2).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot plan a mix: stratum a has two budgets; expected one");
    assertThatThrownBy(() -> MixSpec.builder().windowRows(0).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot plan a mix: windowRows is 0, out of range");
    assertThatThrownBy(() -> new StratumBudget("a", -1, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot take -1 tokens of a: expected 0 or more");
  }
}
