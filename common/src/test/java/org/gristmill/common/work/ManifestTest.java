package org.gristmill.common.work;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.config.CanonicalJson;
import org.gristmill.common.config.SealedJson;
import org.gristmill.common.config.YamlConfig;
import org.gristmill.common.recipe.IngestOptions;
import org.gristmill.common.store.FileDigest;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Manifests have fixed bytes, read back whole, and find every damaged file. */
class ManifestTest {
  @TempDir Path folder;
  private Store store;

  @BeforeEach
  void open() throws IOException {
    System.setProperty("gristmill.revision", "0123abc");
    store = Stores.open(folder.toString(), Map.of());
  }

  @AfterEach
  void restore() {
    System.clearProperty("gristmill.revision");
  }

  private static Manifest stageManifest() {
    return Manifest.builder(Stage.TOKENIZE, "0123456789ab")
        .upstream("bucket", "b00000000000")
        .upstream("vocabulary", "a00000000000")
        .units(List.of("2222222222222222", "1111111111111111"))
        .config(Map.of("end_of_document", "<|endoftext|>"))
        .count("tokens", 12)
        .count("textBytesRead", 0)
        .count("tokens", 30)
        .detail("labels", Map.of("zh", "中文"))
        .license("MIT")
        .license("Apache-2.0")
        .license("MIT")
        .file("tokens/zh/part-00001.bin", new FileDigest(3, 0xFEDCBA9876543210L))
        .file("tokens/en/part-00000.bin", new FileDigest(4, 1))
        .build();
  }

  private static Manifest unitManifest() {
    return Manifest.builder(Stage.INGEST, "00112233445566aa")
        .input(new InputFile("web", "/any/folder", "a.jsonl", 7, 99, "0".repeat(32)))
        .config(new IngestOptions(32 << 20, 512 << 20, 16 << 20, 0.001, 0))
        .count("rows.in", 3)
        .count("documents.out", 2)
        .count("quarantined.invalid_utf8", 1)
        .file("documents.parquet", new FileDigest(1000, 0x1L))
        .file("quarantine.jsonl", new FileDigest(10, 0x2L))
        .build();
  }

  @Test
  void hasGoldenBytes() throws IOException {
    assertThat(text(stageManifest().bytes())).isEqualTo(golden("manifest.json"));
    assertThat(text(unitManifest().bytes())).isEqualTo(golden("unit.json"));
    RunPointer pointer =
        new RunPointer(
            "quickstart",
            Map.of(Stage.MIX, "a1b2c3d4e5f6", Stage.INGEST, "0123456789ab"),
            java.util.Optional.of("vocabulary/a1b2c3d4e5f6/tokenizer.json"));
    assertThat(text(pointer.bytes())).isEqualTo(golden("run-pointer.json"));
  }

  @Test
  void readsBackWhatWasWritten() throws IOException {
    stageManifest().write(store, "tokenize/x/manifest.json");
    Manifest read = Manifest.read(store, "tokenize/x/manifest.json").orElseThrow();
    assertThat(read.bytes()).isEqualTo(stageManifest().bytes());
    assertThat(read.stage()).isEqualTo(Stage.TOKENIZE);
    assertThat(read.fingerprint()).isEqualTo("0123456789ab");
    assertThat(read.units()).containsExactly("2222222222222222", "1111111111111111");
    assertThat(read.count("tokens")).isEqualTo(42);
    assertThat(read.count("never")).isZero();
    assertThat(read.counts())
        .containsExactly(Map.entry("textBytesRead", 0L), Map.entry("tokens", 42L));
    assertThat(read.detail("labels").orElseThrow().at("zh").asText()).isEqualTo("中文");
    assertThat(read.files())
        .containsExactly(
            new ManifestFile("tokens/en/part-00000.bin", new FileDigest(4, 1)),
            new ManifestFile("tokens/zh/part-00001.bin", new FileDigest(3, 0xFEDCBA9876543210L)));
    assertThat(Manifest.read(store, "absent/manifest.json")).isEmpty();
  }

  @Test
  void findsMissingShortAndFlippedFiles() throws IOException {
    FileDigest a = store.writeAtomically("d/a", "content".getBytes(UTF_8));
    FileDigest b = store.writeAtomically("d/b", "content".getBytes(UTF_8));
    FileDigest c = store.writeAtomically("d/sub/c", "content".getBytes(UTF_8));
    Manifest manifest =
        Manifest.builder(Stage.MIX, "f").file("a", a).file("b", b).file("sub/c", c).build();
    assertThat(manifest.verify(store, "d")).isEmpty();
    store.writeAtomically("d/a", "cantent".getBytes(UTF_8));
    store.writeAtomically("d/b", "conten".getBytes(UTF_8));
    store.delete("d/sub/c");
    List<String> problems = manifest.verify(store, "d");
    assertThat(problems).hasSize(3);
    assertThat(problems.get(0)).matches("d/a has checksum [0-9a-f]{16}; expected " + a.xxh64Hex());
    assertThat(problems.get(1)).isEqualTo("d/b has 6 bytes; expected 7");
    assertThat(problems.get(2)).isEqualTo("d/sub/c is missing");
  }

  @Test
  void refusesDamagedAndNewerManifests() throws IOException {
    String json = CanonicalJson.pretty(stageManifest().tree());
    byte[] whole = stageManifest().bytes();
    store.writeAtomically("m.json", Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> Manifest.read(store, "m.json"))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageStartingWith("Cannot read m.json: it does not end with its seal");
    whole[json.indexOf("b00000000000")] ^= 1;
    store.writeAtomically("m.json", whole);
    assertThatThrownBy(() -> Manifest.read(store, "m.json"))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageStartingWith("Cannot read m.json: its content has checksum ");
    refuses(
        json.replace("\"stage\": \"tokenize\"", "\"stage\": \"tokenise\""),
        "did you mean 'tokenize'?");
    refuses(json.replace("\"units\"", "\"unitz\""), "Missing key 'units'");
    refuses(
        json.replace("\"formatVersion\": 3", "\"formatVersion\": 99"),
        "format version 99; expected at most 3");
    refuses(json.replace("fedcba9876543210", "not hexadecimal!"), "Cannot read manifest m.json");
  }

  @Test
  void takesWhatAnOlderVersionWroteForNoArtefact() throws IOException {
    String json = CanonicalJson.pretty(stageManifest().tree());
    String older = json.replace("\"formatVersion\": 3", "\"formatVersion\": 1");
    store.writeAtomically("m.json", older.getBytes(UTF_8));
    assertThat(Manifest.read(store, "m.json")).isEmpty();
    store.writeAtomically("m.json", json.getBytes(UTF_8));
    assertThatThrownBy(() -> Manifest.read(store, "m.json"))
        .isInstanceOf(CorruptDataException.class);
  }

  @Test
  void refusesAFileListedTwice() {
    ManifestBuilder builder = Manifest.builder(Stage.MIX, "f").file("a", new FileDigest(1, 1));
    assertThatThrownBy(() -> builder.file("a", new FileDigest(1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot list file a twice");
  }

  @Test
  void runPointersReadBack() throws IOException {
    WorkDirectory work = WorkDirectory.of(store);
    RunPointer pointer =
        new RunPointer("b", Map.of(Stage.INGEST, "0123456789ab"), java.util.Optional.empty());
    pointer.write(work);
    new RunPointer("a", Map.of(), java.util.Optional.of("t.json")).write(work);
    assertThat(RunPointer.read(work, "b")).contains(pointer);
    assertThat(RunPointer.read(work, "c")).isEmpty();
    assertThat(RunPointer.readAll(work)).extracting(RunPointer::recipe).containsExactly("a", "b");
    assertThat(pointer.with(Stage.MIX, "f").directory(Stage.MIX)).contains("mix/f");
    store.writeAtomically("runs/b.json", "{}".getBytes(UTF_8));
    assertThatThrownBy(() -> RunPointer.read(work, "b"))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageStartingWith("Cannot read runs/b.json: it does not end with its seal");
    store.writeAtomically("runs/b.json", SealedJson.bytes(Map.of("formatVersion", 1)));
    assertThatThrownBy(() -> RunPointer.read(work, "b"))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageStartingWith("Cannot read run pointer runs/b.json: ")
        .hasMessageContaining("Expected format version 2");
  }

  @Test
  void timingLivesBesideTheManifest() throws IOException {
    Timing timing = Timing.start().stop();
    assertThat(timing.seconds()).isNotNegative();
    FileDigest metrics = new FileDigest(12, 34);
    timing.with(Map.of("metrics.jsonl", metrics)).write(store, "mix/x");
    Timing read = Timing.read(store, "mix/x").orElseThrow();
    assertThat(read.files()).containsExactly(Map.entry("metrics.jsonl", metrics));
    assertThat(read.peakMemoryBytes()).isEqualTo(timing.peakMemoryBytes());
    assertThat(Timing.read(store, "mix/y")).isEmpty();
  }

  private void refuses(String json, String message) throws IOException {
    store.writeAtomically("m.json", SealedJson.bytes(YamlConfig.parseJson("m.json", json)));
    assertThatThrownBy(() -> Manifest.read(store, "m.json"))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining(message);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  private static String golden(String name) throws IOException {
    try (java.io.InputStream in = ManifestTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
