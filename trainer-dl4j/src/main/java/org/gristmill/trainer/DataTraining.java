package org.gristmill.trainer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.gristmill.common.config.CanonicalJson;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.config.YamlConfig;
import org.gristmill.common.recipe.MixOptions;
import org.gristmill.common.recipe.TrainOptions;
import org.gristmill.common.store.FileDigest;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.gristmill.common.work.Lease;
import org.gristmill.common.work.Timing;
import org.gristmill.common.work.WorkDirectory;
import org.gristmill.tokenization.Tokenizers;
import org.gristmill.trainer.data.MixData;
import org.gristmill.trainer.data.StoreMix;
import org.gristmill.trainer.loop.Completion;
import org.gristmill.trainer.loop.Figures;
import org.gristmill.trainer.loop.TrainingRun;
import org.gristmill.trainer.loop.TrainingRun.Start;
import org.gristmill.trainer.loop.TrainingSetup;

/** Training without a recipe: any shards or token store, into a directory of the user's choice. */
record DataTraining(
    String data,
    Optional<String> preset,
    String out,
    List<String> assignments,
    Optional<Long> tokens,
    Optional<String> mixture,
    Optional<Path> tokenizer,
    boolean resume,
    Consumer<String> lines) {

  /** Trains; returns the figures. */
  Map<String, Object> run() throws IOException {
    ConfigTree configuration = configuration();
    MixOptions mixOptions = configuration.at("mix").as(MixOptions.class);
    TrainOptions options = options(configuration, mixOptions);
    Optional<byte[]> tokenizerJson = Optional.empty();
    if (tokenizer.isPresent()) {
      tokenizerJson =
          Optional.of(
              Tokenizers.tokenizerJson(Files.readAllBytes(tokenizer.get()), Optional.empty()));
    }
    Timing.Watch watch = Timing.start();
    try (Store source = Stores.open(data, Map.of());
        WorkDirectory directory = WorkDirectory.open(out, Map.of());
        MixData rows = open(source, options, mixOptions, tokenizerJson)) {
      TrainingSetup setup = TrainingSetup.of(options, rows.training().info(), rows.fingerprint());
      tokenizerJson.ifPresent(json -> Completion.requireTokenizer(json, setup));
      try (Lease lease = directory.lease("train --out")) {
        lease.removeUnfinished("");
        return train(lease.guarded().store(), setup, rows, tokenizerJson, watch);
      }
    }
  }

  private Map<String, Object> train(
      Store target,
      TrainingSetup setup,
      MixData rows,
      Optional<byte[]> tokenizerJson,
      Timing.Watch watch)
      throws IOException {
    TrainingRun run = new TrainingRun(target, "", setup, rows.training(), rows.validation(), lines);
    TrainingRun.Result result = run.run(resume ? Start.RESUME : Start.FRESH);
    Map<String, FileDigest> files = new HashMap<>(result.timed());
    files.putAll(Completion.write(result, setup, target, "", tokenizerJson, lines));
    watch.stop().with(files).write(target, "");
    lines.accept(Figures.table(result.table()));
    Map<String, Object> figures = new HashMap<>(Figures.json(result));
    figures.put("directory", out);
    return figures;
  }

  private MixData open(
      Store source, TrainOptions train, MixOptions options, Optional<byte[]> tokenizerJson)
      throws IOException {
    if (mixture.isEmpty()) {
      return MixData.shards(source, "");
    }
    long size = train.steps().orElseThrow() * stepTokens(train, options);
    String text = Files.readString(Path.of(mixture.get()), StandardCharsets.UTF_8);
    ConfigTree weights =
        YamlConfig.override(YamlConfig.parse(mixture.get(), text), List.of("tokens=" + size));
    return MixData.virtual(source, "", StoreMix.plan(source, weights, options, tokenizerJson));
  }

  /**
   * The training options. With a mixture, tokens are the size of the mix: as many whole steps as
   * they fill, at least one, so that the mix has the rows of every step and takes no more from the
   * store than it was asked for.
   */
  private TrainOptions options(ConfigTree configuration, MixOptions mixOptions) {
    TrainOptions asked = configuration.at("train").as(TrainOptions.class);
    if (mixture.isEmpty() || asked.tokens().isEmpty()) {
      return asked;
    }
    long steps = Math.max(1, asked.tokens().get() / stepTokens(asked, mixOptions));
    return asked.withSteps(steps);
  }

  private static long stepTokens(TrainOptions train, MixOptions mix) {
    return (long) train.batchRows() * (mix.sequenceLength() + 1);
  }

  /** Sections {@code train} and {@code mix} as --set, --preset and --tokens give them. */
  private ConfigTree configuration() {
    Map<String, Object> train = new HashMap<>();
    preset.ifPresent(name -> train.put("preset", name));
    tokens.ifPresent(count -> train.put("tokens", count));
    String defaults = CanonicalJson.of(Map.of("train", train, "mix", Map.of()));
    ConfigTree tree =
        YamlConfig.override(
            YamlConfig.parseJson("command line", defaults), new ArrayList<>(assignments));
    tree.allowOnly(List.of("train", "mix"));
    return tree;
  }
}
