package org.gristmill.common.store.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.gristmill.common.store.AtomicOutput;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.gristmill.common.store.testing.Faults.Effect;
import org.gristmill.common.store.testing.Faults.Operation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The failing store keeps the contract until it fails, and then fails for good. */
class FaultStoreTest extends StoreContract {
  @Override
  protected Store open(Path tree) throws IOException {
    Faults.reset();
    return Stores.open("fault:" + tree, Map.of());
  }

  @AfterEach
  void reset() {
    Faults.reset();
  }

  @Test
  void failsAtTheChosenCommitAndEverAfter() throws IOException {
    Faults.failAt(Operation.COMMIT, 2, "manifest", Effect.THROW);
    store.writeAtomically("other", bytes("1"));
    store.writeAtomically("a/manifest.json", bytes("2"));
    assertThatThrownBy(() -> store.writeAtomically("b/manifest.json", bytes("3")))
        .isInstanceOf(SimulatedCrash.class)
        .hasMessage("Crash at COMMIT number 2: b/manifest.json");
    assertThat(Faults.isDown()).isTrue();
    assertThatThrownBy(() -> store.stat("other"))
        .isInstanceOf(SimulatedCrash.class)
        .hasMessage("After the crash: STAT other");
    Faults.reset();
    assertThat(store.stat("b/manifest.json")).isEmpty();
    assertThat(filesOnDisk()).as("the temporary file stays").hasSize(3);
    store.writeAtomically("b/manifest.json", bytes("3"));
  }

  @Test
  void canFailJustAfterTheFileAppeared() throws IOException {
    Faults.failAt(Operation.COMMITTED, 1, "", Effect.THROW);
    assertThatThrownBy(() -> store.writeAtomically("x", bytes("1")))
        .isInstanceOf(SimulatedCrash.class);
    Faults.reset();
    assertThat(store.readAll("x")).isEqualTo(bytes("1"));
  }

  @Test
  void countsOperations() throws IOException {
    try (AtomicOutput out = store.create("x")) {
      out.write(new byte[200_000]);
      out.commit();
    }
    assertThat(Faults.count(Operation.CREATE)).isEqualTo(1);
    assertThat(Faults.count(Operation.COMMIT)).isEqualTo(1);
    assertThat(Faults.count(Operation.DELETE)).isZero();
  }
}
