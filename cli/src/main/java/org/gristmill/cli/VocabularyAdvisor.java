package org.gristmill.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.gristmill.common.recipe.LoadedRecipe;
import org.gristmill.common.recipe.ModelSizes;
import org.gristmill.common.recipe.TrainOptions;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.gristmill.common.work.ChainStatus;
import org.gristmill.common.work.Stage;
import org.gristmill.common.work.StageStatus;
import org.gristmill.common.work.Unit;
import org.gristmill.common.work.WorkDirectory;
import org.gristmill.mixing.VocabularyAdvice;
import org.gristmill.storage.parquet.ParquetRows;
import org.gristmill.storage.parquet.ParquetTableReader;
import org.gristmill.tokenization.SpecialTokens;
import org.gristmill.tokenization.Tokenizer;
import org.gristmill.tokenization.Tokenizers;

/**
 * What {@code plan} says about the vocabulary: the size that scaling laws suggest for the recipe's
 * decoder, and how many bytes a token holds in each language, measured on a sample of documents.
 */
final class VocabularyAdvisor {
  /** Enough of a language; and as many units are looked at, at most. */
  private static final long SAMPLE_BYTES = 256 << 10;

  private static final int MOST_UNITS = 4;

  private final LoadedRecipe recipe;
  private final WorkDirectory work;
  private final ChainStatus status;

  private VocabularyAdvisor(LoadedRecipe recipe, WorkDirectory work, ChainStatus status) {
    this.recipe = recipe;
    this.work = work;
    this.status = status;
  }

  /** Prints what can be said, and adds it to the figures as {@code vocabulary}. */
  static void advise(
      LoadedRecipe recipe,
      WorkDirectory work,
      ChainStatus status,
      Console console,
      Map<String, Object> figures)
      throws IOException {
    new VocabularyAdvisor(recipe, work, status).advise(console, figures);
  }

  private void advise(Console console, Map<String, Object> figures) throws IOException {
    Optional<Tokenizer> tokenizer = tokenizer();
    int size =
        tokenizer
            .map(Tokenizer::vocabularySize)
            .or(() -> recipe.recipe().tokenizer().train().map(train -> train.vocabularySize()))
            .orElseThrow();
    Map<String, Object> own = new LinkedHashMap<>();
    own.put("size", size);
    console.print("");
    recipe.recipe().train().ifPresent(train -> size(train, size, console, own));
    if (tokenizer.isPresent()) {
      bytesPerToken(tokenizer.get(), console, own);
    }
    figures.put("vocabulary", own);
  }

  private void size(TrainOptions train, int size, Console console, Map<String, Object> own) {
    ModelSizes sizes = train.sizes();
    double parameters = sizes.parametersWithoutVocabulary();
    int sequence = recipe.recipe().mix().sequenceLength();
    double tokens = (double) train.steps(sequence) * train.batchRows() * sequence;
    double byCompute = VocabularyAdvice.byCompute(parameters, sizes.width());
    double byDerivative = VocabularyAdvice.byDerivative(parameters, sizes.width());
    double byLoss = VocabularyAdvice.byLoss(parameters, sizes.width(), size, tokens);
    own.put("parametersWithoutVocabulary", sizes.parametersWithoutVocabulary());
    own.put("width", sizes.width());
    own.put("trainingTokens", Math.round(tokens));
    own.put("advisedByCompute", Math.round(byCompute));
    own.put("advisedByDerivative", Math.round(byDerivative));
    own.put("advisedByLoss", Math.round(byLoss));
    console.print(
        "Vocabulary: %s tokens. Scaling laws (Tao et al., 2024) suggest %s or %s for a decoder of"
            + " %s parameters",
        Wording.count(size),
        Wording.count(Math.round(byCompute)),
        Wording.count(Math.round(byDerivative)),
        Wording.count(sizes.parametersWithoutVocabulary()));
    console.print(
        "without it and width %d if trained with the compute that suits it, %s with this recipe's"
            + " %s training tokens.",
        sizes.width(), Wording.count(Math.round(byLoss)), Wording.count(Math.round(tokens)));
  }

  private void bytesPerToken(Tokenizer tokenizer, Console console, Map<String, Object> own)
      throws IOException {
    Map<String, long[]> sums = new TreeMap<>();
    List<Unit> units =
        status.ingest().filter(plan -> plan.isDone()).map(plan -> plan.units()).orElse(List.of());
    int looked = 0;
    for (Unit unit : units.subList(0, Math.min(MOST_UNITS, units.size()))) {
      sample(unit.directory() + "/documents.parquet", tokenizer, sums);
      looked++;
    }
    Map<String, Object> languages = new LinkedHashMap<>();
    StringBuilder line = new StringBuilder();
    sums.forEach(
        (language, sum) -> {
          double bytes = (double) sum[0] / Math.max(1, sum[1]);
          languages.put(language, bytes);
          line.append(line.isEmpty() ? "" : ", ").append(language).append(' ');
          line.append(String.format(Locale.ROOT, "%.2f", bytes));
        });
    own.put("bytesPerToken", languages);
    own.put("bytesPerTokenOf", "sample");
    if (!languages.isEmpty()) {
      console.print(
          "Bytes per token: %s; measured on the first documents of %d unit%s, not on all.",
          line, looked, looked == 1 ? "" : "s");
    }
  }

  private void sample(String path, Tokenizer tokenizer, Map<String, long[]> sums)
      throws IOException {
    try (ParquetTableReader table = ParquetTableReader.open(work.store(), path)) {
      if (table.rowGroups() == 0
          || !table.schema().containsField("language")
          || !table.schema().containsField("text")) {
        return;
      }
      ParquetRows rows = table.read(0, List.of("language", "text"));
      while (rows.next()) {
        if (rows.isNull(0) || rows.isNull(1)) {
          continue;
        }
        long[] sum = sums.computeIfAbsent(rows.string(0), any -> new long[2]);
        if (sum[0] < SAMPLE_BYTES) {
          byte[] text = rows.bytes(1);
          int[] ids = new int[3 * text.length + 16];
          sum[0] += text.length;
          sum[1] += tokenizer.encode(text, 0, text.length, SpecialTokens.AS_TEXT, ids, 0);
        }
      }
    }
  }

  /** The recipe's tokenizer, if it is there already. */
  private Optional<Tokenizer> tokenizer() throws IOException {
    Optional<String> path = recipe.recipe().tokenizer().path();
    if (path.isPresent()) {
      String file = recipe.resolve(path.get());
      int slash = file.lastIndexOf('/');
      try (Store store =
          Stores.open(slash < 0 ? "." : file.substring(0, Math.max(1, slash)), Map.of())) {
        return Optional.of(Tokenizers.parse(store.readAll(file.substring(slash + 1))));
      }
    }
    Optional<StageStatus> trained = status.stage(Stage.VOCABULARY).filter(StageStatus::isDone);
    if (trained.isEmpty()) {
      return Optional.empty();
    }
    String json = trained.get().directory().orElseThrow() + "/tokenizer.json";
    return Optional.of(Tokenizers.parse(work.store().readAll(json)));
  }
}
