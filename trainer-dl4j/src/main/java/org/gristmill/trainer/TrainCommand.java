package org.gristmill.trainer;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.gristmill.common.ConfigException;
import org.gristmill.common.config.CanonicalJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code train}: the last stage of a recipe, or a run on data of its own. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = {
      "Trains a decoder.",
      "",
      "With RECIPE: on the mix of that recipe in the work directory; goes on from the newest"
          + " checkpoint, if there is one.",
      "With --data: on shards, or on a token store by a mixture, into a directory of its own."
    })
final class TrainCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(index = "0", arity = "0..1", paramLabel = "RECIPE", description = "Recipe file.")
  private Optional<String> recipe = Optional.empty();

  @Option(
      names = "--work",
      paramLabel = "DIR",
      defaultValue = "work",
      description = "Work directory of the recipe (default: ${DEFAULT-VALUE}).")
  private String work;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Another value for a key, for example train.steps=200; may be repeated.")
  private List<String> assignments = new ArrayList<>();

  @Option(
      names = "--stage",
      paramLabel = "NAME",
      defaultValue = "pretrain",
      description = "Stage of training (default: ${DEFAULT-VALUE}, the only one there is).")
  private String stage;

  @Option(
      names = "--resume",
      description = "Go on from the newest checkpoint in --out; recipes always do.")
  private boolean resume;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Mix directory, directory of shards, or token store.")
  private Optional<String> data = Optional.empty();

  @Option(
      names = "--mixture",
      paramLabel = "FILE",
      description = "Weights for a token store, out of which --tokens are mixed for this run.")
  private Optional<String> mixture = Optional.empty();

  @Option(
      names = "--tokens",
      paramLabel = "N",
      description =
          "Tokens to train on, rounded up to whole steps; with --mixture the size of the mix,"
              + " rounded down.")
  private Optional<Long> tokens = Optional.empty();

  @Option(names = "--preset", paramLabel = "NAME", description = "Shape of the decoder.")
  private Optional<String> preset = Optional.empty();

  @Option(names = "--out", paramLabel = "DIR", description = "Directory of the run.")
  private Optional<String> out = Optional.empty();

  @Option(
      names = "--tokenizer",
      paramLabel = "FILE",
      description = "tokenizer.json of the data, copied into the run for samples and generate.")
  private Optional<Path> tokenizer = Optional.empty();

  @Option(names = "--json", paramLabel = "FILE", description = "Also write the figures here.")
  private Optional<Path> json = Optional.empty();

  @Override
  public Integer call() throws IOException {
    if (!stage.equals("pretrain")) {
      throw new ConfigException("Cannot run training stage '" + stage + "': expected pretrain");
    }
    if (recipe.isPresent() == data.isPresent()) {
      throw new ConfigException(
          "Cannot choose what to train on: there is "
              + (recipe.isPresent() ? "both RECIPE and --data" : "neither RECIPE nor --data")
              + "; expected exactly one");
    }
    Map<String, Object> figures =
        recipe.isPresent()
            ? new RecipeTraining(recipe.get(), work, assignments, this::print).run()
            : dataTraining().run();
    if (json.isPresent()) {
      Files.writeString(json.get(), CanonicalJson.pretty(figures), StandardCharsets.UTF_8);
    }
    return 0;
  }

  private DataTraining dataTraining() {
    return new DataTraining(
        data.orElseThrow(),
        preset,
        out.orElseThrow(
            () -> new ConfigException("Cannot train on --data: expected --out DIR as well")),
        assignments,
        tokens,
        mixture,
        tokenizer,
        resume,
        this::print);
  }

  private void print(String line) {
    PrintWriter writer = spec.commandLine().getOut();
    writer.println(line);
    writer.flush();
  }
}
