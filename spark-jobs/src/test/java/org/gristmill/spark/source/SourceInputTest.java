package org.gristmill.spark.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdCompressCtx;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.gristmill.common.recipe.Columns;
import org.gristmill.common.work.Slice;
import org.junit.jupiter.api.Test;

/** Compressed files of all formats are read through one class. */
class SourceInputTest {
  private static final SourceReader LINES = new LinesReader(RowLabels.ofDomain("web"), 1000);

  static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return packed.toByteArray();
  }

  static byte[] zstd(String text) {
    try (ZstdCompressCtx zstd = new ZstdCompressCtx()) {
      zstd.setChecksum(true);
      return zstd.compress(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static Found read(String name, InputStream content) throws IOException {
    Found found = new Found();
    LINES.read(new StreamStore(content), name, Slice.WHOLE, found);
    return found;
  }

  /** As network streams are: short reads, and nothing known to be available at their ends. */
  private static InputStream inPieces(byte[]... pieces) {
    List<InputStream> streams =
        Arrays.stream(pieces).map(p -> (InputStream) new ByteArrayInputStream(p)).toList();
    return new SequenceInputStream(Collections.enumeration(streams));
  }

  @Test
  void readsAllMembersHoweverTheyArrive() throws IOException {
    byte[][] gzip = {gzip("one\n"), gzip(""), gzip("tw"), gzip("o\nthree")};
    assertThat(read("a.gz", inPieces(gzip)).texts()).containsExactly("one", "two", "three");
    assertThat(Found.in(LINES, "a.gz", join(gzip)).texts()).containsExactly("one", "two", "three");
    byte[][] zstd = {zstd("one\n"), zstd(""), zstd("tw"), zstd("o\nthree")};
    assertThat(read("a.zst", inPieces(zstd)).texts()).containsExactly("one", "two", "three");
    assertThat(Found.in(LINES, "a.zst", join(zstd)).texts()).containsExactly("one", "two", "three");
  }

  @Test
  void readsFilesLargerThanAnyBuffer() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 200_000; i++) {
      text.append(i * 7919L % 1_000_003).append(i % 1000 == 999 ? "\n" : " ");
    }
    List<String> expected = List.of(text.toString().split("\n", -1)).subList(0, 200);
    SourceReader lines = new LinesReader(RowLabels.ofDomain("web"), 10_000);
    assertThat(Found.in(lines, "a.gz", gzip(text.toString())).texts()).isEqualTo(expected);
    assertThat(Found.in(lines, "a.zst", zstd(text.toString())).texts()).isEqualTo(expected);
    String same = "x".repeat(9_999) + "\n";
    assertThat(Found.in(lines, "a.zst", zstd(same.repeat(300))).texts()).hasSize(300);
  }

  @Test
  void jsonLinesMayBeZstd() throws IOException {
    SourceReader json =
        new JsonLinesReader(
            Columns.ofText("text", Optional.empty(), Optional.empty()),
            RowLabels.ofDomain("web"),
            1000);
    byte[] file = join(zstd("{\"text\": \"中\"}\n"), zstd("{\"text\": \"b\"}\n"));
    assertThat(Found.in(json, "a.jsonl.zst", file).texts()).containsExactly("中", "b");
  }

  @Test
  void damageCostsTheRestOfTheFile() throws IOException {
    byte[] whole = join(gzip("one\n" + " \n".repeat(5000)), gzip("two\n"));
    byte[] checksum = whole.clone();
    checksum[whole.length - 8] ^= 1;
    for (byte[] bad : List.of(Arrays.copyOf(whole, whole.length - 1), checksum)) {
      Found found = Found.in(LINES, "a.gz", bad);
      assertThat(found.texts()).startsWith("one");
      assertThat(found.reasons()).containsExactly("file unreadable-file");
    }
    assertThat(Found.in(LINES, "a.gz", checksum).rejections.get(0).detail())
        .startsWith("cut short or damaged after ");
    Found garbage = Found.in(LINES, "a.gz", join(whole, new byte[] {1, 2, 3}));
    assertThat(garbage.texts()).startsWith("one");
    assertThat(garbage.reasons()).containsExactly("file unreadable-file");
    byte[] frames = join(zstd("one\n" + " \n".repeat(5000)), zstd("two\n"));
    for (int cut = 1; cut < zstd("two\n").length; cut++) {
      Found found = Found.in(LINES, "a.zst", Arrays.copyOf(frames, frames.length - cut));
      assertThat(found.texts()).startsWith("one");
      assertThat(found.reasons()).containsExactly("file unreadable-file");
    }
    for (String name : List.of("a.gz", "a.zst")) {
      assertThat(Found.in(LINES, name, new byte[0]).reasons())
          .containsExactly("file unreadable-file");
      assertThat(Found.in(LINES, name, new byte[] {9, 9, 9, 9, 9}).reasons())
          .containsExactly("file unreadable-file");
    }
  }

  @Test
  void aFileSystemThatFailsIsNoDamage() throws IOException {
    for (String name : List.of("a", "a.gz", "a.zst")) {
      InputStream failing =
          new InputStream() {
            @Override
            public int read() throws IOException {
              throw new IOException("connection reset");
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
              return read();
            }
          };
      assertThatThrownBy(() -> read(name, failing))
          .isExactlyInstanceOf(IOException.class)
          .hasMessage("connection reset");
    }
  }

  /** Gives one stream, whatever the path. */
  private static final class StreamStore extends MemoryStore {
    private final InputStream content;

    StreamStore(InputStream content) {
      super(Map.of());
      this.content = content;
    }

    @Override
    public InputStream read(String path) {
      return content;
    }
  }
}
