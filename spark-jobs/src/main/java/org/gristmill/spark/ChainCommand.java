package org.gristmill.spark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.gristmill.common.recipe.LoadedRecipe;
import org.gristmill.common.recipe.RecipeLoader;
import org.gristmill.common.work.ChangedInputs;
import org.gristmill.common.work.Stage;
import org.gristmill.common.work.WorkDirectory;
import org.gristmill.spark.chain.Chain;
import org.gristmill.spark.job.Partitions;
import org.gristmill.storage.HadoopSettings;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What all commands that run stages share. */
abstract class ChainCommand implements Callable<Integer> {
  private static final String HADOOP = "spark.hadoop.";
  private static final int JAVA = Runtime.version().feature();

  @Parameters(paramLabel = "RECIPE", description = "Recipe file: a local path or any Hadoop path.")
  String recipe;

  @Option(
      names = "--work",
      paramLabel = "DIR",
      defaultValue = "work",
      description = "Work directory, a local or Hadoop path (default: ${DEFAULT-VALUE}).")
  String work;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides one key of the recipe, such as mix.seed=7. May be repeated.")
  List<String> overrides = new ArrayList<>();

  @Option(
      names = "--accept-changed",
      description = "Starts over with the inputs there are when some vanished or changed.")
  boolean acceptChanged;

  @Option(
      names = {"-v", "--verbose"},
      description = "Prints the stack trace of a failure.")
  boolean verbose;

  @Option(
      names = "--no-advice",
      hidden = true,
      description = "Leaves out the command to type next; the front command goes on by itself.")
  boolean noAdvice;

  private static final String SHUFFLE_PARTITIONS = "spark.sql.shuffle.partitions";

  private Output output;

  void output(Output given) {
    output = given;
  }

  boolean verbose() {
    return verbose;
  }

  /** Last stage to run. */
  abstract Stage until();

  @Override
  public Integer call() throws IOException {
    SupportedSpark.check(org.apache.spark.package$.MODULE$.SPARK_VERSION(), JAVA);
    Submission submission = Submission.of(new SparkConf());
    submission.checkWork(work);
    Map<String, String> settings = settings();
    String location = submission.recipe(recipe, ChainCommand::session);
    LoadedRecipe loaded = RecipeLoader.load(location, overrides, settings);
    try (WorkDirectory directory = WorkDirectory.open(work, settings)) {
      Chain chain =
          new Chain(
              ChainCommand::session,
              loaded,
              directory,
              settings,
              acceptChanged ? ChangedInputs.ACCEPT : ChangedInputs.REFUSE,
              output::line);
      List<Stage> ran = chain.run(until());
      if (ran.isEmpty()) {
        output.line("Nothing to do.");
      }
      boolean trains = loaded.recipe().train().isPresent() && until() == Chain.LAST;
      if (trains && !noAdvice) {
        output.line(next());
      }
    }
    return 0;
  }

  /** The command that goes on from here, with the same settings. */
  String next() {
    StringBuilder line = new StringBuilder("Next: bin/gristmill train ");
    line.append(recipe).append(" --work ").append(work);
    for (String assignment : overrides) {
      line.append(" --set '").append(assignment.replace("'", "'\\''")).append("'");
    }
    return line.toString();
  }

  /** File system settings that spark-submit was given, and the S3 credentials of this process. */
  private static Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    SparkConf submitted = new SparkConf();
    for (scala.Tuple2<String, String> entry : submitted.getAll()) {
      if (entry._1().startsWith(HADOOP)) {
        settings.put(entry._1().substring(HADOOP.length()), entry._2());
      }
    }
    // Requests to the Hub are bounded in the whole cluster.
    for (String executors :
        List.of("spark.dynamicAllocation.maxExecutors", "spark.executor.instances")) {
      if (submitted.contains(executors)) {
        settings.putIfAbsent("fs.hf.processes", submitted.get(executors));
      }
    }
    return HadoopSettings.withCredentials(settings, System.getenv());
  }

  private static SparkSession session() {
    SparkSession session = SparkSession.builder().appName("gristmill").getOrCreate();
    if (!session.sparkContext().getConf().contains(SHUFFLE_PARTITIONS)) {
      // Spark's 200 would cost more than the work on few cores: most shuffles carry addresses
      session.conf().set(SHUFFLE_PARTITIONS, Partitions.of(session).count());
    }
    return session;
  }
}
