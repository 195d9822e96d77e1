package org.gristmill.spark.chain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.gristmill.common.Counted;
import org.gristmill.common.recipe.TokenizerTraining;
import org.gristmill.common.store.FileDigest;
import org.gristmill.common.work.Manifest;
import org.gristmill.common.work.ManifestBuilder;
import org.gristmill.common.work.ManifestFile;
import org.gristmill.common.work.SourceTokenizers;
import org.gristmill.common.work.Stage;
import org.gristmill.common.work.Unit;
import org.gristmill.spark.bucket.BucketJob;
import org.gristmill.spark.dedup.DedupJob;
import org.gristmill.spark.dedup.GenerationUnit;
import org.gristmill.spark.document.DecisionSummary;
import org.gristmill.spark.ingest.IngestJob;
import org.gristmill.spark.ingest.UnitSummary;
import org.gristmill.spark.vocabulary.VocabularyJob;

/** The driver parts of the stages before the token store: run the job, write the manifest. */
final class Stages {
  static final String DOCUMENTS_IN = "documents.in";
  static final String DOCUMENTS_OUT = "documents.out";

  private Stages() {}

  static String ingest(ChainRun run) throws IOException {
    List<UnitSummary> units =
        IngestJob.run(
            run.session(),
            run.location(),
            run.store(),
            run.ingest().units(),
            run.recipe().ingest(),
            SourceTokenizers.of(run.loaded(), run.settings()).locations());
    ManifestBuilder manifest = run.ingest().manifest();
    long documents = 0;
    long textBytes = 0;
    long badRows = 0;
    for (UnitSummary unit : units) {
      documents += unit.documents();
      textBytes += unit.textBytes();
      badRows += unit.badRows();
      unit.rejected().forEach((reason, rows) -> manifest.count("rejected." + reason, rows));
    }
    manifest.count("badFiles", UnitSummary.badFiles(run.ingest().units(), units));
    manifest.count(DOCUMENTS_IN, documents + badRows).count(DOCUMENTS_OUT, documents);
    manifest.count("textBytes", textBytes);
    manifest.build().write(run.store(), run.manifestPath(Stage.INGEST));
    return String.format(
        Locale.ROOT,
        "%,d documents, %,d bytes of text, %,d rejected",
        documents,
        textBytes,
        badRows);
  }

  static String dedup(ChainRun run) throws IOException {
    Optional<Manifest> earlier = earlier(run, Stage.DEDUP);
    List<GenerationUnit> units = new ArrayList<>();
    int generation = 0;
    for (List<Unit> members : run.ingest().generations()) {
      for (Unit unit : members) {
        UnitSummary summary = UnitSummary.read(run.store(), unit.fingerprint()).orElseThrow();
        units.add(
            new GenerationUnit(
                unit.fingerprint(),
                unit.settings().fingerprint(),
                unit.settings().split(),
                generation,
                summary.documents()));
      }
      generation++;
    }
    Map<String, DecisionSummary> decided =
        DedupJob.run(
            run.session(),
            run.location(),
            run.directory(Stage.DEDUP),
            units,
            missing(run, earlier),
            run.recipe().dedup().exact());
    ManifestBuilder manifest =
        decisions(run, Stage.DEDUP, earlier, List.copyOf(decided.values()))
            .upstream("ingest", run.fingerprint(Stage.INGEST))
            .config(run.recipe().dedup());
    return finish(run, Stage.DEDUP, manifest);
  }

  static String bucket(ChainRun run) throws IOException {
    Optional<Manifest> earlier = earlier(run, Stage.BUCKET);
    Set<String> missing = missing(run, earlier);
    List<DecisionSummary> decided =
        BucketJob.run(
            run.session(),
            run.location(),
            run.directory(Stage.BUCKET),
            run.directory(Stage.DEDUP),
            run.units().stream().filter(missing::contains).toList(),
            run.recipe().bucket());
    TreeMap<String, Long> strata = new TreeMap<>();
    earlier
        .flatMap(manifest -> manifest.detail("strata"))
        .ifPresent(
            known ->
                known.entries().forEach((stratum, count) -> strata.put(stratum, count.asLong())));
    decided.forEach(
        unit -> unit.strata().forEach((stratum, n) -> strata.merge(stratum, n, Long::sum)));
    ManifestBuilder manifest =
        decisions(run, Stage.BUCKET, earlier, decided)
            .upstream("dedup", run.fingerprint(Stage.DEDUP))
            .config(run.recipe().bucket())
            .detail("strata", strata);
    return finish(run, Stage.BUCKET, manifest)
        + ", "
        + Counted.of(strata.size(), "stratum", "strata");
  }

  static String vocabulary(ChainRun run) throws IOException {
    TokenizerTraining options = run.recipe().tokenizer().train().orElseThrow();
    List<String> units = run.ingest().generations().get(0).stream().map(Unit::fingerprint).toList();
    VocabularyJob.Result result =
        VocabularyJob.run(
            run.session(), run.location(), run.directory(Stage.DEDUP), units, options);
    FileDigest file =
        run.store()
            .writeAtomically(
                run.directory(Stage.VOCABULARY) + "/tokenizer.json", result.tokenizerJson());
    ManifestBuilder manifest =
        Manifest.builder(Stage.VOCABULARY, run.fingerprint(Stage.VOCABULARY))
            .upstream("dedup", run.fingerprint(Stage.DEDUP))
            .units(units)
            .config(options)
            .count("tokens", result.vocabularySize())
            .count("words", result.words())
            .file("tokenizer.json", file);
    result.bytes().forEach((language, bytes) -> manifest.count("textBytes." + language, bytes));
    manifest.build().write(run.store(), run.manifestPath(Stage.VOCABULARY));
    return String.format(
        Locale.ROOT, "%,d tokens from %,d words", result.vocabularySize(), result.words());
  }

  /** The stage's manifest, unless it covers units that are gone: then the stage starts over. */
  private static Optional<Manifest> earlier(ChainRun run, Stage stage) throws IOException {
    Set<String> units = new HashSet<>(run.units());
    return Manifest.read(run.store(), run.manifestPath(stage))
        .filter(manifest -> units.containsAll(manifest.units()));
  }

  private static Set<String> missing(ChainRun run, Optional<Manifest> earlier) {
    Set<String> missing = new HashSet<>(run.units());
    earlier.ifPresent(manifest -> missing.removeAll(manifest.units()));
    return missing;
  }

  /** A manifest of what an earlier one says about its units, and the new decisions. */
  private static ManifestBuilder decisions(
      ChainRun run, Stage stage, Optional<Manifest> earlier, List<DecisionSummary> decided) {
    ManifestBuilder manifest = Manifest.builder(stage, run.fingerprint(stage)).units(run.units());
    earlier.ifPresent(
        known -> {
          known.counts().forEach(manifest::count);
          for (ManifestFile file : known.files()) {
            manifest.file(file.path(), file.digest());
          }
        });
    for (DecisionSummary unit : decided) {
      manifest.count(DOCUMENTS_IN, unit.documents()).count(DOCUMENTS_OUT, unit.kept());
      unit.dropped().forEach((reason, n) -> manifest.count("dropped." + reason, n));
      manifest.file("decisions/" + unit.unit() + ".parquet", unit.file());
    }
    return manifest;
  }

  private static String finish(ChainRun run, Stage stage, ManifestBuilder builder)
      throws IOException {
    Manifest manifest = builder.build();
    manifest.write(run.store(), run.manifestPath(stage));
    return String.format(
        Locale.ROOT,
        "%,d of %,d documents kept",
        manifest.count(DOCUMENTS_OUT),
        manifest.count(DOCUMENTS_IN));
  }
}
