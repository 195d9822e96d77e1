package org.gristmill.mixing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VocabularyAdviceTest {

  @ParameterizedTest
  @CsvSource({
    "33e6, 2.95e6, 3.15e6",
    "302e6, 18.6e6, 20.0e6",
    "1e9, 50.5e6, 54.4e6",
    "2.87e9, 121e6, 131e6"
  })
  void vocabularyParametersAreThoseOfThePaper(double parameters, double first, double second) {
    assertThat(VocabularyAdvice.byCompute(parameters, 512) * 512)
        .isCloseTo(first, within(first * 0.005));
    assertThat(VocabularyAdvice.byDerivative(parameters, 512) * 512)
        .isCloseTo(second, within(second * 0.005));
  }

  @Test
  void theLeastLossIsWhereNeitherMoreNorFewerTokensHelp() {
    double few = VocabularyAdvice.byLoss(33e6, 512, 4096, 5e7);
    double many = VocabularyAdvice.byLoss(33e6, 512, 4096, 5e9);
    assertThat(few).isBetween(500.0, many - 1000);
    double again =
        VocabularyAdvice.byLoss(33e6, 512, few, 5e7 * (33e6 + 4096 * 512) / (33e6 + few * 512));
    assertThat(again).isCloseTo(few, within(few * 1e-4));
  }
}
