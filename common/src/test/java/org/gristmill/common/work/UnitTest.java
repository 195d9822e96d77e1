package org.gristmill.common.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.gristmill.common.hash.Xxh128;
import org.gristmill.common.recipe.IngestOptions;
import org.gristmill.common.recipe.SourceFormat;
import org.gristmill.common.recipe.Split;
import org.junit.jupiter.api.Test;

/** Units are functions of contents and settings. */
class UnitTest {
  private static final IngestOptions OPTIONS = new IngestOptions(100, 4096, 1000, 0, 0);

  private static ParseSettings settings(String domain) {
    return new ParseSettings(
        SourceFormat.JSONL,
        Optional.empty(),
        Split.TRAIN,
        Optional.of(domain),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static ParseSettings parquet() {
    return new ParseSettings(
        SourceFormat.PARQUET,
        Optional.empty(),
        Split.TRAIN,
        Optional.of("a"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static InputFile file(String path, long bytes, int content) {
    byte[] key = {(byte) content, (byte) (content >> 8)};
    return new InputFile("s", "/data", path, bytes, 5, Xxh128.hash(key, 0, 2).hex());
  }

  private static List<InputFile> files() {
    List<InputFile> files = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      files.add(file("f" + i, 7 + i % 5 * 11, i));
    }
    files.add(file("large", 100, 90));
    files.add(file("larger", 5000, 91));
    return files;
  }

  @Test
  void ignoreNamesAndListingOrder() {
    List<Unit> expected = Unit.group(Map.of(settings("a"), files()), OPTIONS);
    Random random = new Random(4);
    for (int round = 0; round < 20; round++) {
      List<InputFile> shuffled = new ArrayList<>();
      for (InputFile file : files()) {
        shuffled.add(
            new InputFile("s", "/else", "n" + random.nextInt(), file.bytes(), 9, file.identity()));
      }
      Collections.shuffle(shuffled, random);
      assertThat(Unit.group(Map.of(settings("a"), shuffled), OPTIONS))
          .extracting(Unit::fingerprint)
          .isEqualTo(expected.stream().map(Unit::fingerprint).toList());
    }
  }

  @Test
  void holdEveryInputOnceAndStayWithinTheirSize() {
    List<Unit> units = Unit.group(Map.of(settings("a"), files()), OPTIONS);
    assertThat(units.stream().flatMap(unit -> unit.inputs().stream()).toList())
        .containsExactlyInAnyOrderElementsOf(files());
    assertThat(units)
        .allSatisfy(unit -> assertThat(unit.bytes() <= 100 || unit.inputs().size() == 1).isTrue());
    assertThat(units)
        .filteredOn(unit -> unit.inputs().stream().anyMatch(input -> input.bytes() >= 100))
        .hasSize(2)
        .allSatisfy(unit -> assertThat(unit.inputs()).hasSize(1));
  }

  @Test
  void countEqualContentsOnce() {
    List<Unit> units =
        Unit.group(Map.of(settings("a"), List.of(file("b", 5, 1), file("a", 5, 1))), OPTIONS);
    assertThat(units).hasSize(1);
    assertThat(units.get(0).inputs()).extracting(InputFile::path).containsExactly("a");
  }

  @Test
  void neverMixSettings() {
    List<Unit> units =
        Unit.group(
            Map.of(
                settings("a"), List.of(file("a", 5, 1)), settings("b"), List.of(file("b", 5, 1))),
            OPTIONS);
    assertThat(units).hasSize(2);
    assertThat(units.get(0).fingerprint()).isNotEqualTo(units.get(1).fingerprint());
  }

  @Test
  void cutALargeParquetFileAndNothingElse() {
    List<InputFile> files = List.of(file("a", 4096, 1), file("b", 4097, 2), file("c", 20_000, 3));
    assertThat(Unit.group(Map.of(settings("a"), files), OPTIONS)).hasSize(3);
    List<Unit> units = Unit.group(Map.of(parquet(), files), OPTIONS);
    assertThat(units).extracting(Unit::fingerprint).doesNotHaveDuplicates().isSorted();
    assertThat(units)
        .extracting(unit -> unit.inputs().get(0).path() + unit.slice().index() + unit.bytes())
        .containsExactlyInAnyOrder(
            "a04096", "b02048", "b12049", "c04000", "c14000", "c24000", "c34000", "c44000");
  }

  @Test
  void keepTheirFingerprintsWhereSlicesAreOfAnotherSize() {
    IngestOptions others = new IngestOptions(100, 8192, 1000, 0, 0);
    assertThat(Unit.group(Map.of(settings("a"), files()), others))
        .isEqualTo(Unit.group(Map.of(settings("a"), files()), OPTIONS));
  }

  @Test
  void putEveryPositionInOneSlice() {
    for (int count : new int[] {1, 2, 7}) {
      for (long position : new long[] {-5, 0, 4, 14, 15, 49, 50, 99, 100, 1L << 60}) {
        int holders = 0;
        for (int i = 0; i < count; i++) {
          holders += new Slice(i, count).contains(position, 100) ? 1 : 0;
        }
        assertThat(holders).as("%s of %s", position, count).isEqualTo(1);
      }
    }
    assertThat(new Slice(1, 2).contains(49, 100)).isFalse();
    assertThat(new Slice(1, 2).contains(50, 100)).isTrue();
    assertThatThrownBy(() -> new Slice(2, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot take slice 2 of 2: expected 0 <= index < count");
  }

  @Test
  void haveAFingerprintThatNeverChangesByAccident() {
    Unit unit = Unit.of(settings("a"), OPTIONS, List.of(file("a", 5, 1), file("b", 6, 2)));
    assertThat(unit.fingerprint()).isEqualTo("097f7f268c6d5ad2");
    assertThat(settings("a").fingerprint()).isEqualTo("d7152000cc777027");
    assertThat(Fingerprint.ofStage(Stage.MIX, Map.of("seed", 1), Map.of("tokenize", "abc")))
        .isEqualTo("686207d86bb5");
  }
}
