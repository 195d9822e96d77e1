package org.gristmill.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.gristmill.common.recipe.LoadedRecipe;
import org.gristmill.common.work.WorkDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** One Spark stage of a recipe; the stages before it must be there. */
abstract class StageCommand implements Callable<Integer> {

  private final Console console;
  private final Home home;

  @Mixin private RunOptions options;
  @Mixin private SparkProcess spark;

  StageCommand(Console console, Home home) {
    this.console = console;
    this.home = home;
  }

  abstract String stage();

  @Override
  public Integer call() throws IOException {
    LoadedRecipe recipe = options.load();
    try (WorkDirectory work = WorkDirectory.open(options.work(), Map.of())) {
      new Chain(recipe, work, options.changedInputs()).fetch(console);
    }
    List<String> words = new ArrayList<>(List.of(stage()));
    words.addAll(options.words());
    return spark.run(home, words);
  }

  @Command(
      name = "ingest",
      description = {
        "Read the sources into documents.",
        "",
        "Reads every input once, measures each document, and sets aside what cannot be read. Inputs"
            + " that were read before are not read again."
      })
  static final class Ingest extends StageCommand {
    Ingest(Console console, Home home) {
      super(console, home);
    }

    @Override
    String stage() {
      return "ingest";
    }
  }

  @Command(
      name = "dedup",
      description = {
        "Decide which of equal documents stays.",
        "",
        "Writes a decision for every document; the documents themselves stay as they are."
      })
  static final class Dedup extends StageCommand {
    Dedup(Console console, Home home) {
      super(console, home);
    }

    @Override
    String stage() {
      return "dedup";
    }
  }

  @Command(
      name = "vocabulary",
      description = {
        "Train the recipe's tokenizer.",
        "",
        "Counts words and merges pairs into a byte-level BPE vocabulary, written as tokenizer.json."
            + " Nothing to do for a recipe that names a tokenizer."
      })
  static final class Vocabulary extends StageCommand {
    Vocabulary(Console console, Home home) {
      super(console, home);
    }

    @Override
    String stage() {
      return "vocabulary";
    }
  }

  @Command(
      name = "bucket",
      description = {
        "Filter documents and sort them into strata.",
        "",
        "Reads measurements, never text: other thresholds take seconds."
      })
  static final class Bucket extends StageCommand {
    Bucket(Console console, Home home) {
      super(console, home);
    }

    @Override
    String stage() {
      return "bucket";
    }
  }

  @Command(
      name = "tokenize",
      description = {
        "Encode the documents that were kept, in key order per stratum.",
        "",
        "Tokens of documents that any earlier token store holds are moved, not encoded again."
      })
  static final class Tokenize extends StageCommand {
    Tokenize(Console console, Home home) {
      super(console, home);
    }

    @Override
    String stage() {
      return "tokenize";
    }
  }

  @Command(
      name = "mix",
      description = {
        "Write packed shards of the recipe's mixture.",
        "",
        "Takes exactly the tokens that the mixture asks of each stratum. 'gristmill plan' shows them"
            + " beforehand."
      })
  static final class Mix extends StageCommand {
    Mix(Console console, Home home) {
      super(console, home);
    }

    @Override
    String stage() {
      return "mix";
    }
  }
}
