package org.gristmill.mixing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EffectiveTokensTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0.5, 0.5",
    "1, 1",
    "2, 1.968",
    "3, 2.876",
    "4, 3.726",
    "5, 4.522",
    "7, 5.969",
    "10, 7.814",
    "16, 10.58",
    "40, 15.17"
  })
  void fallOffWithEpochsAsPublished(double epochs, double expected) {
    long unique = 1_000_000;

    assertThat(EffectiveTokens.of(Math.round(epochs * unique), unique) / unique)
        .isCloseTo(expected, within(5e-3));
  }
}
