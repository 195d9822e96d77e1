package org.gristmill.common.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.gristmill.common.store.testing.StoreContract;
import org.junit.jupiter.api.Test;

/** Local files keep the contract of stores, and some promises of their own. */
class LocalStoreTest extends StoreContract {
  @Override
  protected Store open(Path tree) throws IOException {
    return Stores.open(tree.toString(), Map.of());
  }

  @Test
  void letsExactlyOneCallerCreateExclusively() throws Exception {
    List<Callable<Boolean>> attempts = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      byte[] content = bytes("writer " + i);
      attempts.add(() -> store.createExclusive("locks/lease.json", content));
    }
    ExecutorService pool = Executors.newFixedThreadPool(8);
    int winner = -1;
    try {
      List<Future<Boolean>> results = pool.invokeAll(attempts);
      for (int i = 0; i < results.size(); i++) {
        if (results.get(i).get()) {
          assertThat(winner).as("two winners").isEqualTo(-1);
          winner = i;
        }
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(store.readAll("locks/lease.json")).isEqualTo(bytes("writer " + winner));
    assertThat(filesOnDisk()).containsExactly("tree/locks/lease.json");
  }

  @Test
  void keepsReadingAfterAnotherThreadWasInterrupted() throws Exception {
    store.writeAtomically("x", bytes("0123456789"));
    try (RandomInput in = store.open("x")) {
      Thread victim =
          new Thread(
              () -> {
                Thread.currentThread().interrupt();
                assertThatThrownBy(() -> in.readFully(0, ByteBuffer.allocate(2)))
                    .isInstanceOf(ClosedChannelException.class);
              });
      victim.start();
      victim.join();
      ByteBuffer target = ByteBuffer.allocate(2);
      in.readFully(4, target);
      assertThat(target.array()).isEqualTo(bytes("45"));
    }
  }

  @Test
  void refusesReadsAfterClose() throws IOException {
    store.writeAtomically("x", bytes("0123456789"));
    RandomInput in = store.open("x");
    in.close();
    assertThatThrownBy(() -> in.readFully(0, ByteBuffer.allocate(2)))
        .isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void deletesALinkButNotWhatItPointsTo() throws IOException {
    Path outside = Files.createDirectories(folder.resolve("outside"));
    Files.writeString(outside.resolve("kept"), "x");
    Files.createDirectories(folder.resolve("tree/a"));
    Files.createSymbolicLink(folder.resolve("tree/a/link"), outside);
    store.delete("a/link");
    assertThat(outside.resolve("kept")).exists();
    Files.createSymbolicLink(folder.resolve("tree/a/link"), outside);
    store.delete("a");
    assertThat(outside.resolve("kept")).exists();
    assertThat(folder.resolve("tree/a")).doesNotExist();
  }
}
