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
      "gristmill train RECIPE [--work DIR] [--set KEY=VALUE]... [--json FILE]%n"
          + "                       [--trainer-memory SIZE]",
      "       gristmill train --data DIR --out DIR [--mixture FILE] [--preset NAME] [--tokens N]%n"
          + "                       [--tokenizer FILE] [--resume] [--set KEY=VALUE]... [--json FILE]%n"
          + "                       [--trainer-memory SIZE]",
    },
    description = {
      "Train the recipe's decoder on its mix, or go on from its last checkpoint.",
      "",
      "With a recipe the mix must be there; 'gristmill run' writes it. A run that was stopped goes on"
          + " from its last checkpoint to the same losses as one that was not. Writes checkpoints,"
          + " metrics.jsonl, losses.json and samples.txt below work/train.",
      "",
      "  RECIPE             the recipe, with a section 'train'",
      "  --work DIR         work directory (default: work)",
      "",
      "Without a recipe it trains on shards, or on a token store by a mixture:",
      "",
      "  --data DIR         a mix directory, a directory of shards, or with --mixture a token store",
      "  --out DIR          directory of the run, for what a recipe has below work/train",
      "  --mixture FILE     weights for a token store, out of which --tokens are mixed for this run",
      "  --preset NAME      shape of the decoder: tiny, quickstart or smollm2-135m",
      "  --tokens N         tokens to train on, rounded up to whole steps; with --mixture the size of",
      "                     the mix, rounded down",
      "  --tokenizer FILE   tokenizer.json of the data, copied into the run for samples and generate",
      "  --resume           go on from the newest checkpoint in --out; recipes always do",
      "",
      "Both take:",
      "",
      "  --set KEY=VALUE    another value for a key of the recipe, for example train.steps=200, or of",
      "                     the sections train and mix without one; may be repeated",
      "  --json FILE        also write the figures here",
      "",
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
