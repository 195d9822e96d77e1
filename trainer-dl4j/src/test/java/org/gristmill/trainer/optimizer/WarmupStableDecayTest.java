package org.gristmill.trainer.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class WarmupStableDecayTest {

  private final WarmupStableDecay schedule = new WarmupStableDecay(2, 4, 8, 20);

  @Test
  void warmsUpInEqualStepsToThePeak() {
    assertThat(schedule.valueAt(0, 0)).isEqualTo(0.5);
    assertThat(schedule.valueAt(3, 0)).isEqualTo(2);
    assertThat(schedule.valueAt(11, 0)).isEqualTo(2);
  }

  @Test
  void decaysByOneMinusTheRoot() {
    assertThat(schedule.valueAt(12, 0)).isEqualTo(2);
    assertThat(schedule.valueAt(14, 0)).isCloseTo(1, within(1e-12));
    assertThat(schedule.valueAt(19, 0)).isCloseTo(2 * (1 - Math.sqrt(7 / 8.0)), within(1e-12));
    assertThat(schedule.valueAt(20, 0)).isZero();
  }

  @Test
  void refusesPhasesThatDoNotFit() {
    assertThatThrownBy(() -> new WarmupStableDecay(1, 6, 5, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot schedule 6 steps of warm-up and 5 of decay: expected both to fit into 10 steps");
  }
}
