package org.gristmill.spark;

import org.gristmill.common.work.Stage;
import picocli.CommandLine.Command;

/** One command per stage: brings the chain up to date as far as that stage. */
final class StageCommands {
  private StageCommands() {}

  @Command(
      name = "ingest",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = {
        "Reads sources into document tables and measures every text.",
        "Stages before it run first where they are not done."
      })
  static final class Ingest extends ChainCommand {
    @Override
    Stage until() {
      return Stage.INGEST;
    }
  }

  @Command(
      name = "dedup",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = {
        "Decides which of equal documents stays.",
        "Stages before it run first where they are not done."
      })
  static final class Dedup extends ChainCommand {
    @Override
    Stage until() {
      return Stage.DEDUP;
    }
  }

  @Command(
      name = "vocabulary",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = {
        "Trains the tokenizer, if the recipe asks for one.",
        "Stages before it run first where they are not done."
      })
  static final class Vocabulary extends ChainCommand {
    @Override
    Stage until() {
      return Stage.VOCABULARY;
    }
  }

  @Command(
      name = "bucket",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = {
        "Filters documents by length and places them in strata.",
        "Stages before it run first where they are not done."
      })
  static final class Bucket extends ChainCommand {
    @Override
    Stage until() {
      return Stage.BUCKET;
    }
  }

  @Command(
      name = "tokenize",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = {
        "Encodes kept documents into the token store.",
        "Stages before it run first where they are not done."
      })
  static final class Tokenize extends ChainCommand {
    @Override
    Stage until() {
      return Stage.TOKENIZE;
    }
  }

  @Command(
      name = "mix",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = {
        "Plans the mixture and writes packed shards.",
        "Stages before it run first where they are not done."
      })
  static final class Mix extends ChainCommand {
    @Override
    Stage until() {
      return Stage.MIX;
    }
  }
}
