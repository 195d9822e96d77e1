package org.gristmill.trainer.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.gristmill.common.ConfigException;
import org.junit.jupiter.api.Test;

class TokenSamplerTest {

  private static final int[] NOTHING = {};

  @Test
  void temperatureZeroTakesTheLikeliest() {
    TokenSampler sampler = new TokenSampler(new SamplingOptions(0, 0, 1, 0), 1);
    assertThat(sampler.draw(new float[] {1, 3, 3, 2}, NOTHING, 0)).isEqualTo(1);
  }

  @Test
  void drawsInProportionToProbability() {
    double[] shares = shares(new SamplingOptions(1, 0, 1, 0));
    assertThat(shares[0]).isCloseTo(0.5, within(0.02));
    assertThat(shares[1]).isCloseTo(0.3, within(0.02));
    assertThat(shares[3]).isCloseTo(0.05, within(0.01));
  }

  @Test
  void topKAndTopPCutTheTail() {
    double[] two = shares(new SamplingOptions(1, 2, 1, 0));
    assertThat(two[0]).isCloseTo(0.625, within(0.02));
    assertThat(two[2]).isZero();
    double[] nucleus = shares(new SamplingOptions(1, 0, 0.6, 0));
    assertThat(nucleus[1]).isCloseTo(0.375, within(0.02));
    assertThat(nucleus[2]).isZero();
  }

  @Test
  void temperatureSharpens() {
    double[] shares = shares(new SamplingOptions(0.5, 0, 1, 0));
    assertThat(shares[0] / shares[1]).isCloseTo(25 / 9.0, within(0.3));
  }

  @Test
  void equalSeedsDrawEqualTokens() {
    SamplingOptions options = new SamplingOptions(1, 0, 1, 0);
    TokenSampler one = new TokenSampler(options, 9);
    TokenSampler other = new TokenSampler(options, 9);
    for (int i = 0; i < 100; i++) {
      assertThat(one.draw(logits(), NOTHING, 0)).isEqualTo(other.draw(logits(), NOTHING, 0));
    }
  }

  @Test
  void noSequenceOfGivenLengthOccursTwice() {
    TokenSampler sampler = new TokenSampler(new SamplingOptions(0, 0, 1, 3), 1);
    int[] text = new int[40];
    int length = 0;
    while (length < 8) {
      text[length] = sampler.draw(new float[] {5, 4, 3, 2}, text, length);
      length++;
    }
    // three zeros, then the fourth would repeat "0 0 0"
    assertThat(java.util.Arrays.copyOf(text, 8)).containsExactly(0, 0, 0, 1, 0, 0, 2, 0);
  }

  @Test
  void refusesImpossibleOptions() {
    assertThatThrownBy(() -> new SamplingOptions(1, 0, 0, 0))
        .isInstanceOf(ConfigException.class)
        .hasMessage("Cannot sample with top-p 0.0: expected above 0, at most 1");
  }

  private static double[] shares(SamplingOptions options) {
    TokenSampler sampler = new TokenSampler(options, 3);
    double[] shares = new double[4];
    for (int i = 0; i < 10_000; i++) {
      shares[sampler.draw(logits(), NOTHING, 0)] += 1e-4;
    }
    return shares;
  }

  private static float[] logits() {
    return new float[] {
      (float) Math.log(0.5), (float) Math.log(0.3), (float) Math.log(0.15), (float) Math.log(0.05)
    };
  }
}
