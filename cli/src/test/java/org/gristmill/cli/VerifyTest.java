package org.gristmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyTest {

  private static final int FLIPS = 12;

  private static final String[] KINDS = {
    "decisions.txt",
    "documents.parquet",
    "identities.json",
    "losses.json",
    "manifest.json",
    "metrics.jsonl",
    "notes.jsonl",
    "optimizer.bin",
    "parameters.bin",
    "part-00000.bin",
    "part-00000.docs.parquet",
    "part-00000.ids",
    "part-00000.idx",
    "part-00000.sparse",
    "quarantine.jsonl",
    "run-0000.finished.json",
    "samples.txt",
    "shard-00000.arrow",
    "small.html",
    "small.json",
    "state.json",
    "timing.json",
    "unit.json"
  };

  @TempDir private Path folder;
  private SmallWork small;

  @BeforeEach
  void makeWork() throws IOException {
    small = SmallWork.in(folder);
  }

  private Captured verify(Path path) {
    return Captured.run(folder, "verify", path);
  }

  @Test
  void findsNothingInASoundWorkDirectory() {
    Captured verified = verify(small.work());

    assertThat(verified.code()).as(verified.out()).isZero();
    assertThat(verified.out()).startsWith("All is well: ").contains("no problems");
  }

  @Test
  void findsAndNamesAFlippedByteInEveryFile() throws IOException {
    Random random = new Random(5);
    Set<String> kinds = new TreeSet<>();
    for (Path file : small.files()) {
      String name = small.work().relativize(file).toString();
      kinds.add(file.getFileName().toString());
      byte[] sound = Files.readAllBytes(file);
      int[] inside = random.ints(FLIPS, 0, sound.length).toArray();
      for (int flip = 0; flip < FLIPS + 2; flip++) {
        int position = flip < FLIPS ? inside[flip] : flip == FLIPS ? 0 : sound.length - 1;
        byte[] damaged = sound.clone();
        damaged[position] ^= (byte) (1 + random.nextInt(255));
        Files.write(file, damaged);
        Captured verified = verify(small.work());

        assertThat(verified.code())
            .as("%s, byte %d: %s", name, position, verified.out())
            .isEqualTo(1);
        assertThat(verified.out()).contains("FAIL  " + name);
      }
      Files.write(file, sound);
    }
    assertThat(verify(small.work()).code()).isZero();
    assertThat(kinds).contains(KINDS);
  }

  @Test
  void findsAFlippedByteWhenPointedAtAFileThatNoManifestNames() throws IOException {
    for (String name :
        List.of(
            "small.json",
            "identities.json",
            "small.html",
            "timing.json",
            "manifest.json",
            "run-0000.finished.json",
            "metrics.jsonl")) {
      Path file = first(name);
      byte[] sound = Files.readAllBytes(file);
      assertThat(verify(file).code()).as(name).isZero();
      for (int position = 0; position < sound.length; position += 7) {
        byte[] damaged = sound.clone();
        damaged[position] ^= 1;
        Files.write(file, damaged);
        assertThat(verify(file).code()).as("%s, byte %d", name, position).isEqualTo(1);
      }
      Files.write(file, sound);
    }
  }

  @Test
  void leavesTheLeaseOut() throws IOException {
    Files.writeString(small.work().resolve("lease.json"), "anything", StandardCharsets.UTF_8);
    assertThat(verify(small.work()).out()).startsWith("All is well: ");
  }

  @Test
  void namesMissingAndShortenedFiles() throws IOException {
    Path bin = first("part-00000.bin");
    byte[] sound = Files.readAllBytes(bin);
    Files.write(bin, Arrays.copyOf(sound, sound.length - 2));
    assertThat(verify(small.work()).out()).contains("has 998 bytes; expected 1000");

    Files.delete(bin);
    assertThat(verify(small.work()).out()).contains("part-00000.bin is missing");
  }

  @Test
  void looksAtOneFileOfAStage() throws IOException {
    Path ids = first("part-00000.ids");
    assertThat(verify(ids).out()).startsWith("All is well: 1 file,");

    byte[] damaged = Files.readAllBytes(ids);
    damaged[3]++;
    Files.write(ids, damaged);
    assertThat(verify(ids).code()).isEqualTo(1);
    assertThat(verify(ids).out()).contains("part-00000.ids has checksum");
    assertThat(verify(first("samples.txt")).code()).isZero();
  }

  @Test
  void mentionsFilesThatNoManifestNames() throws IOException {
    Path extra = first("samples.txt").resolveSibling("extra.txt");
    Files.writeString(extra, "?", StandardCharsets.UTF_8);

    Captured verified = verify(small.work());
    assertThat(verified.code()).isZero();
    assertThat(verified.out()).contains("note  ", "extra.txt is named by no manifest");
  }

  @Test
  void refusesAFolderThatHoldsNothingOfItsOwn() throws IOException {
    Captured verified = verify(Files.createDirectory(folder.resolve("empty")));

    assertThat(verified.code()).isEqualTo(2);
    assertThat(verified.err()).contains("no folder with files");
  }

  private Path first(String name) throws IOException {
    return small.files().stream().filter(file -> file.endsWith(name)).findFirst().orElseThrow();
  }
}
