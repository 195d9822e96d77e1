package org.gristmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyTest {

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
    for (Path file : small.files()) {
      byte[] sound = Files.readAllBytes(file);
      // A value inside a manifest may be one that nothing else repeats; its frame is always
      // checked.
      boolean json = file.toString().endsWith(".json") && !file.endsWith("losses.json");
      int inside = json ? sound.length - 2 : random.nextInt(sound.length);
      for (int position : new int[] {0, inside, sound.length - 1}) {
        byte[] damaged = sound.clone();
        damaged[position] ^= 0x10;
        Files.write(file, damaged);
        Captured verified = verify(small.work());

        String name = small.work().relativize(file).toString();
        assertThat(verified.code())
            .as("%s, byte %d: %s", name, position, verified.out())
            .isEqualTo(1);
        assertThat(verified.out()).contains("FAIL  " + name);
      }
      Files.write(file, sound);
    }
    assertThat(verify(small.work()).code()).isZero();
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
