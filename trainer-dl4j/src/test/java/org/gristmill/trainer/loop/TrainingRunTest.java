package org.gristmill.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gristmill.common.ConfigException;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.config.YamlConfig;
import org.gristmill.common.recipe.TrainOptions;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.gristmill.tokenization.shard.RowSource;
import org.gristmill.tokenization.shard.ShardInfo;
import org.gristmill.tokenization.stream.Row;
import org.gristmill.trainer.data.PatternRows;
import org.gristmill.trainer.loop.TrainingRun.Start;
import org.gristmill.trainer.model.DecoderShape;
import org.gristmill.trainer.model.ParameterLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingRunTest {

  private static final int LENGTH = 24;
  private static final int VOCABULARY = 40;
  private static final String OPTIONS =
      """
      preset: tiny
      steps: 30
      batch_rows: 3
      learning_rate: 0.01
      checkpoint_every: 8
      eval_every: 7
      eval_rows: 4
      """;

  @TempDir Path folder;

  private final RowSource rows = new PatternRows(100, LENGTH, VOCABULARY);
  private final RowSource held = new PatternRows(9, LENGTH, VOCABULARY);
  private final List<String> printed = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(strings = {"", "muon: {}\n"})
  void learnsAndWritesLossesPerStratum(String optimizer) throws Exception {
    TrainingRun.Result result = run("a", OPTIONS + optimizer, rows, Start.FRESH);

    assertThat(result.table().strata().keySet())
        .containsExactly("xx/up/all/all", "xx/twice/all/all");
    assertThat(result.table().strata().values())
        .allSatisfy(
            entry -> {
              assertThat(entry.trainTokens()).isGreaterThan(400);
              assertThat(entry.heldOutStart().orElseThrow()).isBetween(3.5, 4.0); // ln 40 = 3.69
              assertThat(entry.heldOutEnd().orElseThrow())
                  .isLessThan(entry.unigramLoss().orElseThrow() - 0.4);
              assertThat(entry.unigramEntropy()).isBetween(2.0, 3.7);
            });
    assertThat(Files.readAllLines(folder.resolve("a/metrics.jsonl")))
        .hasSize(34)
        .last()
        .asString()
        .contains("\"step\":30", "\"loss\":", "\"learning_rate\":", "\"gradient_norm\":");
    assertThat(printed).last().asString().matches("step 30/30  loss .* tokens/s  0:00 left");
    assertThat(new Checkpoints(store("a"), "").steps()).containsExactly(16L, 24L, 30L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "muon: {momentum: 0.9}\n"})
  void resumedRunEqualsTheUninterruptedBitForBit(String optimizer) throws Exception {
    String options = OPTIONS + optimizer;
    run("whole", options, rows, Start.FRESH);
    assertThatThrownBy(() -> run("killed", options, new FailingRows(rows, 3 * 20), Start.FRESH))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("power cut");
    run("killed", options, rows, Start.RESUME);

    for (String file : List.of("parameters.bin", "optimizer.bin", "state.json")) {
      assertThat(folder.resolve("killed/checkpoints/step-000030").resolve(file))
          .hasSameBinaryContentAs(folder.resolve("whole/checkpoints/step-000030").resolve(file));
    }
    assertThat(folder.resolve("killed/losses.json"))
        .hasSameBinaryContentAs(folder.resolve("whole/losses.json"));
    assertThat(withoutSpeed("killed")).isEqualTo(withoutSpeed("whole"));
  }

  @Test
  void muonKeepsOneMomentumPerNumberOfAProjectionAndAdamTwoOfTheRest() throws Exception {
    DecoderShape shape = run("a", OPTIONS + "muon: {}\n", rows, Start.FRESH).network().shape();
    ParameterLayout layout = new ParameterLayout(shape);
    long matrices = layout.length(ParameterLayout.Group.MATRICES);
    assertThat(
            ParameterLayout.projections(shape).stream()
                .mapToLong(part -> (long) part.inputs() * part.outputs())
                .sum())
        .isEqualTo(matrices);
    assertThat(folder.resolve("a/checkpoints/step-000030/optimizer.bin"))
        .hasSize(32 + Float.BYTES * (2 * (layout.length() - matrices) + matrices));
  }

  @Test
  void halfWrittenCheckpointIsNone() throws Exception {
    assertThatThrownBy(() -> run("a", OPTIONS, new FailingRows(rows, 3 * 20), Start.FRESH))
        .hasMessage("power cut");
    Files.delete(folder.resolve("a/checkpoints/step-000016/state.json"));
    run("a", OPTIONS, rows, Start.RESUME);
    run("b", OPTIONS, rows, Start.FRESH);

    assertThat(folder.resolve("a/checkpoints/step-000030/parameters.bin"))
        .hasSameBinaryContentAs(folder.resolve("b/checkpoints/step-000030/parameters.bin"));
  }

  @Test
  void damagedCheckpointIsNamed() throws Exception {
    assertThatThrownBy(() -> run("a", OPTIONS, new FailingRows(rows, 3 * 20), Start.FRESH))
        .hasMessage("power cut");
    Path file = folder.resolve("a/checkpoints/step-000016/optimizer.bin");
    byte[] bytes = Files.readAllBytes(file);
    bytes[1000] ^= 1;
    Files.write(file, bytes);

    assertThatThrownBy(() -> run("a", OPTIONS, rows, Start.RESUME))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageStartingWith(
            "Cannot load checkpoints/step-000016/optimizer.bin: its checksum differs");
  }

  @Test
  void refusesToStartOverARunOrToResumeAnother() throws Exception {
    run("a", OPTIONS, rows, Start.FRESH);
    assertThatThrownBy(() -> run("a", OPTIONS, rows, Start.FRESH))
        .isInstanceOf(ConfigException.class)
        .hasMessageEndingWith(
            "it holds a run at step 30; expected --resume to continue it, or another directory");
    assertThatThrownBy(() -> run("a", OPTIONS + "seed: 5\n", rows, Start.RESUME))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("it was started with another configuration");
  }

  @Test
  void refusesToReadPastTheEndOfTheMix() {
    RowSource few = new PatternRows(80, LENGTH, VOCABULARY);
    assertThatThrownBy(() -> run("a", OPTIONS, few, Start.FRESH))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Cannot train 30 steps of 3 rows: they take 90 rows and the mix has 80, to be read once;"
                + " expected at most 26 steps, a larger mix, or a higher train.max_mix_epochs");
  }

  @Test
  void readsTheMixAgainIfAllowed() throws Exception {
    RowSource few = new PatternRows(80, LENGTH, VOCABULARY);
    run("a", OPTIONS + "max_mix_epochs: 2\n", few, Start.FRESH);
    assertThat(new Checkpoints(store("a"), "").latest().orElseThrow().nextRow()).isEqualTo(90);
  }

  private TrainingRun.Result run(String name, String yaml, RowSource training, Start start)
      throws Exception {
    TrainOptions options = YamlConfig.parse("train.yaml", yaml).as(TrainOptions.class);
    TrainingSetup setup = TrainingSetup.of(options, training.info(), "mix-1");
    return new TrainingRun(store(name), "", setup, training, Optional.of(held), printed::add)
        .run(start);
  }

  private Store store(String name) throws Exception {
    return Stores.open(folder.resolve(name).toString(), Map.of());
  }

  private String withoutSpeed(String name) throws Exception {
    return Files.readString(folder.resolve(name).resolve("metrics.jsonl"), StandardCharsets.UTF_8)
        .replaceAll("\"tokens_per_second\":\\d+", "");
  }

  private static final class FailingRows implements RowSource {
    private final RowSource rows;
    private final long failAt;

    FailingRows(RowSource rows, long failAt) {
      this.rows = rows;
      this.failAt = failAt;
    }

    @Override
    public long rows() throws IOException {
      return rows.rows();
    }

    @Override
    public ShardInfo info() {
      return rows.info();
    }

    @Override
    public void close() {}

    @Override
    public void read(long row, Row target) throws IOException {
      if (row >= failAt) {
        throw new IllegalStateException("power cut");
      }
      rows.read(row, target);
    }
  }
}
