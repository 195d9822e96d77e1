package org.gristmill.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.parquet.schema.MessageTypeParser;
import org.gristmill.common.config.CanonicalJson;
import org.gristmill.common.config.SealedJson;
import org.gristmill.common.identity.DocumentId;
import org.gristmill.common.recipe.LoadedRecipe;
import org.gristmill.common.recipe.RecipeLoader;
import org.gristmill.common.store.FileDigest;
import org.gristmill.common.store.Store;
import org.gristmill.common.work.ChainStatus;
import org.gristmill.common.work.ChangedInputs;
import org.gristmill.common.work.InputHashing;
import org.gristmill.common.work.Manifest;
import org.gristmill.common.work.ManifestBuilder;
import org.gristmill.common.work.Stage;
import org.gristmill.common.work.Timing;
import org.gristmill.common.work.Unit;
import org.gristmill.common.work.WorkDirectory;
import org.gristmill.storage.parquet.ParquetTableWriter;
import org.gristmill.tokenization.bpe.BpeTrainer;
import org.gristmill.tokenization.bpe.PreTokenizer;
import org.gristmill.tokenization.bpe.TokenizerJson;
import org.gristmill.tokenization.shard.Shards;
import org.gristmill.tokenization.store.TokenPartWriter;
import org.gristmill.tokenization.store.TokenStore;
import org.gristmill.tokenization.store.TokenType;
import org.gristmill.tokenization.stream.MixSpec;
import org.gristmill.tokenization.stream.RowStream;

/** A recipe and a work directory in which every stage of it is done, small and made up. */
final class SmallWork {

  static final String RECIPE =
      """
      name: small
      sources:
        - {name: notes, format: jsonl, path: notes.jsonl, domain: notes, license: CC0-1.0}
      tokenizer:
        train: {vocabulary_size: 300}
      mixture:
        tokens: 900
        weights: {en/**: 2, zh/**: 1}
      mix: {validation_fraction: 0}
      train: {preset: tiny, steps: 3}
      """;

  private static final String SCHEMA =
      """
      message document {
        required binary text (UTF8);
        required binary path (UTF8);
        optional binary entry (UTF8);
        required binary language (UTF8);
      }
      """;

  private static final String PART_SCHEMA =
      """
      message part_document {
        required binary source (UTF8);
        required binary file_identity (UTF8);
        required int64 row;
        required binary unit (UTF8);
        required int32 document_row;
      }
      """;

  private static final String QUARANTINE =
      """
      {"detail":"a brace is missing","path":"notes.jsonl","reason":"invalid-json","row":7}
      """;

  private static final String METRICS =
      """
      {"loss":9.5,"step":1}
      {"loss":8.5,"step":2}
      {"held_out":{"en/notes/all/all":8},"step":2}
      {"loss":7.25,"step":3}
      """;

  private final Path folder;

  private SmallWork(Path folder) {
    this.folder = folder;
  }

  /** Writes it all below a folder. */
  static SmallWork in(Path folder) throws IOException {
    SmallWork small = new SmallWork(folder);
    Files.writeString(small.recipe(), RECIPE, StandardCharsets.UTF_8);
    Files.writeString(
        folder.resolve("notes.jsonl"), "{\"text\": \"one\"}\n", StandardCharsets.UTF_8);
    try (WorkDirectory work = WorkDirectory.open(small.work().toString(), Map.of())) {
      LoadedRecipe recipe = RecipeLoader.load(small.recipe().toString(), List.of());
      ingest(work, recipe);
      ChainStatus chain = status(recipe, work);
      for (Stage stage : Stage.values()) {
        if (stage != Stage.INGEST) {
          write(work, chain, stage);
        }
      }
      status(recipe, work).pointer().write(work);
      // As if the notes had come from Maven.
      work.store().writeAtomically("downloads/notes.jsonl", Files.readAllBytes(small.notes()));
      ReportPage.write(work, "small");
    }
    return small;
  }

  private Path notes() {
    return folder.resolve("notes.jsonl");
  }

  Path recipe() {
    return folder.resolve("small.yaml");
  }

  Path work() {
    return folder.resolve("work");
  }

  /** Every file of the work directory, sorted. */
  List<Path> files() throws IOException {
    try (Stream<Path> walk = Files.walk(work())) {
      return walk.filter(Files::isRegularFile).sorted(Comparator.naturalOrder()).toList();
    }
  }

  /** The one directory of a stage. */
  Path only(String stage) throws IOException {
    try (Stream<Path> directories = Files.list(work().resolve(stage))) {
      return directories.reduce((one, other) -> null).orElseThrow();
    }
  }

  private static ChainStatus status(LoadedRecipe recipe, WorkDirectory work) throws IOException {
    return ChainStatus.of(recipe, work, Map.of(), ChangedInputs.REFUSE, InputHashing.HASH);
  }

  private static void ingest(WorkDirectory work, LoadedRecipe recipe) throws IOException {
    ChainStatus chain = status(recipe, work);
    for (Unit unit : chain.ingest().orElseThrow().units()) {
      unit(work.store(), unit);
    }
    ManifestBuilder manifest = chain.ingest().orElseThrow().manifest().count("documents.out", 3);
    finish(work.store(), chain.ingest().orElseThrow().directory(), manifest);
  }

  private static void unit(Store store, Unit unit) throws IOException {
    String directory = unit.directory();
    FileDigest documents;
    try (ParquetTableWriter table =
        new ParquetTableWriter(
            store,
            directory + "/documents.parquet",
            MessageTypeParser.parseMessageType(SCHEMA),
            ParquetTableWriter.DEFAULT_ROW_GROUP_BYTES,
            List.of("text"))) {
      for (int row = 0; row < 3; row++) {
        table.write("document " + row, "notes.jsonl", null, "en");
      }
      documents = table.commit(Map.of());
    }
    FileDigest quarantine =
        store.writeAtomically(
            directory + "/quarantine.jsonl", QUARANTINE.getBytes(StandardCharsets.UTF_8));
    ManifestBuilder manifest = Manifest.builder(Stage.INGEST, unit.fingerprint());
    unit.inputs().forEach(manifest::input);
    manifest
        .file("documents.parquet", documents)
        .file("quarantine.jsonl", quarantine)
        .count("documents.out", 3)
        .build()
        .write(store, directory + "/" + WorkDirectory.UNIT);
  }

  private static void write(WorkDirectory work, ChainStatus chain, Stage stage) throws IOException {
    String fingerprint = chain.fingerprint(stage).orElseThrow();
    String directory = WorkDirectory.directory(stage, fingerprint);
    ManifestBuilder manifest =
        Manifest.builder(stage, fingerprint)
            .units(chain.ingest().orElseThrow().units().stream().map(Unit::fingerprint).toList());
    switch (stage) {
      case TOKENIZE ->
          tokens(
              work.store(),
              directory,
              chain.ingest().orElseThrow().units().get(0).fingerprint(),
              manifest.detail("licenses", Map.of("CC0-1.0", 4200, "", 34)));
      case VOCABULARY ->
          manifest.file(
              "tokenizer.json",
              work.store().writeAtomically(directory + "/tokenizer.json", tokenizer()));
      case MIX ->
          mix(
              work.store(),
              directory,
              chain.stage(Stage.TOKENIZE).orElseThrow().directory().orElseThrow(),
              manifest
                  .upstream("tokenize", chain.fingerprint(Stage.TOKENIZE).orElseThrow())
                  .detail(
                      "licenses",
                      List.of(Map.of("licenses", List.of("", "CC0-1.0"), "tokens", 900))));
      case TRAIN -> {
        training(work.store(), directory, manifest);
        checkpoint(work.store(), directory, manifest);
      }
      default -> file(work.store(), directory, "decisions.txt", "made up", manifest);
    }
    finish(work.store(), directory, manifest.license("CC0-1.0").count("documents.in", 3));
  }

  static byte[] tokenizer() {
    return TokenizerJson.write(
        new BpeTrainer(
                new BpeTrainer.Options(
                    PreTokenizer.Pattern.GPT2,
                    257,
                    2,
                    List.of("<|endoftext|>"),
                    BpeTrainer.Alphabet.ALL_BYTES))
            .train());
  }

  private static Map<String, Object> stratum() {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("stratum", "en/notes/all/all");
    row.put("askedShare", 0.5);
    row.put("plannedShare", 0.25);
    row.put("availableTokens", 4000);
    row.put("budgetTokens", 1000);
    row.put("epochs", 0.25);
    return row;
  }

  private static void mix(Store store, String directory, String tokenize, ManifestBuilder manifest)
      throws IOException {
    MixSpec spec =
        MixSpec.builder()
            .stratum("en/notes/all/all", 600)
            .stratum("zh/notes/all/all", 300)
            .sequenceLength(32)
            .windowRows(8)
            .validationFraction(0)
            .tokenizer("made up", 300, 0)
            .build();
    try (TokenStore tokens = TokenStore.open(store, tokenize)) {
      Shards.Summary shard =
          Shards.write(RowStream.training(tokens, spec), store, directory + "/shards", 0);
      long delivered = shard.strataTokens().stream().mapToLong(count -> count).sum();
      manifest
          .file(Shards.path("shards", 0), shard.digest())
          .count("shards", 1)
          .count("rows", shard.rows())
          .count("padded", shard.paddedTokens())
          .count("tokens.taken", spec.tokens())
          .count("tokens.delivered", delivered)
          .count("tokens.cropped", spec.tokens() - delivered)
          .detail("plan", Map.of("strata", List.of(stratum())));
    }
  }

  private static void tokens(Store store, String directory, String unit, ManifestBuilder manifest)
      throws IOException {
    long tokens = 0;
    for (String stratum : List.of("en/notes/all/all", "zh/notes/all/all")) {
      String path = TokenStore.partPath(directory, TokenStore.TOKENS, stratum, 0, 0);
      TokenPartWriter.Summary part;
      try (TokenPartWriter writer = new TokenPartWriter(store, path, TokenType.UINT16)) {
        for (DocumentId id : ids(stratum)) {
          int[] document = new int[100];
          Arrays.setAll(document, i -> 1 + i);
          writer.add(id, id.key(), document, 0, document.length);
        }
        part = writer.commit();
      }
      tokens += part.tokens();
      String table = path + ".docs.parquet";
      manifest.file(table.substring(directory.length() + 1), partTable(store, table, unit));
      part.files()
          .forEach((file, digest) -> manifest.file(file.substring(directory.length() + 1), digest));
    }
    manifest.count("tokens.out", tokens);
  }

  private static FileDigest partTable(Store store, String path, String unit) throws IOException {
    try (ParquetTableWriter table =
        new ParquetTableWriter(
            store,
            path,
            MessageTypeParser.parseMessageType(PART_SCHEMA),
            ParquetTableWriter.DEFAULT_ROW_GROUP_BYTES,
            List.of())) {
      for (int document = 0; document < 5; document++) {
        table.write("notes", "00ff", 10L + document, unit, document % 3);
      }
      return table.commit(Map.of());
    }
  }

  private static List<DocumentId> ids(String stratum) {
    List<DocumentId> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      byte[] text = (stratum + i).getBytes(StandardCharsets.UTF_8);
      ids.add(DocumentId.ofText(text, 0, text.length));
    }
    ids.sort(Comparator.comparingLong(DocumentId::key));
    return ids;
  }

  private static void training(Store store, String directory, ManifestBuilder manifest)
      throws IOException {
    String losses =
        CanonicalJson.pretty(
            Map.of(
                "step",
                3,
                "strata",
                Map.of(
                    "en/<b>notes</b>",
                    Map.of(
                        "held_out_start", 9.5,
                        "held_out_end", 5.25,
                        "unigram_entropy", 7.5,
                        "train_tokens", 768))));
    file(store, directory, "losses.json", losses, manifest);
    file(store, directory, "samples.txt", "返回 <script>alert(1)</script>", manifest);
  }

  private static void checkpoint(Store store, String directory, ManifestBuilder manifest)
      throws IOException {
    String path = "checkpoints/step-000003/";
    Map<String, Object> files = new LinkedHashMap<>();
    for (String vector : List.of("optimizer.bin", "parameters.bin")) {
      byte[] bytes = new byte[64];
      Arrays.fill(bytes, 32, 64, (byte) vector.length());
      System.arraycopy("GRISTVEC".getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, 8);
      bytes[16] = 8;
      FileDigest digest = store.writeAtomically(directory + "/" + path + vector, bytes);
      manifest.file(path + vector, digest);
      files.put(vector, Map.of("bytes", digest.bytes(), "xxh64", digest.xxh64Hex()));
    }
    byte[] state = SealedJson.bytes(Map.of("format_version", 2, "step", 3, "files", files));
    manifest.file(
        path + "state.json", store.writeAtomically(directory + "/" + path + "state.json", state));
  }

  private static void file(
      Store store, String directory, String name, String text, ManifestBuilder manifest)
      throws IOException {
    manifest.file(
        name, store.writeAtomically(directory + "/" + name, text.getBytes(StandardCharsets.UTF_8)));
  }

  private static void finish(Store store, String directory, ManifestBuilder manifest)
      throws IOException {
    Map<String, FileDigest> timed = new LinkedHashMap<>();
    if (directory.startsWith("train/")) {
      byte[] metrics = METRICS.getBytes(StandardCharsets.UTF_8);
      timed.put("metrics.jsonl", store.writeAtomically(directory + "/metrics.jsonl", metrics));
    }
    if (directory.startsWith("tokenize/") || directory.startsWith("mix/")) {
      store.writeAtomically(
          directory + "/progress/run-0000.finished.json",
          SealedJson.bytes(Map.of("run", 0, "encoded", 10)));
    }
    new Timing(1.25, OptionalLong.of(300L << 20)).with(timed).write(store, directory);
    manifest.build().write(store, directory + "/" + WorkDirectory.MANIFEST);
  }
}
