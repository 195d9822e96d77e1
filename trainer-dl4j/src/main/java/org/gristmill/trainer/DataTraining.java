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
import org.gristmill.common.ConfigException;
import org.gristmill.common.config.CanonicalJson;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.config.YamlConfig;
import org.gristmill.common.recipe.MixOptions;
import org.gristmill.common.recipe.TrainOptions;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
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
    TrainOptions options = configuration.at("train").as(TrainOptions.class);
    MixOptions mixOptions = configuration.at("mix").as(MixOptions.class);
    Optional<byte[]> tokenizerJson = Optional.empty();
    if (tokenizer.isPresent()) {
      tokenizerJson = Optional.of(Files.readAllBytes(tokenizer.get()));
    }
    try (Store source = Stores.open(data, Map.of());
        Store target = Stores.open(out, Map.of());
        MixData rows = open(source, mixOptions, tokenizerJson)) {
      TrainingSetup setup = TrainingSetup.of(options, rows.training().info(), rows.fingerprint());
      tokenizerJson.ifPresent(json -> Completion.requireTokenizer(json, setup));
      TrainingRun run =
          new TrainingRun(target, "", setup, rows.training(), rows.validation(), lines);
      TrainingRun.Result result = run.run(resume ? Start.RESUME : Start.FRESH);
      Completion.write(result, setup, target, "", tokenizerJson, lines);
      lines.accept(Figures.table(result.table()));
      Map<String, Object> figures = new HashMap<>(Figures.json(result));
      figures.put("directory", out);
      return figures;
    }
  }

  private MixData open(Store source, MixOptions options, Optional<byte[]> tokenizerJson)
      throws IOException {
    if (mixture.isEmpty()) {
      return MixData.shards(source, "");
    }
    long size =
        tokens.orElseThrow(
            () ->
                new ConfigException(
                    "Cannot use --mixture " + mixture.get() + ": expected --tokens N as well"));
    byte[] json =
        tokenizerJson.orElseThrow(
            () ->
                new ConfigException(
                    "Cannot use --mixture "
                        + mixture.get()
                        + ": expected --tokenizer FILE as well"));
    String text = Files.readString(Path.of(mixture.get()), StandardCharsets.UTF_8);
    ConfigTree weights =
        YamlConfig.override(YamlConfig.parse(mixture.get(), text), List.of("tokens=" + size));
    return MixData.virtual(source, "", StoreMix.plan(source, weights, options, json));
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
