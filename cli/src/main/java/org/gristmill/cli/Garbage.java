package org.gristmill.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.gristmill.common.store.FileInfo;
import org.gristmill.common.store.Store;
import org.gristmill.common.work.Manifest;
import org.gristmill.common.work.RunPointer;
import org.gristmill.common.work.Stage;
import org.gristmill.common.work.WorkDirectory;

/**
 * A directory of a work directory that no run points to.
 *
 * @param directory its path
 * @param bytes what its files take
 */
record Garbage(String directory, long bytes) {

  private static final String UNITS = "ingest/units/";

  /**
   * Finds them, by path. Kept is what a run names and what its manifest names as upstream or as
   * unit; nothing is found when there are no runs, because then nothing says what is wanted.
   */
  static List<Garbage> in(WorkDirectory work) throws IOException {
    List<RunPointer> runs = RunPointer.readAll(work);
    List<Garbage> garbage = new ArrayList<>();
    if (runs.isEmpty()) {
      return garbage;
    }
    Set<String> kept = new HashSet<>();
    for (RunPointer run : runs) {
      for (Stage stage : run.stages().keySet()) {
        keep(work.store(), run.directory(stage).orElseThrow(), kept);
      }
    }
    artefacts(work.store())
        .forEach(
            (directory, bytes) -> {
              if (!kept.contains(directory)) {
                garbage.add(new Garbage(directory, bytes));
              }
            });
    return garbage;
  }

  /** Removes the manifest first, so that a half-removed directory is no artefact. */
  void remove(Store store) throws IOException {
    store.delete(directory + "/" + WorkDirectory.MANIFEST);
    store.delete(directory + "/" + WorkDirectory.UNIT);
    store.delete(directory);
  }

  private static void keep(Store store, String directory, Set<String> kept) throws IOException {
    if (!kept.add(directory)) {
      return;
    }
    Optional<Manifest> manifest = Manifest.read(store, directory + "/" + WorkDirectory.MANIFEST);
    if (manifest.isPresent()) {
      for (String unit : manifest.get().units()) {
        kept.add(WorkDirectory.unitDirectory(unit));
      }
      for (Map.Entry<String, String> upstream : upstream(manifest.get()).entrySet()) {
        if (isStage(upstream.getKey())) {
          keep(
              store,
              WorkDirectory.directory(Stage.of(upstream.getKey()), upstream.getValue()),
              kept);
        }
      }
    }
  }

  private static Map<String, String> upstream(Manifest manifest) {
    Map<String, String> upstream = new TreeMap<>();
    manifest
        .tree()
        .at("upstream")
        .entries()
        .forEach((role, value) -> upstream.put(role, value.asText()));
    return upstream;
  }

  /** Bytes of every removable directory. */
  private static Map<String, Long> artefacts(Store store) throws IOException {
    Map<String, Long> bytes = new TreeMap<>();
    for (Stage stage : Stage.values()) {
      if (stage == Stage.TRAIN) {
        continue;
      }
      for (FileInfo file : store.list(stage.key())) {
        directoryOf(file.path()).ifPresent(path -> bytes.merge(path, file.bytes(), Long::sum));
      }
    }
    return bytes;
  }

  /**
   * {@code stage/fingerprint} or {@code ingest/units/fingerprint}; nothing for files above them.
   */
  private static Optional<String> directoryOf(String path) {
    int levels = path.startsWith(UNITS) ? 3 : 2;
    String[] names = path.split("/", -1);
    return names.length <= levels
        ? Optional.empty()
        : Optional.of(String.join("/", List.of(names).subList(0, levels)));
  }

  private static boolean isStage(String role) {
    for (Stage stage : Stage.values()) {
      if (stage.key().equals(role)) {
        return true;
      }
    }
    return false;
  }
}
