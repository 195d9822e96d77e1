package org.gristmill.trainer.loop;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.config.SealedJson;
import org.gristmill.common.hash.Xxh64;
import org.gristmill.common.store.FileDigest;
import org.gristmill.common.store.FileInfo;
import org.gristmill.common.store.Store;
import org.gristmill.trainer.loop.CheckpointState.FileState;
import org.gristmill.trainer.model.DecoderNetwork;

/**
 * The checkpoints of one run, {@code checkpoints/step-NNNNNN/}. {@code state.json} is written last:
 * a directory without it is no checkpoint, so a kill at any moment leaves the earlier ones whole.
 */
public final class Checkpoints {

  /** Checkpoints kept after a new one is whole. */
  public static final int KEPT = 3;

  private static final String PARAMETERS = "parameters.bin";
  private static final String OPTIMIZER = "optimizer.bin";
  private static final String STATE = "state.json";
  private static final Pattern FILE_PATH = Pattern.compile("(?:.*/)?step-(\\d+)/[^/]+");
  private static final Pattern STATE_PATH = Pattern.compile("(?:.*/)?step-(\\d+)/state\\.json");

  private final Store store;
  private final String directory;

  /**
   * @param run directory of the run inside the store, empty for the root
   */
  public Checkpoints(Store store, String run) {
    this.store = store;
    directory = run.isEmpty() ? "checkpoints" : run + "/checkpoints";
  }

  /** Writes a checkpoint, then removes all but the newest {@link #KEPT}. */
  public void save(CheckpointState state, DecoderNetwork network) throws IOException {
    String path = path(state.step());
    Map<String, FileState> files = new TreeMap<>();
    files.put(
        PARAMETERS,
        fileState(TensorFile.write(store, path + "/" + PARAMETERS, network.parameters())));
    files.put(
        OPTIMIZER,
        fileState(TensorFile.write(store, path + "/" + OPTIMIZER, network.optimizerState())));
    store.writeAtomically(path + "/" + STATE, SealedJson.bytes(state.withFiles(files)));
    removeOld();
  }

  /** Removes all but the newest {@link #KEPT} whole checkpoints, and what a kill left of others. */
  void removeOld() throws IOException {
    List<Long> steps = steps();
    List<Long> kept = steps.subList(Math.max(0, steps.size() - KEPT), steps.size());
    Set<Long> old = new TreeSet<>();
    for (FileInfo file : store.list(directory)) {
      Matcher matcher = FILE_PATH.matcher(file.path());
      if (matcher.matches() && !kept.contains(Long.valueOf(matcher.group(1)))) {
        old.add(Long.valueOf(matcher.group(1)));
      }
    }
    for (long step : old) {
      store.delete(path(step) + "/" + STATE); // first: a half-removed checkpoint is none
      store.delete(path(step));
    }
  }

  /** Steps of all whole checkpoints, ascending. */
  public List<Long> steps() throws IOException {
    List<Long> steps = new ArrayList<>();
    for (FileInfo file : store.list(directory)) {
      Matcher matcher = STATE_PATH.matcher(file.path());
      if (matcher.matches()) {
        steps.add(Long.valueOf(matcher.group(1)));
      }
    }
    steps.sort(null);
    return steps;
  }

  /** The newest whole checkpoint. */
  public Optional<CheckpointState> latest() throws IOException {
    List<Long> steps = steps();
    return steps.isEmpty()
        ? Optional.empty()
        : Optional.of(readState(store, path(steps.get(steps.size() - 1))));
  }

  /** Lengths and checksums of a checkpoint's files, by path inside the store. */
  Map<String, FileDigest> digests(long step) throws IOException {
    String path = path(step);
    Map<String, FileDigest> digests = new TreeMap<>();
    CheckpointState state = readState(store, path);
    state
        .files()
        .keySet()
        .forEach(name -> digests.put(join(path, name), digest(path, state, name)));
    byte[] text = store.readAll(join(path, STATE));
    digests.put(
        join(path, STATE), new FileDigest(text.length, Xxh64.hash(text, 0, text.length, 0)));
    return digests;
  }

  /** Loads parameters and optimiser state into a network of the same shape. */
  public void load(CheckpointState state, DecoderNetwork network) throws IOException {
    String path = path(state.step());
    loadParameters(store, path, state, network);
    TensorFile.read(
        store, path + "/" + OPTIMIZER, digest(path, state, OPTIMIZER), network.optimizerState());
    network.continueFrom(Math.toIntExact(state.step()));
  }

  /** Loads parameters only, as for generation. */
  public static void loadParameters(
      Store store, String path, CheckpointState state, DecoderNetwork network) throws IOException {
    TensorFile.read(
        store, join(path, PARAMETERS), digest(path, state, PARAMETERS), network.parameters());
  }

  /**
   * Reads {@code state.json} of one checkpoint directory.
   *
   * @throws CorruptDataException if its content is not a checkpoint's
   */
  public static CheckpointState readState(Store store, String path) throws IOException {
    String file = join(path, STATE);
    CheckpointState state = SealedJson.parse(file, store.readAll(file)).as(CheckpointState.class);
    if (state.formatVersion() != CheckpointState.FORMAT_VERSION) {
      throw new CorruptDataException(
          "Cannot load checkpoint "
              + path
              + ": its format version is "
              + state.formatVersion()
              + "; expected "
              + CheckpointState.FORMAT_VERSION);
    }
    return state;
  }

  /** Path of a checkpoint inside the store. */
  String path(long step) {
    return directory + String.format(Locale.ROOT, "/step-%06d", step);
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "/" + name;
  }

  private static FileState fileState(FileDigest digest) {
    return new FileState(digest.bytes(), digest.xxh64Hex());
  }

  private static FileDigest digest(String path, CheckpointState state, String name) {
    FileState file = state.files().get(name);
    if (file == null) {
      throw new CorruptDataException(
          "Cannot load checkpoint " + path + ": its state names no " + name + "; expected one");
    }
    return new FileDigest(file.bytes(), HexFormat.fromHexDigitsToLong(file.xxh64()));
  }
}
