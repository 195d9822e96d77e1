package org.gristmill.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Unmatched;

/** Starts the trainer. */
@Command(
    name = "train",
    customSynopsis = {
      "gristmill train RECIPE [--work DIR] [--set KEY=VALUE]... [--trainer-memory SIZE]",
    },
    description = {
      "Train the recipe's decoder on its mix, or go on from its last checkpoint.",
      "",
      "The mix must be there; 'gristmill run' writes it. A run that was stopped goes on from its last"
          + " checkpoint to the same losses as one that was not. Writes checkpoints, metrics.jsonl,"
          + " losses.json and samples.txt below work/train.",
      "",
      "  RECIPE             the recipe, with a section 'train'",
      "  --work DIR         work directory (default: work)",
      "  --set KEY=VALUE    another value for a key of the recipe, for example train.steps=200",
      "",
      "Further options are the trainer's own and passed on."
    })
final class TrainCommand implements Callable<Integer> {

  private final Home home;

  @Mixin private TrainerProcess trainer;
  @Unmatched private List<String> words = new ArrayList<>();

  TrainCommand(Home home) {
    this.home = home;
  }

  @Override
  public Integer call() throws IOException {
    return trainer.run(home, "train", words);
  }
}
