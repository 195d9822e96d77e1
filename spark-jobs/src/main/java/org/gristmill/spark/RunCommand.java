package org.gristmill.spark;

import java.util.List;
import java.util.stream.Stream;
import org.gristmill.common.work.Stage;
import org.gristmill.spark.chain.Chain;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code run}: all Spark stages of a recipe. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs the Spark stages of a recipe, from ingest to mix. What is done is kept; a run that was"
          + " killed is continued and ends with the same bytes.",
      "Training is not a Spark job: the last line says the command that does it."
    })
final class RunCommand extends ChainCommand {
  @Option(
      names = "--until",
      paramLabel = "STAGE",
      completionCandidates = SparkStages.class,
      description = "Last stage to run: ${COMPLETION-CANDIDATES} (default: mix).")
  String until = Chain.LAST.key();

  @Override
  Stage until() {
    Stage stage = Stage.of(until);
    if (stage.compareTo(Chain.LAST) > 0) {
      throw new org.gristmill.common.ConfigException(
          "Cannot run until '" + until + "' on Spark: expected one of " + SparkStages.names());
    }
    return stage;
  }

  /** Names of the stages that run on Spark. */
  static final class SparkStages implements Iterable<String> {
    static List<String> names() {
      return Stream.of(Stage.values())
          .filter(stage -> stage.compareTo(Chain.LAST) <= 0)
          .map(Stage::key)
          .toList();
    }

    @Override
    public java.util.Iterator<String> iterator() {
      return names().iterator();
    }
  }
}
