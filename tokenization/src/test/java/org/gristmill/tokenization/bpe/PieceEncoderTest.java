package org.gristmill.tokenization.bpe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The search equals merging as defined, whatever the table: also tables no trainer would write. */
class PieceEncoderTest {
  @Test
  void equalsMergingForTablesInAnyOrder() {
    Random random = new Random(11);
    for (int round = 0; round < 400; round++) {
      Table table = randomTable(random, round % 2 == 0);
      BpeModel model = new BpeModel(table.tokens, table.merges, table.byteIds);
      PieceEncoder encoder = new PieceEncoder(model);
      MergeLoop loop = new MergeLoop(new MergeTable(table.merges), table.byteIds);
      for (int text = 0; text < 60; text++) {
        byte[] bytes = new byte[1 + random.nextInt(text < 50 ? 24 : 300)];
        for (int i = 0; i < bytes.length; i++) {
          bytes[i] = (byte) ('a' + random.nextInt(3));
        }
        int n = loop.run(bytes, 0, bytes.length);
        int[] expected = new int[n];
        for (int i = 0; i < n; i++) {
          expected[i] = loop.symbol(i);
        }
        int[] got = new int[bytes.length];
        int end = encoder.encode(bytes, 0, bytes.length, got, 0);
        assertThat(Arrays.copyOf(got, end)).isEqualTo(expected);
        end = encoder.search(bytes, 0, bytes.length, got, 0);
        assertThat(Arrays.copyOf(got, end)).isEqualTo(expected);
      }
    }
  }

  @Test
  void textCutAndRememberedEqualsMerging() {
    Random random = new Random(12);
    String[] characters = {"一", "丁", "二", "é", "a", "😀"};
    for (int round = 0; round < 200; round++) {
      Table table = randomTable(random, round % 2 == 0, bytesOf(characters), 200);
      BpeModel model = new BpeModel(table.tokens, table.merges, table.byteIds);
      TextEncoder encoder = new TextEncoder(model, (utf8, start, end) -> end, false);
      MergeLoop loop = new MergeLoop(new MergeTable(table.merges), table.byteIds);
      for (int text = 0; text < 100; text++) {
        StringBuilder drawn = new StringBuilder();
        for (int i = random.nextInt(text < 98 ? 6 : 3000); i >= 0; i--) {
          drawn.append(characters[random.nextInt(characters.length)]);
        }
        byte[] utf8 = drawn.toString().getBytes(StandardCharsets.UTF_8);
        int n = loop.run(utf8, 0, utf8.length);
        int[] got = new int[utf8.length];
        int end = encoder.encode(utf8, 0, utf8.length, got, 0);
        assertThat(end).isEqualTo(n);
        for (int i = 0; i < n; i++) {
          assertThat(got[i]).isEqualTo(loop.symbol(i));
        }
      }
    }
  }

  @Test
  void idsAreWrittenNowhereElse() {
    Table table = randomTable(new Random(1), false);
    BpeModel model = new BpeModel(table.tokens, table.merges, table.byteIds);
    TextEncoder encoder = new TextEncoder(model, (utf8, start, end) -> start + 1, false);
    byte[] utf8 = {'x', 'y', 'x', 'y'};
    for (int again = 0; again < 2; again++) {
      int[] target = {-1, -1, -1, -1, -1, -1};
      assertThat(encoder.encode(utf8, 0, 4, target, 1)).isEqualTo(5);
      assertThat(target).containsExactly(-1, 'x', 'y', 'x', 'y', -1);
    }
  }

  private static int[] bytesOf(String... characters) {
    byte[] utf8 = String.join("", characters).getBytes(StandardCharsets.UTF_8);
    int[] bytes = new int[utf8.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = utf8[i] & 0xFF;
    }
    return Arrays.stream(bytes).distinct().toArray();
  }

  // built once, never compared
  @SuppressWarnings("ArrayRecordComponent")
  private record Table(byte[][] tokens, List<BpeVocabulary.Merge> merges, int[] byteIds) {}

  private static Table randomTable(Random random, boolean shuffled) {
    return randomTable(random, shuffled, new int[] {'a', 'b', 'c'}, 30);
  }

  private static Table randomTable(Random random, boolean shuffled, int[] bytes, int most) {
    List<byte[]> tokens = new ArrayList<>();
    Map<String, Integer> ids = new HashMap<>();
    int[] byteIds = new int[256];
    for (int b = 0; b < 256; b++) {
      byteIds[b] = b;
      tokens.add(new byte[] {(byte) b});
      ids.put(ByteAlphabet.write(tokens.get(b)), b);
    }
    List<Integer> usable = new ArrayList<>(Arrays.stream(bytes).boxed().toList());
    List<BpeVocabulary.Merge> merges = new ArrayList<>();
    int wanted = 3 + random.nextInt(most);
    for (int m = 0; m < wanted; m++) {
      int left = usable.get(random.nextInt(usable.size()));
      int right = usable.get(random.nextInt(usable.size()));
      byte[] joined =
          ByteAlphabet.read(
              ByteAlphabet.write(tokens.get(left)) + ByteAlphabet.write(tokens.get(right)));
      Integer id = ids.get(ByteAlphabet.write(joined));
      if (id == null) {
        id = tokens.size();
        tokens.add(joined);
        ids.put(ByteAlphabet.write(joined), id);
        usable.add(id);
      }
      merges.add(new BpeVocabulary.Merge(left, right, id));
    }
    if (shuffled) {
      java.util.Collections.shuffle(merges, random);
    }
    return new Table(tokens.toArray(byte[][]::new), merges, byteIds);
  }
}
