package org.gristmill.common.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** XXH3-128 equals the reference implementation in every class of lengths. */
class Xxh128Test {
  @Test
  void matchesTheReferenceAtEveryLength() {
    for (HashVectors.Vector vector : HashVectors.load()) {
      byte[] bytes = HashVectors.bytes(vector.length());
      assertThat(Xxh128.hash(bytes, 0, bytes.length).hex())
          .as("length %d", vector.length())
          .isEqualTo(vector.xxh128());
    }
  }

  @Test
  void streamsToTheSameHashAtEveryLength() {
    Random random = new Random(11);
    for (HashVectors.Vector vector : HashVectors.load()) {
      byte[] bytes = HashVectors.bytes(vector.length());
      int largest = 1 + random.nextInt(1 + bytes.length);
      Xxh128 stream = new Xxh128();
      for (int at = 0; at < bytes.length; ) {
        int piece = Math.min(bytes.length - at, random.nextInt(largest + 1));
        if (random.nextBoolean()) {
          stream.update(bytes, at, piece);
        } else {
          ByteBuffer source = ByteBuffer.allocateDirect(piece).put(bytes, at, piece).flip();
          stream.update(source);
          assertThat(source.hasRemaining()).isFalse();
        }
        at += piece;
        stream.digest();
      }
      assertThat(stream.digest().hex()).as("length %d", vector.length()).isEqualTo(vector.xxh128());
    }
  }

  @Test
  void hashesTheMiddleOfAnArray() {
    byte[] bytes = HashVectors.bytes(3000);
    for (int length : new int[] {0, 2, 7, 12, 100, 200, 2000}) {
      byte[] copy = java.util.Arrays.copyOfRange(bytes, 555, 555 + length);
      assertThat(Xxh128.hash(bytes, 555, length)).isEqualTo(Xxh128.hash(copy, 0, length));
    }
  }

  @Test
  void refusesARangeOutsideTheArray() {
    assertThatThrownBy(() -> Xxh128.hash(new byte[4], -1, 3))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("[-1, -1 + 3)");
  }
}
