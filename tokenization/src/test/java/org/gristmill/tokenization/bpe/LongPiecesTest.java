package org.gristmill.tokenization.bpe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LongPiecesTest {
  private final LongPieces pieces = new LongPieces();
  private final int[] target = new int[64];

  private static byte[] piece(int i) {
    String name = "a" + (1_000_000 + i);
    return (name + "_".repeat(LongPieces.SHORTEST - name.length() + i % 48))
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static int[] tokens(int i) {
    int[] tokens = new int[1 + i % 60];
    Arrays.fill(tokens, i);
    return tokens;
  }

  private int[] get(int i) {
    byte[] piece = piece(i);
    return Arrays.copyOf(target, pieces.write(piece, 0, piece.length, target, 0));
  }

  private void put(int i) {
    byte[] piece = piece(i);
    pieces.put(piece, 0, piece.length, tokens(i), 0, tokens(i).length);
  }

  @Test
  void givesTheTokensOfEveryPieceItHasRoomFor() {
    for (int i = 0; i < 16_000; i++) {
      assertThat(get(i)).isEmpty();
      put(i);
    }
    for (int i = 0; i < 16_000; i++) {
      assertThat(get(i)).isEqualTo(tokens(i));
    }
  }

  @Test
  void forgetsAllWhenItIsFullAndNeverMistakesOne() {
    for (int i = 0; i < 20_000; i++) {
      put(i);
    }
    for (int i = 0; i < 20_000; i++) {
      assertThat(get(i)).isEqualTo(i < 16_384 ? new int[0] : tokens(i));
    }
  }

  @Test
  void comparesEveryByte() {
    byte[] piece = "-----------------------\n".getBytes(StandardCharsets.US_ASCII);
    pieces.put(piece, 0, piece.length, new int[] {7}, 0, 1);
    for (int i = 0; i < piece.length; i++) {
      byte[] other = piece.clone();
      other[i] ^= 1;
      assertThat(pieces.write(other, 0, other.length, target, 3)).isEqualTo(3);
    }
    assertThat(pieces.write(piece, 0, piece.length - 1, target, 3)).isEqualTo(3);
    assertThat(pieces.write(piece, 0, piece.length, target, 3)).isEqualTo(4);
    assertThat(target[3]).isEqualTo(7);
  }
}
