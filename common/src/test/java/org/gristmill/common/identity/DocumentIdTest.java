package org.gristmill.common.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.gristmill.common.hash.Xxh64;
import org.junit.jupiter.api.Test;

/** Document identities depend on content alone, and their key is the one Spark computes. */
class DocumentIdTest {
  // Recorded with python-xxhash 3.
  private static final long KEY_OF_EMPTY_TEXT = 3326758377855846016L;

  @Test
  void hashesTextAsTheReferenceDoes() {
    assertThat(text("").hex()).isEqualTo("99aa06d3014798d86001c324468d497f");
    assertThat(text("abc").hex()).isEqualTo("06b05ab6733a618578af5f94892f3950");
  }

  @Test
  void hashesTokensAsLittleEndianBytes() {
    int[] tokens = new Random(3).ints(50_000).toArray();
    for (int length : new int[] {0, 1, 5, 2047, 2048, 2049, 50_000 - 7}) {
      ByteBuffer bytes = ByteBuffer.allocate(4 * length).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asIntBuffer().put(tokens, 7, length);
      assertThat(DocumentId.ofTokens(tokens, 7, length))
          .isEqualTo(DocumentId.ofText(bytes.array(), 0, bytes.capacity()));
    }
  }

  @Test
  void roundTripsThroughBigEndianBytes() {
    DocumentId id = new DocumentId(0x0102030405060708L, 0xF1F2F3F4F5F6F7F8L);
    assertThat(id.toBytes())
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 0xF1, 0xF2, 0xF3, 0xF4, 0xF5, 0xF6, 0xF7, 0xF8);
    byte[] shifted = new byte[20];
    System.arraycopy(id.toBytes(), 0, shifted, 3, 16);
    assertThat(DocumentId.fromBytes(shifted, 3)).isEqualTo(id);
    assertThat(id).hasToString("0102030405060708f1f2f3f4f5f6f7f8");
  }

  @Test
  void sortsByUnsignedBytes() {
    Random random = new Random(1);
    List<DocumentId> ids = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      ids.add(new DocumentId(random.nextInt(4) - 2L, random.nextLong()));
    }
    List<DocumentId> byBytes = new ArrayList<>(ids);
    byBytes.sort((a, b) -> Arrays.compareUnsigned(a.toBytes(), b.toBytes()));
    ids.sort(null);
    assertThat(ids).isEqualTo(byBytes);
  }

  @Test
  void keyIsSparksChainedHashShiftedRight() {
    DocumentId id = text("中文文档");
    byte[] bytes = id.toBytes();
    long spark = Xxh64.hash(bytes, 0, 16, Xxh64.hashLong(0, 42));
    assertThat(id.key()).isEqualTo(spark >>> 1).isNotNegative();
    assertThat(text("").key()).isEqualTo(KEY_OF_EMPTY_TEXT);
  }

  private static DocumentId text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return DocumentId.ofText(bytes, 0, bytes.length);
  }
}
