package org.gristmill.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Unmatched;

/** Starts the trainer to generate text. */
@Command(
    name = "generate",
    customSynopsis = {
      "gristmill generate CHECKPOINT --prompt TEXT [--tokens N] [--temperature T] [--top-k K]",
      "                   [--top-p P] [--seed S] [--trainer-memory SIZE]",
    },
    description = {
      "Continue a text with a trained decoder.",
      "",
      "  CHECKPOINT         a training directory, whose newest checkpoint is taken, or a checkpoint",
      "  --prompt TEXT      what to continue",
      "  --tokens N         tokens to generate",
      "",
      "Further options are the trainer's own and passed on."
    })
final class GenerateCommand implements Callable<Integer> {

  private final Home home;

  @Mixin private TrainerProcess trainer;
  @Unmatched private List<String> words = new ArrayList<>();

  GenerateCommand(Home home) {
    this.home = home;
  }

  @Override
  public Integer call() throws IOException {
    return trainer.run(home, "generate", words);
  }
}
