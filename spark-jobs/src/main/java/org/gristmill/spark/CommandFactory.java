package org.gristmill.spark;

import picocli.CommandLine;

/** Gives every command the output it was started with. */
final class CommandFactory implements CommandLine.IFactory {
  private final Output output;

  CommandFactory(Output output) {
    this.output = output;
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    K created = CommandLine.defaultFactory().create(type);
    if (created instanceof ChainCommand command) {
      command.output(output);
    }
    return created;
  }
}
