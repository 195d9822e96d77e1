package org.gristmill.tokenization.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.store.FileInfo;
import org.gristmill.tokenization.store.MemoryStore;
import org.gristmill.tokenization.store.TokenType;
import org.junit.jupiter.api.Test;

/**
 * Sets with seeded damage: each is refused with the name of a file, or read with all of its tokens,
 * whose values and ends most of the formats cannot vouch for. 1,000 mutations of every format and
 * type by default; {@code -Dfuzz.mutations=10000} for more.
 */
class DamagedSetsTest {
  private static final int MUTATIONS = Integer.getInteger("fuzz.mutations", 1000);

  @Test
  void damageIsRefusedOrReadWithinAllLengths() throws IOException {
    Random random = new Random(20);
    List<List<Integer>> documents = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      documents.add(random.ints(random.nextInt(30) + 1, 0, 60_000).boxed().toList());
    }
    long total = documents.stream().mapToLong(List::size).sum();
    for (ExportFormat format : ExportFormat.values()) {
      for (TokenType type : new TokenType[] {TokenType.UINT16, TokenType.INT32}) {
        // Half of the formats with room for masks have them.
        boolean masked = format.keepsMasks() && type == TokenType.INT32;
        MemoryStore store =
            masked
                ? ExportsTest.writeMasked(format, documents)
                : ExportsTest.write(format, type, documents);
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
          List<FileInfo> files = store.list("");
          String path = files.get(random.nextInt(files.size())).path();
          byte[] whole = store.readAll(path);
          store.writeAtomically(path, damage(whole, random));
          refused += isRefused(store, total) ? 1 : 0;
          store.writeAtomically(path, whole);
        }
        assertThat(refused).as(format + " " + type).isBetween(MUTATIONS / 10, MUTATIONS);
        assertThat(isRefused(store, total)).isFalse();
        System.out.println(refused + " of " + MUTATIONS + " damaged sets refused: " + format);
      }
    }
  }

  /** A file cut or grown, or bytes of it replaced, often by those of extreme numbers. */
  private static byte[] damage(byte[] whole, Random random) {
    int kind = random.nextInt(8);
    if (kind == 0) {
      return Arrays.copyOf(whole, random.nextInt(whole.length + 1));
    }
    if (kind == 1) {
      return Arrays.copyOf(whole, whole.length + 1 + random.nextInt(16));
    }
    byte[] damaged = whole.clone();
    int area = random.nextBoolean() ? damaged.length : Math.min(damaged.length, 256);
    int at = random.nextInt(Math.max(1, area));
    int count = kind == 2 ? 8 : kind == 3 ? 4 : 1;
    byte[] extremes = {0, 1, -1, 127, -128};
    byte value = kind < 4 ? extremes[random.nextInt(5)] : (byte) random.nextInt(256);
    for (int i = at; i < Math.min(damaged.length, at + count); i++) {
      damaged[i] = value;
    }
    return damaged;
  }

  /** Reads everything; what is not refused has every token, or is not taken for a set at all. */
  private static boolean isRefused(MemoryStore store, long total) throws IOException {
    try {
      long tokens = 0;
      List<TokenSets.TokenSet> sets = TokenSets.ofFolder(store);
      for (TokenSets.TokenSet set : sets) {
        try (TokenSequences sequences = set.open()) {
          while (sequences.next()) {
            tokens += sequences.length();
            for (int i = 0; i < sequences.length(); i++) {
              if (sequences.tokens()[i] < 0) {
                throw new AssertionError("token " + sequences.tokens()[i]);
              }
              if (sequences.hasMask()) {
                assertThat(sequences.mask()[i]).isBetween((byte) 0, (byte) 1);
              }
            }
          }
        }
      }
      assertThat(tokens).isEqualTo(sets.isEmpty() ? 0 : total);
      return false;
    } catch (CorruptDataException e) {
      assertThat(e.getMessage()).startsWith("Cannot read ");
      return true;
    }
  }
}
