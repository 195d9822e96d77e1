package org.gristmill.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.gristmill.common.ConfigException;
import org.gristmill.common.config.YamlConfig;
import org.gristmill.common.recipe.TrainOptions;
import org.gristmill.trainer.model.DecoderShape;
import org.junit.jupiter.api.Test;

class TrainingSetupTest {

  @Test
  void ownSizesGoOverThePreset() {
    DecoderShape shape =
        TrainingSetup.shape(options("preset: quickstart\nlayers: 2\nsteps: 1"), 500, 64);
    assertThat(shape).isEqualTo(new DecoderShape(500, 64, 192, 2, 6, 2, 512, 10_000, 1e-5));
  }

  @Test
  void shapeNeedsNoPreset() {
    DecoderShape shape =
        TrainingSetup.shape(options("layers: 3\nwidth: 96\nheads: 6\nsteps: 1"), 500, 64);
    assertThat(shape.keyValueHeads()).isEqualTo(6);
    assertThat(shape.feedForward()).isEqualTo(256);
  }

  @Test
  void knownPresetHasItsPublishedSize() {
    DecoderShape shape =
        TrainingSetup.shape(options("preset: smollm2-135m\nsteps: 1"), 49_152, 2048);
    assertThat(shape.parameters()).isEqualTo(134_515_008);
  }

  @Test
  void tokensAreRoundedUpToSteps() {
    TrainOptions options = options("preset: tiny\ntokens: 1001\nbatch_rows: 10");
    TrainingSetup setup =
        new TrainingSetup(TrainingSetup.shape(options, 50, 10), options, "", "", 0);
    assertThat(setup.steps()).isEqualTo(11);
  }

  @Test
  void refusesSizesThatDoNotFit() {
    assertThatThrownBy(
            () -> TrainingSetup.shape(options("layers: 1\nwidth: 96\nheads: 5\nsteps: 1"), 9, 9))
        .isInstanceOf(ConfigException.class)
        .hasMessageEndingWith(
            "Cannot build a decoder with heads 5: expected a divisor of width 96");
    assertThatThrownBy(() -> TrainingSetup.shape(options("preset: huge\nsteps: 1"), 9, 9))
        .isInstanceOf(ConfigException.class)
        .hasMessageEndingWith(
            "Unknown preset 'huge'; expected one of tiny, quickstart, smollm2-135m");
  }

  private static TrainOptions options(String yaml) {
    return YamlConfig.parse("train.yaml", yaml).as(TrainOptions.class);
  }
}
