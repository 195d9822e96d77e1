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
          + " tokenizer.json. The result depends on the words alone, not on files or their order,"
          + " unless --max-characters stops the reading."
    },
    footerHeading = "%nKnown vocabularies:%n",
    footer = {
      "  nanochat  --pattern nanochat --vocab-size 32768 (or 65536) --min-frequency 0 --special-last",
      "            --max-characters 2000000000 --document-characters 10000 and --special for <|bos|>",
      "            <|user_start|> <|user_end|> <|assistant_start|> <|assistant_end|>",
      "            <|python_start|> <|python_end|> <|output_start|> <|output_end|>",
      "  MiniLM    --pattern gpt2 --vocab-size 20000 --special '<|endoftext|>'"
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
      names = "--special-last",
      description =
          "Special tokens get the last ids, and bytes the first 256 in their own order, as in"
              + " nanochat and tiktoken.")
  private boolean specialLast;

  @Option(
      names = "--max-characters",
      paramLabel = "N",
      description = "Stop after the document with which so many characters are exceeded.")
  private long maxCharacters = Long.MAX_VALUE;

  @Option(
      names = "--document-characters",
      paramLabel = "N",
      description = "Of each document only so many characters are read.")
  private long documentCharacters = Long.MAX_VALUE;

  @Option(
      names = "--superwords-from",
      paramLabel = "N",
      description = {
        "Keep the first N merges only, and learn the rest across words (SuperBPE): no token with a"
            + " colon before a space or more than four words.",
        "The tokenizer then cuts by the pattern 'superbpe'. Keeps all distinct stretches of text in"
            + " memory."
      })
  private Integer superwordsFrom;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      required = true,
      description = "The tokenizer.json to write.")
  private String output;

  @Mixin private JsonOutput json;

  private WordCounts words;
  private WordCounts stretches;
  private long documents;
  private long bytes;
  private long characters;

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
    BpeTrainer.Options options = options(PreTokenizer.Pattern.ofLabel(checkedPattern()));
    BpeTrainer trainer = new BpeTrainer(options);
    words = new WordCounts(options.pattern());
    stretches = superwordsFrom == null ? null : new WordCounts(PreTokenizer.Pattern.SUPERBPE);
    for (String glob : input) {
      for (String file : InputListing.matching(glob, Map.of())) {
        count(file);
      }
    }
    words.addTo(trainer);
    BpeVocabulary vocabulary = trainer.train();
    if (superwordsFrom != null) {
      vocabulary = superwords(vocabulary);
    }
    byte[] tokenizer = TokenizerJson.write(vocabulary);
    JsonRows.write(output, out -> out.append(new String(tokenizer, StandardCharsets.UTF_8)));
    Summary summary = new Summary("trainedTokenizer", "Tokenizer " + output);
    summary.count("documents", "documents", documents);
    summary.bytes("bytes", "bytes", bytes);
    summary.count("characters", "characters", characters);
    summary.count("distinct words", "distinctWords", words.counts().size());
    summary.count("vocabulary", "vocabularySize", vocabulary.tokens().size());
    summary.count("merges", "merges", vocabulary.merges().size());
    console.print("%s", summary.text());
    json.write(summary.figures());
    return Failures.DONE;
  }

  private BpeVocabulary superwords(BpeVocabulary first) {
    BpeTrainer trainer = new BpeTrainer(options(PreTokenizer.Pattern.SUPERBPE));
    stretches.addTo(trainer);
    try {
      return trainer.trainSuperwords(first, superwordsFrom);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(e.getMessage(), e);
    }
  }

  private String checkedPattern() {
    try {
      return PreTokenizer.Pattern.ofLabel(pattern).label();
    } catch (IllegalArgumentException e) {
      throw new ConfigException(e.getMessage(), e);
    }
  }

  private BpeTrainer.Options options(PreTokenizer.Pattern cut) {
    try {
      return new BpeTrainer.Options(
          cut,
          vocabularySize,
          minFrequency,
          special,
          BpeTrainer.Alphabet.ALL_BYTES,
          specialLast ? BpeTrainer.Ids.SPECIAL_LAST : BpeTrainer.Ids.SPECIAL_FIRST);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(e.getMessage(), e);
    }
  }

  private void count(String file) throws IOException {
    if (file.endsWith(".jsonl")) {
      JsonRows.read(file, (row, where) -> count(JsonRows.text(row, where)));
    } else {
      count(JsonRows.utf8(file));
    }
  }

  private void count(byte[] text) {
    if (characters > maxCharacters) {
      return;
    }
    characters += words.add(text, documentCharacters);
    if (stretches != null) {
      stretches.add(text, documentCharacters);
    }
    documents++;
    bytes += text.length;
  }
}
