package org.gristmill.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/** How help looks: one width everywhere, and the commands in groups. */
final class HelpStyle {

  /** Columns of help texts. */
  static final int WIDTH = 100;

  private static final Map<String, List<String>> GROUPS = groups();

  private HelpStyle() {}

  private static Map<String, List<String>> groups() {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    groups.put("From sources to a trained decoder", List.of("run", "plan"));
    groups.put(
        "One stage of a recipe",
        List.of("ingest", "dedup", "vocabulary", "bucket", "tokenize", "mix"));
    groups.put("Trainer", List.of("train", "generate"));
    groups.put(
        "Look at what is there", List.of("inspect", "verify", "report", "packing", "export"));
    groups.put("On plain files", List.of("tokenizer"));
    groups.put("Housekeeping", List.of("gc", "doctor", "help"));
    return groups;
  }

  static void apply(CommandLine root) {
    root.getHelpSectionMap()
        .put(CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST, HelpStyle::commandList);
    for (CommandLine command : root.getSubcommands().values()) {
      if (!(command.getCommand() instanceof CommandLine.HelpCommand)) {
        command.getCommandSpec().addOption(helpOption());
      }
    }
  }

  private static CommandLine.Model.OptionSpec helpOption() {
    return CommandLine.Model.OptionSpec.builder("-h", "--help")
        .usageHelp(true)
        .description("Show this help and exit.")
        .build();
  }

  private static String commandList(Help help) {
    StringBuilder text = new StringBuilder();
    GROUPS.forEach(
        (title, names) -> {
          text.append(Wording.of("%n%s:%n", title));
          for (String name : names) {
            Help command = help.subcommands().get(name);
            text.append(Wording.of("  %-12s%s%n", name, sentence(command.commandSpec())));
          }
        });
    return text.toString();
  }

  /** What a command is for: its header, or else the first line of its description. */
  private static String sentence(CommandLine.Model.CommandSpec command) {
    String[] header = command.usageMessage().header();
    String[] description = command.usageMessage().description();
    return (header.length > 0 ? header[0] : description[0]).replaceAll("\\.$", "");
  }
}
