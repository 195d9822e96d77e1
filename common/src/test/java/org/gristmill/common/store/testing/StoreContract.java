package org.gristmill.common.store.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.gristmill.common.hash.Xxh64;
import org.gristmill.common.store.AtomicOutput;
import org.gristmill.common.store.FileDigest;
import org.gristmill.common.store.FileInfo;
import org.gristmill.common.store.RandomInput;
import org.gristmill.common.store.Store;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every store promises: whole files only, whoever writes them and however the writer ends.
 * Stores of other modules extend it; their files must lie in the local folder {@code tree}.
 */
public abstract class StoreContract {
  @TempDir protected Path folder;
  protected Store store;

  /** Opens a store over a local folder that may not exist yet. */
  protected abstract Store open(Path tree) throws IOException;

  @BeforeEach
  void openStore() throws IOException {
    store = open(folder.resolve("tree"));
  }

  @Test
  void showsAFileOnlyAfterCommit() throws IOException {
    try (AtomicOutput out = store.create("a/b.bin")) {
      out.write(bytes("hello"));
      assertThat(store.stat("a/b.bin")).isEmpty();
      assertThat(store.list("")).isEmpty();
      FileDigest digest = out.commit();
      assertThat(digest).isEqualTo(new FileDigest(5, Xxh64.hash(bytes("hello"), 0, 5, 0)));
    }
    assertThat(store.list("")).extracting(FileInfo::path).containsExactly("a/b.bin");
    assertThat(store.stat("a/b.bin").orElseThrow().bytes()).isEqualTo(5);
    assertThat(filesOnDisk()).containsExactly("tree/a/b.bin");
  }

  @Test
  void leavesNothingWithoutCommit() throws IOException {
    try (AtomicOutput out = store.create("a/b.bin")) {
      out.write(new byte[200_000]);
    }
    assertThat(filesOnDisk()).isEmpty();
  }

  @Test
  void listsAndDeletesWhatWritersLeft() throws IOException {
    store.writeAtomically("a/b/file", bytes("x"));
    Files.writeString(folder.resolve("tree/a/b/.part-00000.bin.16698-21.tmp"), "half");
    Files.writeString(folder.resolve("tree/a/.lock.1-1.tmp"), "");
    assertThat(store.list("")).extracting(FileInfo::path).containsExactly("a/b/file");
    assertThat(store.unfinished("a/b"))
        .extracting(FileInfo::path, FileInfo::bytes)
        .containsExactly(tuple("a/b/.part-00000.bin.16698-21.tmp", 4L));
    assertThat(store.unfinished("nothing")).isEmpty();
    for (FileInfo file : store.unfinished("")) {
      store.delete(file.path());
    }
    assertThat(filesOnDisk()).containsExactly("tree/a/b/file");
  }

  @Test
  void keepsTheOldFileUntilTheNewOneIsComplete() throws IOException {
    store.writeAtomically("x", bytes("old"));
    try (AtomicOutput out = store.create("x")) {
      out.write(bytes("new file"));
      assertThat(store.readAll("x")).isEqualTo(bytes("old"));
      out.commit();
    }
    assertThat(store.readAll("x")).isEqualTo(bytes("new file"));
  }

  @Test
  void checksumsEveryWayOfWriting() throws IOException {
    Random random = new Random(2);
    byte[] content = new byte[400_000];
    random.nextBytes(content);
    try (AtomicOutput out = store.create("x")) {
      int at = 0;
      while (at < content.length) {
        int piece = Math.min(content.length - at, random.nextInt(150_000));
        switch (random.nextInt(3)) {
          case 0 -> out.write(content, at, piece);
          case 1 -> {
            ByteBuffer direct = ByteBuffer.allocateDirect(piece).put(content, at, piece).flip();
            assertThat(out.write(direct)).isEqualTo(piece);
          }
          default -> {
            piece = 1;
            out.write(content[at]);
          }
        }
        at += piece;
        assertThat(out.position()).isEqualTo(at);
      }
      FileDigest digest = out.commit();
      assertThat(digest.bytes()).isEqualTo(content.length);
      assertThat(digest.xxh64()).isEqualTo(Xxh64.hash(content, 0, content.length, 0));
    }
    assertThat(store.readAll("x")).isEqualTo(content);
  }

  @Test
  void refusesToWriteAfterCommit() throws IOException {
    AtomicOutput out = store.create("x");
    out.commit();
    assertThat(out.isOpen()).isFalse();
    assertThatThrownBy(() -> out.write(1)).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(out::commit).isInstanceOf(ClosedChannelException.class);
    out.close();
    assertThat(store.stat("x")).isPresent();
  }

  @Test
  void letsConcurrentAttemptsOfOnePathAllSucceed() throws Exception {
    List<Callable<FileDigest>> attempts = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      byte[] content = new byte[100_000 + i];
      java.util.Arrays.fill(content, (byte) i);
      attempts.add(() -> store.writeAtomically("part", content));
    }
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      for (Future<FileDigest> attempt : pool.invokeAll(attempts)) {
        assertThat(attempt.get().bytes()).isGreaterThanOrEqualTo(100_000);
      }
    } finally {
      pool.shutdownNow();
    }
    byte[] survivor = store.readAll("part");
    assertThat(survivor).hasSize(100_000 + survivor[0]).containsOnly(survivor[0]);
    assertThat(filesOnDisk()).containsExactly("tree/part");
  }

  @Test
  void listsFilesAtAnyDepthSortedByPath() throws IOException {
    for (String path : List.of("b/2", "b/10", "a.x", "a/y", "b/.hidden", "中/文")) {
      store.writeAtomically(path, bytes(path));
    }
    assertThat(store.list(""))
        .extracting(FileInfo::path)
        .containsExactly("a.x", "a/y", "b/.hidden", "b/10", "b/2", "中/文");
    assertThat(store.list("b"))
        .extracting(FileInfo::path)
        .containsExactly("b/.hidden", "b/10", "b/2");
    assertThat(store.list("absent")).isEmpty();
  }

  @Test
  void readsAtAnyPosition() throws IOException {
    store.writeAtomically("x", bytes("0123456789"));
    try (RandomInput in = store.open("x");
        InputStream stream = store.read("x")) {
      ByteBuffer target = ByteBuffer.allocate(3);
      in.readFully(6, target);
      assertThat(target.array()).isEqualTo(bytes("678"));
      assertThat(in.length()).isEqualTo(10);
      assertThat(stream.readNBytes(4)).isEqualTo(bytes("0123"));
    }
  }

  @Test
  void namesTheFileWhenAReadPassesItsEnd() throws IOException {
    store.writeAtomically("x", bytes("0123456789"));
    try (RandomInput in = store.open("x")) {
      assertThatThrownBy(() -> in.readFully(8, ByteBuffer.allocate(4)))
          .isInstanceOf(EOFException.class)
          .hasMessageMatching("Cannot read [24] bytes at (8|10) of .*tree/x: the file ends at 10");
    }
  }

  @Test
  protected void reportsAbsentFiles() throws IOException {
    assertThat(store.stat("nothing")).isEmpty();
    store.writeAtomically("file", bytes("x"));
    assertThat(store.stat("file/below")).isEmpty();
    store.writeAtomically("folder/file", bytes("x"));
    assertThat(store.stat("folder")).isEmpty();
    for (String path : List.of("nothing", "folder/nothing")) {
      assertThatThrownBy(() -> store.open(path))
          .isInstanceOf(NoSuchFileException.class)
          .hasMessageContaining(path);
      assertThatThrownBy(() -> store.read(path))
          .isInstanceOf(NoSuchFileException.class)
          .hasMessageContaining(path);
    }
    assertThatThrownBy(() -> store.open("folder"))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("it is a folder");
  }

  @Test
  void deletesFilesAndWholeFolders() throws IOException {
    store.writeAtomically("a/b/c", bytes("x"));
    store.writeAtomically("a/d", bytes("x"));
    store.writeAtomically("e", bytes("x"));
    store.delete("a/b");
    assertThat(store.list("")).extracting(FileInfo::path).containsExactly("a/d", "e");
    store.delete("a");
    store.delete("e");
    store.delete("never there");
    assertThat(store.list("")).isEmpty();
    assertThat(folder.resolve("tree/a")).doesNotExist();
  }

  @Test
  void refusesPathsThatLeaveTheTree() {
    for (String path : List.of("", "/etc/passwd", "../x", "a/../../x", "a//b", "a/", ".", "a\\b")) {
      assertThatThrownBy(() -> store.stat(path))
          .as(path)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("Cannot use path '" + path + "' in a store: ")
          .hasMessageEndingWith("; expected names below the root separated by '/'");
      assertThatThrownBy(() -> store.create(path)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> store.delete(path)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> store.list("../x")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void createsAFileExclusivelyOnce() throws IOException {
    assertThat(store.createExclusive("a/lock", bytes("first"))).isTrue();
    assertThat(store.createExclusive("a/lock", bytes("second"))).isFalse();
    assertThat(store.readAll("a/lock")).isEqualTo(bytes("first"));
    assertThat(filesOnDisk()).containsExactly("tree/a/lock");
    store.delete("a/lock");
    assertThat(store.createExclusive("a/lock", bytes("third"))).isTrue();
  }

  @Test
  void readsWhatAFileHoldsNowHoweverOftenItIsReplaced() throws IOException {
    for (int i = 0; i < 5; i++) {
      byte[] content = bytes("content number " + i);
      store.writeAtomically("x", content);
      assertThat(store.readAll("x")).isEqualTo(content);
      try (RandomInput in = store.open("x")) {
        ByteBuffer target = ByteBuffer.allocate(content.length);
        in.readFully(0, target);
        assertThat(target.array()).isEqualTo(content);
      }
    }
  }

  @Test
  void replacesOnlyWhatItSaw() throws IOException {
    assertThat(store.replace("a/x", bytes("old"), bytes("new"))).isFalse();
    assertThat(store.stat("a/x")).isEmpty();
    store.writeAtomically("a/x", bytes("old"));
    assertThat(store.holds("a/x", bytes("old"))).isTrue();
    assertThat(store.replace("a/x", bytes("other"), bytes("new"))).isFalse();
    assertThat(store.readAll("a/x")).isEqualTo(bytes("old"));
    assertThat(store.replace("a/x", bytes("old"), bytes("new"))).isTrue();
    assertThat(store.readAll("a/x")).isEqualTo(bytes("new"));
    assertThat(store.holds("a/x", bytes("old"))).isFalse();
    assertThat(store.abortUploads("a")).isZero();
    assertThat(filesOnDisk()).containsExactly("tree/a/x");
  }

  @Test
  void readsIntoDirectBuffersToo() throws IOException {
    store.writeAtomically("x", bytes("0123456789"));
    try (RandomInput in = store.open("x")) {
      ByteBuffer target = ByteBuffer.allocateDirect(4);
      in.readFully(3, target);
      assertThat(target.flip()).isEqualTo(ByteBuffer.wrap(bytes("3456")));
    }
  }

  @Test
  void acceptsNamesThatLookLikeUris() throws IOException {
    store.writeAtomically("a b/c:d%20.x", bytes("1"));
    assertThat(store.list("a b")).extracting(FileInfo::path).containsExactly("a b/c:d%20.x");
    assertThat(store.readAll("a b/c:d%20.x")).isEqualTo(bytes("1"));
  }

  /** Files that really lie in the temporary folder, hidden ones too. */
  protected final List<String> filesOnDisk() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  /** UTF-8 bytes of a text. */
  protected static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
