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
      "gristmill generate CHECKPOINT --prompt TEXT [--tokens N] [--temperature T]%n"
          + "                          [--top-k K] [--top-p P] [--no-repeat-ngram N] [--seed S]%n"
          + "                          [--stop-at-end] [--tokenizer FILE] [--json FILE]%n"
          + "                          [--trainer-memory SIZE]",
    },
    description = {
      "Continue a text with a trained decoder.",
      "",
      "  CHECKPOINT           a checkpoint, or a training directory, whose newest one is taken",
      "  --prompt TEXT        text to continue",
      "  --tokens N           tokens to draw (default: 200)",
      "  --temperature T      divides the logits; 0 takes the likeliest token (default: 0.8)",
      "  --top-k K            draw from the K likeliest tokens only (default: all)",
      "  --top-p P            draw from the likeliest tokens that together have this probability",
      "                       (default: 0.95)",
      "  --no-repeat-ngram N  never draw a token that completes N tokens which stand in the text",
      "                       already (default: allowed)",
      "  --seed S             seed of the draws (default: 0)",
      "  --stop-at-end        stop when the model ends the document; without it that token is not",
      "                       drawn",
      "  --tokenizer FILE     a tokenizer.json, if the training directory has none",
      "  --json FILE          also write text and figures here",
      "",
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
