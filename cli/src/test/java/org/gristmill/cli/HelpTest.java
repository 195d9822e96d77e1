package org.gristmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class HelpTest {

  private static final Path HOME = Path.of("nowhere");

  private static CommandLine commandLine() {
    Console console =
        new Console(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()));
    return Main.commandLine(console, new Home(HOME));
  }

  static Stream<String> commands() {
    return commandLine().getSubcommands().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandExplainsItselfWithinTheWidth(String command) {
    Captured help = Captured.run(HOME, command, "--help");

    assertThat(help.code()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out()).contains("Usage: gristmill " + command);
    assertThat(help.out().lines())
        .hasSizeGreaterThan(5)
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(HelpStyle.WIDTH))
        .allSatisfy(line -> assertThat(line).isEqualTo(line.stripTrailing()));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyOptionIsDescribed(String command) {
    CommandLine.Model.CommandSpec spec =
        commandLine().getSubcommands().get(command).getCommandSpec();

    assertThat(spec.usageMessage().description()).isNotEmpty();
    assertThat(spec.options())
        .allSatisfy(option -> assertThat(String.join("", option.description())).isNotBlank());
  }

  @Test
  void rootHelpListsEveryCommandOnceWithOneSentence() {
    String help = Captured.run(HOME, "--help").out();

    assertThat(commands())
        .allSatisfy(
            command ->
                assertThat(help.lines().filter(line -> line.startsWith("  " + command + " ")))
                    .singleElement()
                    .satisfies(line -> assertThat(line.strip().length()).isGreaterThan(25)));
    assertThat(help.lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(HelpStyle.WIDTH));
  }

  @Test
  void trainerCommandsExplainWhatTheyPassOn() {
    assertThat(Captured.run(HOME, "train", "--help").out().lines().map(HelpTest::firstWord))
        .contains("RECIPE", "--work", "--data", "--out", "--mixture", "--preset", "--tokens")
        .contains("--tokenizer", "--resume", "--set", "--json");
    assertThat(Captured.run(HOME, "generate", "--help").out().lines().map(HelpTest::firstWord))
        .contains("CHECKPOINT", "--prompt", "--tokens", "--temperature", "--top-k", "--top-p")
        .contains("--no-repeat-ngram", "--seed", "--stop-at-end", "--tokenizer", "--json");
  }

  private static String firstWord(String line) {
    return line.strip().split(" ", 2)[0];
  }

  @Test
  void versionNamesTheProgram() {
    assertThat(Captured.run(HOME, "--version").out()).startsWith("gristmill ");
  }

  @Test
  void aCommandThatDoesNotExistIsWrongUsageWithASuggestion() {
    Captured run = Captured.run(HOME, "tokenise", "x.yaml");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains("Unmatched argument", "Did you mean 'tokenize'?", "gristmill --help");
  }

  @Test
  void anOptionThatDoesNotExistIsWrongUsageWithASuggestion() {
    Captured run = Captured.run(HOME, "run", "x.yaml", "--wrok=y");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("Unknown option: '--wrok=y'", "Did you mean '--work'?");
  }

  @Test
  void noCommandIsWrongUsage() {
    Captured run = Captured.run(HOME);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("Missing command", "gristmill --help");
  }
}
