package org.gristmill.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Tokenizers on plain files. */
@Command(
    name = "tokenizer",
    description = {
      "Encode, decode, render, train and time tokenizers on plain files.",
      "",
      "No recipe and no Spark: one process reads the files and writes the result."
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      TokenizerEncodeCommand.class,
      TokenizerDecodeCommand.class,
      TokenizerRenderCommand.class,
      TokenizerTrainCommand.class,
      TokenizerBenchCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gristmill tokenizer train --input 'texts/*.jsonl' --vocab-size 16384 --output t.json",
      "  gristmill tokenizer encode --tokenizer t.json --input in.jsonl --output out.jsonl",
      "  gristmill tokenizer render --tokenizer t.json --template chatml --input chats.jsonl "
          + "--output ids.jsonl",
      "  gristmill tokenizer bench --tokenizer t.json --input docs.jsonl"
    })
final class TokenizerCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }
}
