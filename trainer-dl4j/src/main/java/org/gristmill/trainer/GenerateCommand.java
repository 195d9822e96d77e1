package org.gristmill.trainer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.gristmill.common.config.CanonicalJson;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.gristmill.trainer.generate.Generator;
import org.gristmill.trainer.generate.SamplingOptions;
import org.gristmill.trainer.loop.TrainedModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code generate}: continues a text. */
@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    description = "Continues a text with a checkpoint.")
final class GenerateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "CHECKPOINT",
      description = "A checkpoint, or a training directory, whose newest one is taken.")
  private String checkpoint;

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      required = true,
      description = "Text to continue.")
  private String prompt;

  @Option(
      names = "--tokens",
      paramLabel = "N",
      defaultValue = "200",
      description = "Tokens to draw (default: ${DEFAULT-VALUE}).")
  private int tokens;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      defaultValue = "0.8",
      description = "Divides the logits; 0 takes the likeliest token (default: ${DEFAULT-VALUE}).")
  private double temperature;

  @Option(
      names = "--top-k",
      paramLabel = "K",
      description = "Draw from the K likeliest tokens only.")
  private Optional<Integer> topK = Optional.empty();

  @Option(
      names = "--top-p",
      paramLabel = "P",
      defaultValue = "0.95",
      description =
          "Draw from the likeliest tokens that together have this probability (default:"
              + " ${DEFAULT-VALUE}).")
  private double topP;

  @Option(
      names = "--no-repeat-ngram",
      paramLabel = "N",
      description = "Never draw a token that completes N tokens which stand in the text already.")
  private Optional<Integer> noRepeatNgram = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "0",
      description = "Seed of the draws (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--stop-at-end",
      description = "Stop when the model ends the document; without this that token is not drawn.")
  private boolean stopAtEnd;

  @Option(
      names = "--tokenizer",
      paramLabel = "FILE",
      description = "A tokenizer.json, if the training directory has none.")
  private Optional<Path> tokenizer = Optional.empty();

  @Option(names = "--json", paramLabel = "FILE", description = "Also write text and figures here.")
  private Optional<Path> json = Optional.empty();

  @Override
  public Integer call() throws IOException {
    SamplingOptions options =
        new SamplingOptions(temperature, topK.orElse(0), topP, noRepeatNgram.orElse(0));
    Generator.Ending ending = stopAtEnd ? Generator.Ending.DOCUMENT : Generator.Ending.LENGTH;
    try (Store store = Stores.open(checkpoint, Map.of())) {
      TrainedModel model = TrainedModel.load(store, tokenizer);
      long start = System.nanoTime();
      String text = model.generator().generate(prompt, tokens, options, ending, seed);
      double seconds = (System.nanoTime() - start) / 1e9;
      spec.commandLine().getOut().println(prompt + text);
      spec.commandLine().getOut().flush();
      if (json.isPresent()) {
        Map<String, Object> figures =
            Map.of(
                "step", model.state().step(),
                "prompt", prompt,
                "text", text,
                "tokens", tokens,
                "seconds", seconds,
                "tokensPerSecond", tokens / seconds);
        Files.writeString(json.get(), CanonicalJson.pretty(figures), StandardCharsets.UTF_8);
      }
    }
    return 0;
  }
}
