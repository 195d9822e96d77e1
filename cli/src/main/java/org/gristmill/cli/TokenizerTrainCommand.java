package org.gristmill.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.gristmill.common.ConfigException;
import org.gristmill.common.work.InputListing;
import org.gristmill.tokenization.bpe.BpeTrainer;
import org.gristmill.tokenization.bpe.BpeVocabulary;
import org.gristmill.tokenization.bpe.PreTokenizer;
import org.gristmill.tokenization.bpe.TokenizerJson;
import org.gristmill.tokenization.bpe.WordCounts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Texts to a vocabulary. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = {
      "Learn a byte-level BPE vocabulary from plain files.",
      "",
      "Of a .jsonl file each row's \"text\" is a document; any other file is one document of UTF-8."
          + " The merges are those that Hugging Face's trainer learns, and its library reads the"
          + " tokenizer.json. The result depends on the words alone, not on files or their order."
    })
final class TokenizerTrainCommand implements Callable<Integer> {

  private final Console console;

  @Option(
      names = "--input",
      paramLabel = "GLOB",
      required = true,
      description = "Files to learn from: a file, a folder or a quoted glob; may be repeated.")
  private List<String> input;

  @Option(
      names = "--vocab-size",
      paramLabel = "N",
      required = true,
      description = "Tokens, the 256 bytes and the special ones included.")
  private int vocabularySize;

  @Option(
      names = "--pattern",
      paramLabel = "NAME",
      defaultValue = "gpt2",
      completionCandidates = Patterns.class,
      description = {
        "How text is cut into words: ${COMPLETION-CANDIDATES}.",
        "Default: ${DEFAULT-VALUE}."
      })
  private String pattern;

  @Option(
      names = "--min-frequency",
      paramLabel = "N",
      defaultValue = "2",
      description = "Rarer pairs are not merged. Default: ${DEFAULT-VALUE}.")
  private long minFrequency;

  @Option(
      names = "--special",
      paramLabel = "TOKEN",
      description = "A special token; repeat for more. They get the ids from 0 on, in this order.")
  private List<String> special = new ArrayList<>();

  @Option(
      names = "--output",
      paramLabel = "FILE",
      required = true,
      description = "The tokenizer.json to write.")
  private String output;

  @Mixin private JsonOutput json;

  private long documents;
  private long bytes;

  TokenizerTrainCommand(Console console) {
    this.console = console;
  }

  /** The names of patterns. */
  static final class Patterns implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.of(PreTokenizer.Pattern.values()).map(PreTokenizer.Pattern::label).iterator();
    }
  }

  @Override
  public Integer call() throws IOException {
    BpeTrainer.Options options = options();
    BpeTrainer trainer = new BpeTrainer(options);
    WordCounts words = new WordCounts(options.pattern());
    for (String glob : input) {
      for (String file : InputListing.matching(glob, Map.of())) {
        count(file, words);
      }
    }
    words.addTo(trainer);
    BpeVocabulary vocabulary = trainer.train();
    byte[] tokenizer = TokenizerJson.write(vocabulary);
    JsonRows.write(output, out -> out.append(new String(tokenizer, StandardCharsets.UTF_8)));
    Summary summary = new Summary("trainedTokenizer", "Tokenizer " + output);
    summary.count("documents", "documents", documents);
    summary.bytes("bytes", "bytes", bytes);
    summary.count("distinct words", "distinctWords", words.counts().size());
    summary.count("vocabulary", "vocabularySize", vocabulary.tokens().size());
    summary.count("merges", "merges", vocabulary.merges().size());
    console.print("%s", summary.text());
    json.write(summary.figures());
    return Failures.DONE;
  }

  private BpeTrainer.Options options() {
    try {
      return new BpeTrainer.Options(
          PreTokenizer.Pattern.ofLabel(pattern),
          vocabularySize,
          minFrequency,
          special,
          BpeTrainer.Alphabet.ALL_BYTES);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(e.getMessage(), e);
    }
  }

  private void count(String file, WordCounts words) throws IOException {
    if (file.endsWith(".jsonl")) {
      JsonRows.read(file, (row, where) -> count(JsonRows.text(row, where), words));
    } else {
      count(JsonRows.utf8(file), words);
    }
  }

  private void count(byte[] text, WordCounts words) {
    words.add(text);
    documents++;
    bytes += text.length;
  }
}
