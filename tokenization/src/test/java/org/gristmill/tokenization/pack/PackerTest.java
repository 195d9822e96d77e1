package org.gristmill.tokenization.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.gristmill.common.ConfigException;
import org.junit.jupiter.api.Test;

class PackerTest {
  private static final Packer BEST_FIT = Packer.named("best_fit");
  private static final Packer CROP = Packer.named("best_fit_crop");
  private static final Packer PAD = Packer.named("best_fit_pad");
  private static final Packer DECOMPOSE = Packer.named("decompose");

  private static List<List<String>> rows(Packer packer, int capacity, int... lengths) {
    PackedRows packed = packer.pack(lengths, lengths.length, capacity);
    List<List<String>> rows = new ArrayList<>();
    for (int row = 0; row < packed.rows(); row++) {
      List<String> segments = new ArrayList<>();
      for (int s = packed.firstSegment(row); s < packed.firstSegment(row + 1); s++) {
        segments.add(packed.piece(s) + "[" + packed.offset(s) + "+" + packed.length(s) + "]");
      }
      rows.add(segments);
    }
    return rows;
  }

  /** Lengths of document-lengths.bin, written by the script beside it. */
  private static int[] manyLengths() throws IOException {
    try (InputStream in = PackerTest.class.getResourceAsStream("document-lengths.bin")) {
      ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
      int[] lengths = new int[bytes.remaining() / Short.BYTES];
      for (int i = 0; i < lengths.length; i++) {
        lengths[i] = bytes.getShort() & 0xFFFF;
      }
      return lengths;
    }
  }

  @Test
  void bestFitPlacesItemsAsTheReferenceDoes() {
    int[] split = {5, 2, 3, 1};
    assertThat(BestFitPacker.rows(Items.of(split, 4, 4), 4)).containsExactly(0, 1, 2, 1, 2);
    int[] truncated = {4, 2, 3, 1};
    assertThat(BestFitPacker.rows(Items.of(truncated, 4, 4), 4)).containsExactly(0, 2, 1, 1);
  }

  @Test
  void bestFitRestoresTheOrderOfTheStream() {
    assertThat(rows(BEST_FIT, 4, 5, 2, 3, 1))
        .containsExactly(
            List.of("0[0+4]"), List.of("0[4+1]", "2[0+3]"), List.of("1[0+2]", "3[0+1]"));
    assertThat(rows(BEST_FIT, 10, 3, 9, 7, 1))
        .containsExactly(List.of("0[0+3]", "2[0+7]"), List.of("1[0+9]", "3[0+1]"));
  }

  @Test
  void bestFitNeedsNoMoreRowsThanTextbookBestFit() throws IOException {
    int[] lengths = manyLengths();
    int[][] expected = {{2048, 9687, 2252, 7551}, {4096, 4844, 659, 4403}, {8192, 2422, 136, 2349}};
    for (int[] row : expected) {
      PackedRows packed = BEST_FIT.pack(lengths, lengths.length, row[0]);
      assertThat(packed.rows()).isEqualTo(row[1]);
      assertThat(packed.tokens()).isEqualTo(19_836_713);
      assertThat(cut(packed, lengths.length)).isEqualTo(row[2]);
      PackedRows concat = Packer.named("concat").pack(lengths, lengths.length, row[0]);
      assertThat(cut(concat, lengths.length)).isEqualTo(row[3]);
    }
  }

  private static int cut(PackedRows packed, int pieces) {
    int[] segments = new int[pieces];
    for (int s = 0; s < packed.firstSegment(packed.rows()); s++) {
      segments[packed.piece(s)]++;
    }
    return (int) Arrays.stream(segments).filter(count -> count > 1).count();
  }

  @Test
  void bestFitEqualsASearchThroughAllRows() {
    Random random = new Random(3);
    for (int trial = 0; trial < 300; trial++) {
      int capacity = 4 + random.nextInt(37);
      int[] lengths = random.ints(1 + random.nextInt(60), 1, 61).toArray();
      Items items = Items.of(lengths, lengths.length, capacity);
      assertThat(BestFitPacker.rows(items, capacity)).isEqualTo(searched(items, capacity));
    }
  }

  /** Rows by their rooms, with the time at which each got its room. */
  private static int[] searched(Items items, int capacity) {
    List<Integer> sorted = new ArrayList<>();
    for (int i = 0; i < items.count(); i++) {
      sorted.add(i);
    }
    sorted.sort((a, b) -> Integer.compare(items.length(b), items.length(a)));
    List<int[]> rooms = new ArrayList<>();
    int[] rows = new int[items.count()];
    for (int time = 0; time < sorted.size(); time++) {
      int length = items.length(sorted.get(time));
      int best = -1;
      for (int row = 0; row < rooms.size(); row++) {
        int[] room = rooms.get(row);
        if (room[0] >= length && (best < 0 || Arrays.compare(room, rooms.get(best)) < 0)) {
          best = row;
        }
      }
      if (best < 0) {
        best = rooms.size();
        rooms.add(new int[] {capacity, time});
      }
      rooms.set(best, new int[] {rooms.get(best)[0] - length, time});
      rows[sorted.get(time)] = best;
    }
    return rows;
  }

  @Test
  void cropFillsEveryRowButTheLastAndCountsWhatItLoses() throws IOException {
    assertThat(rows(CROP, 10, 6, 7, 3, 5, 8))
        .containsExactly(
            List.of("4[0+8]", "2[0+2]"), List.of("1[0+7]", "3[0+3]"), List.of("0[0+6]"));
    int[] lengths = manyLengths();
    PackedRows packed = CROP.pack(lengths, lengths.length, 2049);
    assertThat(packed.rows()).isEqualTo(6505);
    assertThat(19_836_713 - packed.tokens()).isEqualTo(6_507_968);
  }

  /** nanochat's loops, with the buffer as a list that is searched from end to end. */
  private static List<List<Integer>> loaded(int[] lengths, int capacity, int size, boolean crop) {
    List<List<Integer>> rows = new ArrayList<>();
    List<Integer> buffer = new ArrayList<>();
    int next = 0;
    while (next < lengths.length || !buffer.isEmpty()) {
      List<Integer> row = new ArrayList<>();
      int free = capacity;
      while (free > 0) {
        while (buffer.size() < size && next < lengths.length) {
          buffer.add(next++);
        }
        int best = -1;
        int shortest = -1;
        for (int piece : buffer) {
          boolean fits = lengths[piece] <= free;
          best = fits && (best < 0 || lengths[piece] > lengths[best]) ? piece : best;
          shortest = shortest < 0 || lengths[piece] < lengths[shortest] ? piece : shortest;
        }
        int taken = best < 0 && crop ? shortest : best;
        if (taken < 0) {
          break;
        }
        buffer.remove((Integer) taken);
        row.add(taken);
        free -= Math.min(free, lengths[taken]);
      }
      rows.add(row);
    }
    return rows;
  }

  @Test
  void bufferedPackersTakeWhatASearchThroughTheBufferTakes() {
    Random random = new Random(12);
    for (int trial = 0; trial < 60; trial++) {
      int capacity = 4 + random.nextInt(37);
      // Cropping also meets pieces longer than a row, as nanochat's loader does.
      int[] longer = random.ints(1 + random.nextInt(2500), 1, 2 * capacity).toArray();
      List<List<Integer>> cropped = new ArrayList<>();
      rows(CROP, capacity, longer).forEach(row -> cropped.add(pieces(row)));
      assertThat(cropped).isEqualTo(loaded(longer, capacity, 1000, true));
      int[] lengths = random.ints(1 + random.nextInt(500), 1, capacity + 1).toArray();
      List<List<Integer>> padded = new ArrayList<>();
      rows(PAD, capacity, lengths).forEach(row -> padded.add(pieces(row)));
      List<List<Integer>> expected = loaded(lengths, capacity, 100, false);
      expected.forEach(row -> row.sort(Integer::compare));
      assertThat(padded).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private static List<Integer> pieces(List<String> row) {
    return row.stream().map(segment -> Integer.parseInt(segment.replaceAll("\\[.*", ""))).toList();
  }

  @Test
  void padCutsNoPieceThatFitsIntoARow() throws IOException {
    assertThat(rows(PAD, 10, 6, 7, 3, 5, 8))
        .containsExactly(
            List.of("0[0+6]"), List.of("1[0+7]", "2[0+3]"), List.of("3[0+5]"), List.of("4[0+8]"));
    int[] lengths = manyLengths();
    PackedRows packed = PAD.pack(lengths, lengths.length, 2048);
    assertThat(packed.tokens()).isEqualTo(19_836_713);
    assertThat(cut(packed, lengths.length)).isEqualTo(2252);
  }

  @Test
  void decompositionGivesRowsOfOnePowerOfTwo() {
    assertThat(rows(DECOMPOSE, 9, 8, 7, 3))
        .containsExactly(
            List.of("0[0+8]"),
            List.of("1[0+4]"),
            List.of("1[4+2]", "2[0+2]"),
            List.of("1[6+1]", "2[2+1]"));
    assertThat(DECOMPOSE.pieceTokens(4097)).isEqualTo(4096);
    PackedRows packed = DECOMPOSE.pack(new int[] {8192, 4096 + 300, 255}, 3, 8193);
    assertThat(packed.rows()).isEqualTo(3);
    assertThat(packed.tokens()).isEqualTo(8192 + 4096 + 256);
  }

  @Test
  void noPackerGivesATokenTwiceOrOverfillsARow() {
    Random random = new Random(9);
    for (int trial = 0; trial < 200; trial++) {
      int capacity = 1 + random.nextInt(50);
      int[] lengths = random.ints(random.nextInt(80), 1, capacity + 1).toArray();
      long total = Arrays.stream(lengths).sum();
      for (Packer packer : Packer.all()) {
        PackedRows packed = packer.pack(lengths, lengths.length, capacity);
        check(packed, lengths, capacity);
        boolean keeps = packer != CROP && !packer.name().matches("best_fit_crop|decompose");
        assertThat(packed.tokens()).isLessThanOrEqualTo(total);
        assertThat(!keeps || packed.tokens() == total).as(packer.name()).isTrue();
      }
    }
  }

  private static void check(PackedRows packed, int[] lengths, int capacity) {
    BitSet[] given = new BitSet[lengths.length];
    Arrays.setAll(given, i -> new BitSet());
    for (int row = 0; row < packed.rows(); row++) {
      int tokens = 0;
      for (int s = packed.firstSegment(row); s < packed.firstSegment(row + 1); s++) {
        int from = packed.offset(s);
        int until = from + packed.length(s);
        BitSet piece = given[packed.piece(s)];
        assertThat(piece.get(from, until).isEmpty()).isTrue();
        piece.set(from, until);
        assertThat(until).isBetween(from + 1, lengths[packed.piece(s)]);
        tokens += packed.length(s);
      }
      assertThat(tokens).isBetween(1, capacity);
    }
  }

  @Test
  void anUnknownNameIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> Packer.named("bestfit"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Cannot find packing 'bestfit': unknown name; expected concat, best_fit,"
                + " best_fit_crop, best_fit_pad, decompose");
  }
}
