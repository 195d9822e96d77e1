package org.gristmill.spark.ingest;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.broadcast.Broadcast;
import org.gristmill.common.store.Store;
import org.gristmill.common.work.Manifest;
import org.gristmill.common.work.ManifestBuilder;
import org.gristmill.common.work.Stage;
import org.gristmill.common.work.WorkDirectory;
import org.gristmill.spark.document.DocumentTable;
import org.gristmill.spark.document.DocumentWriter;
import org.gristmill.spark.job.LoadedTokenizers;
import org.gristmill.spark.job.StoreLocation;
import org.gristmill.spark.job.TaskCounts;
import org.gristmill.spark.job.TaskFunction;
import org.gristmill.spark.source.RejectReason;
import org.gristmill.spark.source.Rejection;
import org.gristmill.spark.source.SourceDocument;
import org.gristmill.spark.source.SourceReader;
import org.gristmill.spark.source.SourceReaders;
import org.gristmill.spark.source.SourceSink;
import org.gristmill.spark.source.TokenSpec;
import org.gristmill.spark.text.TextMeter;
import org.gristmill.tokenization.Tokenizer;

/**
 * Ingests one unit: reads its files, measures every text, writes documents, quarantine, summary.
 */
final class UnitIngest implements TaskFunction<UnitWork, UnitSummary> {
  private static final long serialVersionUID = 1;

  private final StoreLocation workLocation;
  private final TaskCounts counts;
  private final HashMap<String, Broadcast<byte[]>> tokenizers;

  /**
   * Reads units.
   *
   * @param tokenizers contents of tokenizer files by their identities, for units of tokens
   */
  UnitIngest(
      StoreLocation workLocation, TaskCounts counts, Map<String, Broadcast<byte[]>> tokenizers) {
    this.workLocation = workLocation;
    this.tokenizers = new HashMap<>(tokenizers);
    this.counts = counts;
  }

  @Override
  public UnitSummary apply(UnitWork unit) throws IOException {
    try (Store work = workLocation.open()) {
      String directory = WorkDirectory.unitDirectory(unit.fingerprint());
      try (DocumentWriter documents =
              new DocumentWriter(work, DocumentTable.path(unit.fingerprint()));
          QuarantineWriter quarantine =
              new QuarantineWriter(work, directory + "/quarantine.jsonl")) {
        long textBytes = read(unit, documents, quarantine);
        Manifest summary = summary(unit, documents, quarantine, textBytes);
        summary.write(work, UnitSummary.path(unit.fingerprint()));
        return UnitSummary.of(summary);
      }
    }
  }

  private static Manifest summary(
      UnitWork unit, DocumentWriter documents, QuarantineWriter quarantine, long textBytes)
      throws IOException {
    ManifestBuilder summary =
        Manifest.builder(Stage.INGEST, unit.fingerprint())
            .file("documents.parquet", documents.commit())
            .file("quarantine.jsonl", quarantine.commit())
            .count(UnitSummary.DOCUMENTS, documents.documents())
            .count(UnitSummary.TEXT_BYTES, textBytes)
            .count(UnitSummary.BAD_FILES, quarantine.badFiles());
    unit.inputs().forEach(input -> summary.input(input.file()));
    quarantine
        .rejectedRows()
        .forEach((reason, rows) -> summary.count(UnitSummary.REJECTED + reason, rows));
    if (!unit.slice().isWhole()) {
      summary.detail("slice", unit.slice());
    }
    if (!quarantine.firstProblem().isEmpty()) {
      summary.detail(UnitSummary.FIRST_PROBLEM, quarantine.firstProblem());
    }
    if (!unit.source().license().isEmpty()) {
      summary.license(unit.source().license());
    }
    return summary.build();
  }

  private long read(UnitWork unit, DocumentWriter documents, QuarantineWriter quarantine)
      throws IOException {
    Optional<Tokenizer> tokenizer = tokenizer(unit.source().tokens());
    SourceReader reader = SourceReaders.of(unit.source(), tokenizer);
    long textBytes = 0;
    for (UnitInput input : unit.inputs()) {
      FileSink sink = new FileSink(unit, input, tokenizer, documents, quarantine, counts);
      try (Store store = workLocation.at(input.root()).open()) {
        reader.read(store, input.path(), unit.slice(), sink);
      }
      textBytes += sink.textBytes;
    }
    return textBytes;
  }

  private Optional<Tokenizer> tokenizer(TokenSpec tokens) {
    return tokens == null
        ? Optional.empty()
        : Optional.of(
            LoadedTokenizers.load(tokens.tokenizer(), tokenizers.get(tokens.tokenizer())));
  }

  private static final class FileSink implements SourceSink {
    private final UnitInput input;
    private final DocumentWriter.Origin origin;
    private final DocumentWriter documents;
    private final QuarantineWriter quarantine;
    private final TaskCounts counts;
    private final TextMeter meter = new TextMeter();
    private long textBytes;

    private FileSink(
        UnitWork unit,
        UnitInput input,
        Optional<Tokenizer> tokenizer,
        DocumentWriter documents,
        QuarantineWriter quarantine,
        TaskCounts counts) {
      this.counts = counts;
      this.input = input;
      this.documents = documents;
      this.quarantine = quarantine;
      this.origin =
          new DocumentWriter.Origin(
              input.source(),
              input.path(),
              input.identity(),
              unit.source().split(),
              unit.source().license(),
              tokenizer.map(Tokenizer::fingerprint).orElse(""));
    }

    @Override
    public void document(SourceDocument document) throws IOException {
      if (document.tokens().isPresent()) {
        documents.addTokens(origin, document);
        counts.add(1, 0, document.tokens().get().length);
        return;
      }
      byte[] said = document.said();
      int malformed = meter.measure(said, 0, said.length);
      if (malformed >= 0) {
        String detail = "malformed UTF-8 at byte " + malformed + " of the text";
        reject(
            Rejection.row(
                document.row(),
                OptionalLong.empty(),
                document.entry(),
                RejectReason.INVALID_UTF8,
                detail));
        return;
      }
      documents.add(origin, document, meter);
      textBytes += document.text().length;
      counts.add(1, document.text().length, 0);
    }

    @Override
    public void reject(Rejection rejection) throws IOException {
      quarantine.add(input, rejection);
    }
  }
}
