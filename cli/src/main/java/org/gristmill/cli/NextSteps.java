package org.gristmill.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gristmill.common.recipe.LoadedRecipe;
import org.gristmill.common.store.Stores;
import org.gristmill.mixing.Ask;
import org.gristmill.mixing.MixComponent;
import org.gristmill.mixing.Mixture;

/**
 * What to try after a run.
 *
 * @param recipe the recipe that ran
 * @param options how it ran
 */
record NextSteps(LoadedRecipe recipe, RunOptions options) {

  String text() {
    List<String> lines = new ArrayList<>();
    lines.add("What to try next:");
    lines.add(
        Wording.of(
            "  change one weight in %s and run the same command again:",
            file(recipe.recipe().mixture().source())));
    lines.add("  only mix and train will run. Or without an editor:");
    lines.add(Wording.of("    bin/gristmill run %s%s", options.location(), assignment()));
    lines.add("  see what a mixture means before running it:");
    lines.add(Wording.of("    bin/gristmill plan %s", options.location()));
    lines.add("  check every byte of what was written:");
    lines.add(Wording.of("    bin/gristmill verify %s", options.work()));
    return String.join(System.lineSeparator(), lines);
  }

  /** A local path without detours; anything else as it is. */
  private static String file(String source) {
    return Stores.scheme(source).isEmpty() ? Path.of(source).normalize().toString() : source;
  }

  /** An assignment that doubles the first weight. */
  private String assignment() {
    for (MixComponent component : Mixture.parse(recipe.recipe().mixture()).components()) {
      if (component.ask() == Ask.WEIGHT && component.amount().signum() > 0) {
        return Wording.of(
            " --set 'mixture.weights.\"%s\"=%s'",
            component.pattern(), component.amount().add(component.amount()).toPlainString());
      }
    }
    return " --set mix.seed=1";
  }
}
