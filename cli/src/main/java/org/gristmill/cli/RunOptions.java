package org.gristmill.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.gristmill.common.recipe.LoadedRecipe;
import org.gristmill.common.recipe.RecipeLoader;
import org.gristmill.common.work.ChangedInputs;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every command that works on a recipe takes. */
final class RunOptions {

  @Parameters(
      paramLabel = "RECIPE",
      description = "The recipe, for example conf/recipes/quickstart.yaml.")
  private String recipe;

  @Option(
      names = "--work",
      paramLabel = "DIR",
      defaultValue = "work",
      description = "Work directory, a local or any Hadoop path (default: ${DEFAULT-VALUE}).")
  private String work;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Use another value for a key of the recipe, for example mix.seed=7. May be repeated; goes"
              + " before what the files say.")
  private List<String> assignments = new ArrayList<>();

  @Option(
      names = "--accept-changed",
      description =
          "Go on when inputs that were read before have changed or vanished, as with new ones."
              + " Without it that is an error.")
  private boolean acceptChanged;

  String location() {
    return recipe;
  }

  String work() {
    return work;
  }

  ChangedInputs changedInputs() {
    return acceptChanged ? ChangedInputs.ACCEPT : ChangedInputs.REFUSE;
  }

  List<String> assignments() {
    return assignments;
  }

  /** Reads the recipe as the command line changes it. */
  LoadedRecipe load() throws IOException {
    return RecipeLoader.load(recipe, assignments);
  }

  /** The same request as words for the Spark jobs. */
  List<String> words() {
    List<String> words = trainerWords();
    if (acceptChanged) {
      words.add("--accept-changed");
    }
    return words;
  }

  /** The same request as words for the trainer, which reads no inputs. */
  List<String> trainerWords() {
    List<String> words = new ArrayList<>(List.of(recipe, "--work", work));
    for (String assignment : assignments) {
      words.add("--set");
      words.add(assignment);
    }
    return words;
  }
}
