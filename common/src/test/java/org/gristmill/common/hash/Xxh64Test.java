package org.gristmill.common.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** XXH64 equals the reference implementation, however the bytes arrive. */
class Xxh64Test {
  private static final HexFormat HEX = HexFormat.of();

  @Test
  void matchesTheReferenceAtEveryLength() {
    for (HashVectors.Vector vector : HashVectors.load()) {
      byte[] bytes = HashVectors.bytes(vector.length());
      assertThat(HEX.toHexDigits(Xxh64.hash(bytes, 0, bytes.length, 0)))
          .as("length %d, seed 0", vector.length())
          .isEqualTo(vector.xxh64());
      assertThat(HEX.toHexDigits(Xxh64.hash(bytes, 0, bytes.length, 42)))
          .as("length %d, seed 42", vector.length())
          .isEqualTo(vector.xxh64Seed42());
    }
  }

  @Test
  void matchesThePublishedVectors() {
    assertThat(hash("", 0)).isEqualTo("ef46db3751d8e999");
    assertThat(hash("a", 0)).isEqualTo("d24ec4f1a98c6e5b");
    assertThat(hash("abc", 0)).isEqualTo("44bc2cf5ad770999");
    assertThat(hash("doc-0000000001", 42)).isEqualTo("a4f2c0f24d82e908");
    assertThat(hash("中文文档-7".repeat(5), 42)).isEqualTo("c14608eec4df5786");
    assertThat(HEX.toHexDigits(Xxh64.hashLong(7, 42))).isEqualTo("d84046c3cf69aaf1");
  }

  @Test
  void chainsArgumentsAsSparkDoes() {
    assertThat(hash("doc-0000000001", Xxh64.hashLong(7, 42))).isEqualTo("adebb47f98cdcfec");
  }

  @Test
  void hashesALongAsItsLittleEndianBytes() {
    Random random = new Random(5);
    for (int i = 0; i < 1000; i++) {
      long value = random.nextLong();
      long seed = random.nextLong();
      byte[] bytes =
          ByteBuffer.allocate(8).order(java.nio.ByteOrder.LITTLE_ENDIAN).putLong(value).array();
      assertThat(Xxh64.hashLong(value, seed)).isEqualTo(Xxh64.hash(bytes, 0, 8, seed));
    }
  }

  @Test
  void givesTheSameHashForAnySplitOfTheStream() {
    Random random = new Random(7);
    byte[] bytes = HashVectors.bytes(20_000);
    for (int round = 0; round < 300; round++) {
      int length = random.nextInt(round < 200 ? 200 : bytes.length);
      long seed = random.nextLong();
      Xxh64 stream = new Xxh64(seed);
      for (int at = 0; at < length; ) {
        int piece = Math.min(length - at, random.nextInt(100));
        if (random.nextBoolean()) {
          stream.update(bytes, at, piece);
        } else {
          stream.update(direct(bytes, at, piece));
        }
        at += piece;
      }
      assertThat(stream.digest()).isEqualTo(Xxh64.hash(bytes, 0, length, seed));
    }
  }

  @Test
  void hashesHeapDirectAndReadOnlyBuffersAlikeWithoutMovingThem() {
    byte[] bytes = HashVectors.bytes(10_000);
    long expected = Xxh64.hash(bytes, 3, 9_000, 9);
    ByteBuffer heap = ByteBuffer.wrap(bytes, 3, 9_000);
    assertThat(Xxh64.hash(heap, 9)).isEqualTo(expected);
    assertThat(Xxh64.hash(heap.slice(), 9)).isEqualTo(expected);
    assertThat(Xxh64.hash(heap.asReadOnlyBuffer(), 9)).isEqualTo(expected);
    assertThat(Xxh64.hash(direct(bytes, 3, 9_000), 9)).isEqualTo(expected);
    assertThat(heap.position()).isEqualTo(3);
  }

  @Test
  void refusesARangeOutsideTheArray() {
    assertThatThrownBy(() -> Xxh64.hash(new byte[4], 2, 3, 0))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("[2, 2 + 3)");
  }

  private static ByteBuffer direct(byte[] bytes, int offset, int length) {
    return ByteBuffer.allocateDirect(length).put(bytes, offset, length).flip();
  }

  private static String hash(String text, long seed) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return HEX.toHexDigits(Xxh64.hash(bytes, 0, bytes.length, seed));
  }
}
