package org.gristmill.spark.vocabulary;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.gristmill.common.recipe.SpecialIds;
import org.gristmill.common.recipe.TokenizerTraining;
import org.gristmill.spark.job.StoreLocation;
import org.gristmill.spark.job.TaskCounts;
import org.gristmill.tokenization.bpe.BpeTrainer;
import org.gristmill.tokenization.bpe.BpeVocabulary;
import org.gristmill.tokenization.bpe.PreTokenizer;
import org.gristmill.tokenization.bpe.TokenizerJson;
import scala.Tuple2;

/**
 * Trains a byte-level BPE vocabulary on kept training documents. Per language the documents with
 * the smallest keys are taken, whole slices of 1/65536 of the circle of keys at a time, as long as
 * their texts stay within {@code max_bytes}, and all together within {@code max_characters}; so the
 * choice depends on contents alone. What comes to the driver are the distinct words of at most that
 * many bytes per language.
 */
public final class VocabularyJob {
  private VocabularyJob() {}

  /**
   * What was learned from.
   *
   * @param tokenizerJson the tokenizer
   * @param vocabularySize its number of tokens
   * @param words distinct words
   * @param bytes bytes of text read, by language
   */
  public record Result(
      @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
          byte[] tokenizerJson,
      int vocabularySize,
      long words,
      Map<String, Long> bytes) {}

  /**
   * Runs the job.
   *
   * @param dedupDirectory directory of the dedup stage; only what it keeps is counted
   * @param units fingerprints of the units of the first generation
   * @throws IOException if the tokenizer cannot be written
   */
  public static Result run(
      SparkSession session,
      StoreLocation work,
      String dedupDirectory,
      List<String> units,
      TokenizerTraining options)
      throws IOException {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    String pattern = options.pattern().name().toLowerCase(Locale.ROOT);
    long perDocument = options.documentCharacters().orElse(Long.MAX_VALUE);
    try {
      context.setJobDescription("vocabulary: choose documents");
      KeySlices slices = new KeySlices(work, dedupDirectory, perDocument);
      List<Tuple2<Integer, Long>> sizes =
          context
              .parallelize(new ArrayList<>(units), Math.max(1, units.size()))
              .flatMapToPair(slices)
              .reduceByKey(Long::sum)
              .collect();
      Selection selection =
          Selection.of(sizes, options.maxBytes(), options.maxCharacters().orElse(Long.MAX_VALUE));
      context.setJobDescription("vocabulary: count words");
      JavaPairRDD<String, Long> counts =
          context
              .parallelize(new ArrayList<>(units), Math.max(1, units.size()))
              .flatMapToPair(
                  new WordCounter(
                      work,
                      dedupDirectory,
                      selection,
                      pattern,
                      perDocument,
                      TaskCounts.of(session, "read for words")))
              .reduceByKey(Long::sum);
      return train(counts, selection, options, pattern);
    } finally {
      context.setJobDescription(null);
    }
  }

  private static Result train(
      JavaPairRDD<String, Long> counts,
      Selection selection,
      TokenizerTraining options,
      String pattern) {
    BpeTrainer trainer =
        new BpeTrainer(
            new BpeTrainer.Options(
                PreTokenizer.Pattern.ofLabel(pattern),
                options.vocabularySize(),
                options.minFrequency(),
                options.specialTokens(),
                BpeTrainer.Alphabet.ALL_BYTES,
                options.specialIds().equals(Optional.of(SpecialIds.LAST))
                    ? BpeTrainer.Ids.SPECIAL_LAST
                    : BpeTrainer.Ids.SPECIAL_FIRST));
    long words = 0;
    for (Iterator<Tuple2<String, Long>> i = counts.toLocalIterator(); i.hasNext(); words++) {
      Tuple2<String, Long> word = i.next();
      trainer.add(word._1().getBytes(StandardCharsets.ISO_8859_1), word._2());
    }
    BpeVocabulary vocabulary = trainer.train();
    byte[] json = TokenizerJson.write(vocabulary);
    return new Result(
        json, vocabulary.tokens().size(), words, new TreeMap<>(selection.bytesByLanguage()));
  }
}
