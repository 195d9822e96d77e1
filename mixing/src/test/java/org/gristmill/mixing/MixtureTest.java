package org.gristmill.mixing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.OptionalLong;
import org.gristmill.common.ConfigException;
import org.gristmill.common.config.YamlConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MixtureTest {

  private static Mixture parse(String text) {
    return Mixture.parse(YamlConfig.parse("mix.yaml", text));
  }

  @Test
  void readsEveryKey() {
    Mixture mixture =
        parse(
            """
            tokens: 5M
            max_epochs: 2.5
            min_tokens: 1_000
            weights:
              "**": 0.5
              zh/**: {weight: 3}
              zh/manual/**: {tokens: 2e6}
              en/code: {documents: 12}
              en/web/**: {epochs: 1.5}
            """);

    assertThat(mixture.tokens()).isEqualTo(OptionalLong.of(5_000_000));
    assertThat(mixture.maxEpochs()).isEqualTo(2.5);
    assertThat(mixture.minTokens()).isEqualTo(1000);
    assertThat(mixture.components())
        .containsExactly(
            component("**", Ask.WEIGHT, "0.5", 5),
            component("zh/**", Ask.WEIGHT, "3", 6),
            component("zh/manual/**", Ask.TOKENS, "2000000", 7),
            component("en/code", Ask.DOCUMENTS, "12", 8),
            component("en/web/**", Ask.EPOCHS, "1.5", 9));
  }

  private static MixComponent component(String pattern, Ask ask, String amount, int line) {
    return new MixComponent(
        StratumPattern.parse(pattern), ask, new BigDecimal(amount), "mix.yaml:" + line);
  }

  @Test
  void hasDefaultsForAllButWeights() {
    Mixture mixture = parse("weights: {\"**\": 1}");

    assertThat(mixture.tokens()).isEmpty();
    assertThat(mixture.maxEpochs()).isEqualTo(4);
    assertThat(mixture.minTokens()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "17, 17",
    "1_000, 1000",
    "2e6, 2000000",
    "1.5K, 1500",
    "2.25M, 2250000",
    "5B, 5000000000",
    "1.2T, 1200000000000",
    "3.0e3, 3000",
    "9007199254740992, 9007199254740992"
  })
  void readsCountsAsPeopleWriteThem(String written, long count) {
    assertThat(parse("tokens: " + written + "\nweights: {\"**\": 1}").tokens()).hasValue(count);
  }

  @ParameterizedTest
  @CsvSource({"-1", "1.5", "many", "5G", "1.0005K", "9007199254740993", "true", "[1]", "1e99"})
  void refusesCountsThatAreNone(String written) {
    assertThatThrownBy(() -> parse("tokens: " + written + "\nweights: {\"**\": 1}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageMatching(
            "mix.yaml:1: Cannot use tokens '.*': expected a whole number from 0 to 2\\^53, for example 2000000, 2e6, 2M or 5B");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "wieghts: {'**': 1}        | mix.yaml:1: Unknown key 'wieghts'; did you mean 'weights'?",
        "tokens: 5                 | mix.yaml:1: Missing key 'weights'",
        "weights: {}               | mix.yaml:1: Cannot use weights without a pattern: expected for example '**: 1'",
        "weights: {'zh/**': 0}     | mix.yaml:1: Cannot use weights that sum to 0: expected at least one above 0",
        "weights: {'zh/**': -2}    | mix.yaml:1: Cannot use weight -2.0 of 'zh/**': expected a finite number from 0",
        "weights: {'zh/**': {}}    | mix.yaml:1: Cannot use 0 numbers for 'zh/**': expected exactly one of weight, tokens, documents, epochs",
        "weights: {'zh/**': {weight: 1, epochs: 2}} | mix.yaml:1: Cannot use 2 numbers for 'zh/**': expected exactly one of weight, tokens, documents, epochs",
        "weights: {'zh/**': {epoch: 2}} | mix.yaml:1: Unknown key 'weights.zh/**.epoch'; did you mean 'epochs'?",
        "weights: {'zh/**': {epochs: -2}} | mix.yaml:1: Cannot use epochs -2.0 of 'zh/**': expected a finite number from 0",
        "weights: {'ZH/**': 1}     | mix.yaml:1: Cannot read pattern 'ZH/**': level 'ZH' is neither a name nor '*'; expected levels of lower-case ASCII letters, digits, '_', '.', '-', or '*', and '**' at the end",
      })
  void refusesMistakesWithLineAndAdvice(String text, String message) {
    assertThatThrownBy(() -> parse(text.strip()))
        .isInstanceOf(ConfigException.class)
        .hasMessage(message);
  }

  @Test
  void readsWeightsAndPrefixesInTurn() {
    String list =
        """
        - 1.5
        - ${base}/code-high/part_13_text_document
        - 2
        - ${base}/zh_cc_text_document
        """;
    Mixture bare = Mixture.parse(YamlConfig.parse("mix.yaml", list));
    assertThat(bare.tokens()).isEmpty();
    assertThat(bare.components())
        .extracting(component -> component.pattern().text() + " " + component.amount())
        .containsExactly("*/*/*/*/code-high.part_13 1.5", "*/*/*/*/zh_cc 2");
    Mixture inside = Mixture.parse(YamlConfig.parse("mix.yaml", "tokens: 5\nweights:\n" + list));
    assertThat(inside.tokens()).hasValue(5);
    assertThat(inside.components()).hasSize(2);
    refusesList("[1, a/b, 2]", "mix.yaml:1: Cannot use a list of 3 entries as weights");
    refusesList("[1, a/b, 2, c/a/b]", "Cannot use 'c/a/b' twice: first at mix.yaml:1");
    refusesList("[a/b, 1]", "mix.yaml:1:");
    refusesList("[0, a/b]", "Cannot use weights that sum to 0");
  }

  private static void refusesList(String list, String message) {
    assertThatThrownBy(() -> Mixture.parse(YamlConfig.parse("mix.yaml", list)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesAnImpossibleCap() {
    assertThatThrownBy(() -> parse("weights: {'**': 1}\nmax_epochs: 0"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "mix.yaml:2: Cannot use max_epochs 0.0: it is out of range; expected a number above 0");
  }

  @Test
  void refusesAWeightThatIsNoNumber() {
    assertThatThrownBy(() -> parse("weights: {'zh/**': .nan}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("mix.yaml:1: ")
        .hasMessageContaining(".nan");
    assertThatThrownBy(() -> parse("weights: {'zh/**': much}"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "mix.yaml:1: Cannot read 'weights.zh/**': found text 'much'; expected a number");
  }
}
