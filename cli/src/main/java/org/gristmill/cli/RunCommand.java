package org.gristmill.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.gristmill.common.ConfigException;
import org.gristmill.common.recipe.LoadedRecipe;
import org.gristmill.common.work.ChainStatus;
import org.gristmill.common.work.Stage;
import org.gristmill.common.work.StageStatus;
import org.gristmill.common.work.WorkDirectory;
import org.gristmill.mixing.Mixture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Walks the chain of a recipe. */
@Command(
    name = "run",
    description = {
      "Run a recipe from its sources to a trained decoder, doing only what is missing.",
      "",
      "Looks at what the work directory has, starts Spark for the stages from ingest to mix that are"
          + " missing, then the trainer, then writes a report page. With nothing to do it says so and"
          + " ends at once. Stopped at any moment, it goes on from there the next time, to the same"
          + " result."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gristmill run conf/recipes/quickstart.yaml",
      "  gristmill run my.yaml --until mix --work hdfs:///user/me/work",
      "  gristmill run my.yaml --set mix.seed=1 --set mixture=other-weights.yaml"
    })
final class RunCommand implements Callable<Integer> {

  private final Console console;
  private final Home home;

  @Mixin private RunOptions options;
  @Mixin private SparkProcess spark;
  @Mixin private TrainerProcess trainer;
  @Mixin private JsonOutput json;

  @Option(
      names = "--until",
      paramLabel = "STAGE",
      description =
          "Stop after this stage: ingest, dedup, vocabulary, bucket, tokenize, mix or train.")
  private String until;

  RunCommand(Console console, Home home) {
    this.console = console;
    this.home = home;
  }

  @Override
  public Integer call() throws IOException {
    LoadedRecipe recipe = options.load();
    Mixture mixture = Mixture.parse(recipe.recipe().mixture());
    Stage last = lastStage(recipe);
    try (WorkDirectory work = WorkDirectory.open(options.work(), Map.of())) {
      Chain chain = new Chain(recipe, work, options.changedInputs());
      ChainStatus before = chain.status();
      if (!before.isDoneUntil(last)) {
        if (last == Stage.TRAIN) {
          RowsNeeded.check(recipe.recipe(), mixture);
        }
        console.say("To do: %s", toDo(before, last));
        int code = work(chain, before, last);
        if (code != Failures.DONE) {
          return code;
        }
      }
      return finish(chain, before, last);
    }
  }

  private Stage lastStage(LoadedRecipe recipe) {
    boolean trains = recipe.recipe().train().isPresent();
    if (until == null) {
      return trains ? Stage.TRAIN : Stage.MIX;
    }
    Stage last = Stage.of(until);
    if (last == Stage.TRAIN && !trains) {
      throw new ConfigException(
          Wording.of(
              "Cannot run until train: %s has no section 'train'; expected one, or --until mix",
              recipe.location()));
    }
    return last;
  }

  private int work(Chain chain, ChainStatus before, Stage last) throws IOException {
    chain.fetch(console);
    Stage lastSpark = last == Stage.TRAIN ? Stage.MIX : last;
    if (!before.isDoneUntil(lastSpark)) {
      List<String> words = new ArrayList<>(List.of("run"));
      words.addAll(options.words());
      words.addAll(List.of("--until", lastSpark.key()));
      int code = spark.run(home, words);
      if (code != Failures.DONE) {
        console.say("Spark ended with %d before %s was done.", code, lastSpark.key());
        return code;
      }
    }
    if (last == Stage.TRAIN) {
      int code = trainer.train(home, options.trainerWords());
      if (code != Failures.DONE) {
        console.say("The trainer ended with %d.", code);
      }
      return code;
    }
    return Failures.DONE;
  }

  private int finish(Chain chain, ChainStatus before, Stage last) throws IOException {
    ChainStatus after = chain.status();
    List<StageStatus> open =
        after.stages().stream()
            .filter(stage -> stage.stage().compareTo(last) <= 0 && !stage.isDone())
            .toList();
    if (!open.isEmpty()) {
      console.say("Not done after all: %s", toDo(after, last));
      return Failures.FAILED;
    }
    boolean pointerMoved = chain.point(after);
    boolean worked = !before.isDoneUntil(last);
    String report = chain.report(worked || pointerMoved);
    List<StageFigures> figures = StageFigures.of(chain.work().store(), before, after, last);
    if (worked) {
      console.print(StageTable.of(figures));
    } else {
      console.print(
          "Nothing to do: %s of '%s' are done in %s.",
          count(figures), chain.recipe().recipe().name(), options.work());
    }
    console.print("Report: %s/%s", options.work(), report);
    if (worked && last == Stage.TRAIN) {
      console.print("%n%s", new NextSteps(chain.recipe(), options).text());
    }
    json.write(StageFigures.figures(chain.recipe().recipe().name(), figures));
    return Failures.DONE;
  }

  private static String count(List<StageFigures> figures) {
    return figures.size() == 1 ? "the one stage" : "all " + figures.size() + " stages";
  }

  private static String toDo(ChainStatus status, Stage last) {
    return status.stages().stream()
        .filter(stage -> stage.stage().compareTo(last) <= 0 && !stage.isDone())
        .map(stage -> stage.stage().key() + " (" + stage.reason() + ")")
        .collect(Collectors.joining(", "));
  }
}
