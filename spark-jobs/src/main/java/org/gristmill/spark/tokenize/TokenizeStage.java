package org.gristmill.spark.tokenize;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.gristmill.common.ConfigException;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.recipe.TokenizerOptions;
import org.gristmill.common.store.FileInfo;
import org.gristmill.common.store.Store;
import org.gristmill.common.work.Manifest;
import org.gristmill.common.work.ManifestBuilder;
import org.gristmill.common.work.ManifestFile;
import org.gristmill.common.work.Stage;
import org.gristmill.common.work.WorkDirectory;
import org.gristmill.spark.job.LoadedTokenizers;
import org.gristmill.spark.job.StoreLocation;
import org.gristmill.tokenization.Tokenizer;
import org.gristmill.tokenization.store.TokenStore;
import org.gristmill.tokenization.store.TokenType;

/**
 * Brings the token store up to date: one run per generation, runs that are there stay. More than
 * {@link #MAX_RUNS} runs are rewritten to one, by moving tokens only.
 */
public final class TokenizeStage {
  /** Runs above which the store is rewritten to one. */
  public static final int MAX_RUNS = 8;

  // Rewritten runs are numbered apart, so that a later generation keeps its own number.
  private static final int COMPACTED = 1000;

  static final String TOKENIZER = "tokenizer";
  static final String END_OF_DOCUMENT = "endOfDocument";

  private final SparkSession session;
  private final StoreLocation work;
  private final Store store;
  private final Request request;

  /**
   * What is asked for.
   *
   * @param fingerprint fingerprint of the stage
   * @param bucketFingerprint fingerprint of the bucket stage
   * @param generations fingerprints of the units of every generation
   * @param licenses licence of every unit that has one
   * @param tokenizerFolder folder of the tokenizer file
   * @param tokenizerName name of the tokenizer file
   * @param options what the recipe says of the tokenizer
   */
  public record Request(
      String fingerprint,
      String bucketFingerprint,
      List<List<String>> generations,
      Map<String, String> licenses,
      String tokenizerFolder,
      String tokenizerName,
      TokenizerOptions options) {
    String directory() {
      return WorkDirectory.directory(Stage.TOKENIZE, fingerprint);
    }
  }

  private TokenizeStage(SparkSession session, StoreLocation work, Store store, Request request) {
    this.session = session;
    this.work = work;
    this.store = store;
    this.request = request;
  }

  /**
   * Runs the stage.
   *
   * @param work the work directory, for tasks
   * @param store the same, open
   * @return the manifest, written
   * @throws ConfigException if the tokenizer lacks the end-of-document token
   * @throws IOException if a file cannot be read or written
   */
  public static Manifest run(SparkSession session, StoreLocation work, Store store, Request request)
      throws IOException {
    return new TokenizeStage(session, work, store, request).run();
  }

  private Manifest run() throws IOException {
    byte[] json;
    try (Store tokenizerStore = work.at(request.tokenizerFolder()).open()) {
      json = tokenizerStore.readAll(request.tokenizerName());
    }
    Tokenizer tokenizer = LoadedTokenizers.parse(json);
    int end =
        tokenizer
            .specialTokenId(request.options().endOfDocument())
            .orElseThrow(
                () ->
                    new ConfigException(
                        "Cannot use end_of_document '"
                            + request.options().endOfDocument()
                            + "': the tokenizer has no such special token"));
    TokenType type = TokenType.forVocabulary(tokenizer.vocabularySize());
    TokenizerSource source =
        new TokenizerSource(
            JavaSparkContext.fromSparkContext(session.sparkContext()).broadcast(json),
            tokenizer.fingerprint(),
            end,
            type.width());
    TokenizeJob job =
        new TokenizeJob(
            session,
            work,
            request.directory(),
            WorkDirectory.directory(Stage.BUCKET, request.bucketFingerprint()),
            source,
            Treatments.of(request.options(), tokenizer, strata()),
            type,
            request.licenses());
    List<RunRecord> runs = runs(job, source);
    ManifestBuilder manifest = manifest(runs, tokenizer, source);
    Manifest written = manifest.build();
    written.write(store, request.directory() + "/" + WorkDirectory.MANIFEST);
    deleteOthers(runs);
    return written;
  }

  private List<String> strata() throws IOException {
    String bucket = WorkDirectory.directory(Stage.BUCKET, request.bucketFingerprint());
    return Manifest.read(store, bucket + "/" + WorkDirectory.MANIFEST)
        .flatMap(manifest -> manifest.detail("strata"))
        .map(ConfigTree::keys)
        .orElse(List.of());
  }

  private List<RunRecord> runs(TokenizeJob job, TokenizerSource source) throws IOException {
    List<String> donors = donors(source);
    List<RunRecord> runs = new ArrayList<>();
    int first = 0;
    int last = request.generations().size();
    for (int g = last; g > MAX_RUNS && runs.isEmpty(); g--) {
      Optional<RunRecord> compacted =
          RunRecord.readFinished(store, request.directory(), COMPACTED + g);
      List<String> units =
          request.generations().subList(0, g).stream().flatMap(List::stream).toList();
      if (compacted.isPresent() && compacted.get().units().equals(units)) {
        runs.add(compacted.get());
        first = g;
      }
    }
    for (int g = first; g < last; g++) {
      runs.add(job.run(store, g, request.generations().get(g), donors));
    }
    if (runs.size() <= MAX_RUNS) {
      return runs;
    }
    List<String> own = new ArrayList<>();
    runs.forEach(run -> own.addAll(parts(run.files().keySet(), request.directory())));
    List<String> all = request.generations().stream().flatMap(List::stream).toList();
    return List.of(job.run(store, COMPACTED + last, all, own));
  }

  /**
   * Deletes files of runs that the manifest names no more. A mix that was made from them stays as
   * it is; its addresses name a run that is gone.
   */
  private void deleteOthers(List<RunRecord> runs) throws IOException {
    Set<String> kept = new HashSet<>();
    runs.forEach(run -> run.files().keySet().forEach(file -> kept.add(file)));
    for (String kind : List.of(TokenStore.TOKENS, TokenStore.VALIDATION)) {
      for (FileInfo file : store.list(request.directory() + "/" + kind)) {
        if (!kept.contains(file.path().substring(request.directory().length() + 1))) {
          store.delete(file.path());
        }
      }
    }
  }

  /** Parts of other stores made with the same tokenizer and end of document. */
  private List<String> donors(TokenizerSource source) throws IOException {
    List<String> donors = new ArrayList<>();
    for (FileInfo file : store.list(Stage.TOKENIZE.key())) {
      String[] names = file.path().split("/", -1);
      boolean manifest = names.length == 3 && names[2].equals(WorkDirectory.MANIFEST);
      if (manifest && !names[1].equals(request.fingerprint())) {
        Manifest other = Manifest.read(store, file.path()).orElseThrow();
        if (matches(other, source)) {
          List<String> files = other.files().stream().map(ManifestFile::path).toList();
          donors.addAll(parts(files, Stage.TOKENIZE.key() + "/" + names[1]));
        }
      }
    }
    return donors;
  }

  private static boolean matches(Manifest other, TokenizerSource source) {
    return other.detail(TOKENIZER).map(d -> d.asText().equals(source.fingerprint())).orElse(false)
        && other
            .detail(END_OF_DOCUMENT)
            .map(d -> d.asLong() == source.endOfDocument())
            .orElse(false);
  }

  private static List<String> parts(Iterable<String> files, String directory) {
    List<String> parts = new ArrayList<>();
    for (String file : files) {
      if (file.endsWith(PartDocuments.EXTENSION)) {
        String name = file.substring(0, file.length() - PartDocuments.EXTENSION.length());
        parts.add(directory + "/" + name);
      }
    }
    return parts;
  }

  private ManifestBuilder manifest(
      List<RunRecord> runs, Tokenizer tokenizer, TokenizerSource source) {
    TreeMap<String, StratumSums> strata = new TreeMap<>();
    ManifestBuilder manifest =
        Manifest.builder(Stage.TOKENIZE, request.fingerprint())
            .upstream("bucket", request.bucketFingerprint())
            .units(request.generations().stream().flatMap(List::stream).toList())
            .config(request.options().encoding());
    for (RunRecord run : runs) {
      manifest
          .count("textBytesRead", run.textBytesRead())
          .count("documents.encoded", run.encoded())
          .count("documents.moved", run.moved());
      run.digests().forEach(manifest::file);
      run.tokens()
          .forEach(
              (stratum, tokens) -> {
                long documents = run.documents().get(stratum);
                manifest.count("tokens.out", tokens).count("documents.out", documents);
                strata.merge(
                    stratum,
                    new StratumSums(documents, tokens, run.licenses().get(stratum)),
                    StratumSums::plus);
              });
    }
    Map<String, Long> licenses = new TreeMap<>();
    strata
        .values()
        .forEach(
            sums ->
                sums.licenses().forEach((name, count) -> licenses.merge(name, count, Long::sum)));
    licenses.keySet().stream().filter(name -> !name.isEmpty()).forEach(manifest::license);
    return manifest
        .detail("strata", strata)
        .detail("licenses", licenses)
        .detail("runs", runs.stream().map(RunRecord::run).toList())
        .detail("vocabularySize", tokenizer.vocabularySize())
        .detail(TOKENIZER, source.fingerprint())
        .detail(END_OF_DOCUMENT, source.endOfDocument());
  }

  /** What the manifest says of a stratum. */
  private record StratumSums(long documents, long tokens, Map<String, Long> licenses) {
    StratumSums plus(StratumSums other) {
      Map<String, Long> sums = new TreeMap<>(licenses);
      other.licenses.forEach((name, count) -> sums.merge(name, count, Long::sum));
      return new StratumSums(documents + other.documents, tokens + other.tokens, sums);
    }
  }
}
