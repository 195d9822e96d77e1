package org.gristmill.tokenization.bpe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PieceCacheTest {
  private static final int MANY = 400_000;

  private final PieceCache cache = new PieceCache();
  private final int[] target = new int[16];

  /** A piece of 7 to 13 bytes. */
  private static byte[] piece(int i) {
    return (i % 2 == 0 ? "x" + (1_000_000 + i) : "longer" + (1_000_000 + i))
        .substring(i % 2 == 0 ? 1 : 0)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static int[] tokens(int i) {
    int[] tokens = new int[1 + i % 5];
    Arrays.fill(tokens, i);
    return tokens;
  }

  private void put(int i) {
    byte[] piece = piece(i);
    int[] tokens = tokens(i);
    cache.put(
        piece, 0, piece.length, i % 3 == 0 ? PieceCache.OTHER_KIND : 0, tokens, 0, tokens.length);
  }

  /** The tokens of a piece, or none where it is forgotten. */
  private int[] get(int i) {
    byte[] piece = piece(i);
    int kind = i % 3 == 0 ? PieceCache.OTHER_KIND : 0;
    long known = cache.find(piece, 0, piece.length, kind);
    int n =
        known != PieceCache.UNKNOWN
            ? cache.write(known, target, 0, target.length)
            : cache.recall(piece, 0, piece.length, kind, target, 0);
    return Arrays.copyOf(target, n);
  }

  @Test
  void givesTheTokensOfEveryPieceItHasRoomFor() {
    for (int i = 0; i < 100_000; i++) {
      assertThat(get(i)).isEmpty();
      put(i);
    }
    for (int i = 0; i < 100_000; i++) {
      assertThat(get(i)).isEqualTo(tokens(i));
    }
  }

  @Test
  void forgetsTheOldestPiecesAndNeverMistakesOne() {
    for (int i = 0; i < MANY; i++) {
      put(i);
    }
    int known = 0;
    for (int i = 0; i < MANY; i++) {
      int[] tokens = get(i);
      if (tokens.length > 0) {
        assertThat(tokens).isEqualTo(tokens(i));
        known++;
      }
    }
    assertThat(get(0)).isEmpty();
    assertThat(get(MANY - 1)).isEqualTo(tokens(MANY - 1));
    assertThat(known).isBetween(131_071, 2 * 131_071);
  }

  @Test
  void tellsKindsOfTheSameBytesApart() {
    byte[] piece = "ab".getBytes(StandardCharsets.UTF_8);
    cache.put(piece, 0, 2, 0, new int[] {7}, 0, 1);

    assertThat(cache.find(piece, 0, 2, PieceCache.OTHER_KIND)).isEqualTo(PieceCache.UNKNOWN);
    assertThat(cache.find(piece, 0, 1, 0)).isEqualTo(PieceCache.UNKNOWN);
    assertThat(cache.write(cache.find(piece, 0, 2, 0), target, 3, target.length)).isEqualTo(4);
    assertThat(target[3]).isEqualTo(7);
  }

  @Test
  void findsPiecesByTheBytesBehindThemNoneOfWhichCount() {
    byte[] text = "word and more than sixteen bytes".getBytes(StandardCharsets.UTF_8);
    cache.put(text, 0, 4, 0, new int[] {1, 2, 3}, 0, 3);
    byte[] other = "word, other bytes behind the word".getBytes(StandardCharsets.UTF_8);

    assertThat(cache.write(cache.find(other, 0, 4), target, 0, target.length)).isEqualTo(3);
    assertThat(target).startsWith(1, 2, 3);
    assertThat(cache.find(other, 0, 5)).isEqualTo(PieceCache.UNKNOWN);
  }
}
