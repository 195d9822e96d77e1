package org.gristmill.common.work;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.recipe.IngestOptions;
import org.gristmill.common.recipe.Recipe;

/**
 * The units of a recipe's inputs, by generation. Generation 0 is what the first run saw; every
 * later run that finds new files adds one. Units of finished generations never change. When inputs
 * vanish and that is accepted, the plan starts over with what is there as generation 0, under a
 * mark of what it left, so that nothing made from a vanished input is taken up again.
 *
 * @param fingerprint fingerprint of the ingest stage
 * @param restart mark of the generations that were given up, those before them included; empty if
 *     inputs never vanished
 * @param finished generations that the manifest lists
 * @param added units of the next generation; empty if there is nothing to read
 * @param options the ingest section
 */
public record IngestPlan(
    String fingerprint,
    Optional<String> restart,
    List<List<Unit>> finished,
    List<Unit> added,
    IngestOptions options) {
  private static final String RESTART = "restart";

  /** Copies the lists. */
  public IngestPlan {
    finished = finished.stream().map(List::copyOf).toList();
    added = List.copyOf(added);
  }

  /**
   * Compares the inputs there are with those that were read before.
   *
   * @param recipe the recipe
   * @param inputs all inputs, identified, by settings
   * @param work the work directory
   * @param changed what to do about inputs that vanished or changed
   * @return the plan
   * @throws org.gristmill.common.ConfigException if inputs vanished or changed and that is refused
   * @throws IOException if the manifest cannot be read
   */
  static IngestPlan of(
      Recipe recipe,
      Map<ParseSettings, List<InputFile>> inputs,
      WorkDirectory work,
      ChangedInputs changed)
      throws IOException {
    String fingerprint = fingerprint(recipe);
    String path = WorkDirectory.directory(Stage.INGEST, fingerprint) + "/" + WorkDirectory.MANIFEST;
    Optional<Manifest> manifest = Manifest.read(work.store(), path);
    CurrentInputs current = new CurrentInputs(inputs, recipe.ingest());
    if (manifest.isEmpty()) {
      return new IngestPlan(
          fingerprint, Optional.empty(), List.of(), current.groupRest(), recipe.ingest());
    }
    Optional<String> earlier = manifest.get().detail(RESTART).map(ConfigTree::asText);
    List<List<RecordedUnit>> recordedGenerations = RecordedUnit.generations(manifest.get(), path);
    List<List<Unit>> finished = new ArrayList<>();
    boolean whole = true;
    for (List<RecordedUnit> generation : recordedGenerations) {
      List<Unit> units = new ArrayList<>();
      for (RecordedUnit recorded : generation) {
        Optional<Unit> unit = current.take(recorded);
        unit.ifPresent(units::add);
        whole &= unit.isPresent();
      }
      finished.add(units);
    }
    if (whole) {
      return new IngestPlan(fingerprint, earlier, finished, current.groupRest(), recipe.ingest());
    }
    if (changed == ChangedInputs.REFUSE) {
      throw current.complaint(manifest.get());
    }
    List<Unit> present = new ArrayList<>();
    finished.forEach(present::addAll);
    present.addAll(current.groupRest());
    present.sort(Comparator.comparing(Unit::fingerprint));
    return new IngestPlan(
        fingerprint,
        Optional.of(restart(earlier, recordedGenerations)),
        List.of(),
        present,
        recipe.ingest());
  }

  private static String restart(Optional<String> earlier, List<List<RecordedUnit>> left) {
    List<List<String>> units =
        left.stream()
            .map(generation -> generation.stream().map(RecordedUnit::fingerprint).toList())
            .toList();
    return Fingerprint.of(
        Map.of(RESTART, earlier.orElse(""), "generations", units), Fingerprint.STAGE_DIGITS);
  }

  /**
   * Fingerprint of the ingest stage: its section and the sources.
   *
   * @param recipe the recipe
   * @return 12 hexadecimal digits
   */
  public static String fingerprint(Recipe recipe) {
    return Fingerprint.ofStage(
        Stage.INGEST,
        Map.of("ingest", recipe.ingest().fingerprinted(), "sources", recipe.sources()),
        Map.of());
  }

  /**
   * Directory of the ingest manifest.
   *
   * @return path below the work directory
   */
  public String directory() {
    return WorkDirectory.directory(Stage.INGEST, fingerprint);
  }

  /**
   * Says whether every unit is read.
   *
   * @return true if the manifest covers all inputs
   */
  public boolean isDone() {
    return added.isEmpty();
  }

  /**
   * All generations, the next one included.
   *
   * @return units by generation
   */
  public List<List<Unit>> generations() {
    List<List<Unit>> all = new ArrayList<>(finished);
    if (!added.isEmpty()) {
      all.add(added);
    }
    return List.copyOf(all);
  }

  /**
   * All units.
   *
   * @return units in generation order
   */
  public List<Unit> units() {
    return generations().stream().flatMap(List::stream).toList();
  }

  /**
   * What downstream stages know their input by: it stays the same when generations are added, and
   * differs after every restart, whichever generation an input vanished from.
   *
   * @return 12 hexadecimal digits of the stage, its generation 0 and its restarts
   */
  public String lineage() {
    List<Unit> first = generations().isEmpty() ? List.of() : generations().get(0);
    Map<String, Object> lineage = new LinkedHashMap<>();
    lineage.put("ingest", fingerprint);
    lineage.put("units", fingerprints(first));
    restart.ifPresent(mark -> lineage.put(RESTART, mark));
    return Fingerprint.of(lineage, Fingerprint.STAGE_DIGITS);
  }

  /**
   * Name of exactly these generations; changes with every file added.
   *
   * @return 12 hexadecimal digits
   */
  public String generationsFingerprint() {
    return Fingerprint.of(
        generations().stream().map(IngestPlan::fingerprints).toList(), Fingerprint.STAGE_DIGITS);
  }

  /**
   * The manifest that finishes the plan: inputs, units and generations are filled in.
   *
   * @return builder, to be given counts
   */
  public ManifestBuilder manifest() {
    ManifestBuilder builder = Manifest.builder(Stage.INGEST, fingerprint);
    List<Object> all = new ArrayList<>();
    for (List<Unit> generation : generations()) {
      List<Object> units = new ArrayList<>();
      for (Unit unit : generation) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("unit", unit.fingerprint());
        entry.put("settings", unit.settings().fingerprint());
        entry.put("inputs", unit.inputs().stream().map(InputFile::identity).toList());
        if (!unit.slice().isWhole()) {
          entry.put("slice", unit.slice());
        }
        units.add(entry);
        if (unit.slice().index() == 0) {
          unit.inputs().forEach(builder::input);
        }
        unit.settings().license().ifPresent(builder::license);
      }
      builder.units(fingerprints(generation));
      all.add(units);
    }
    restart.ifPresent(mark -> builder.detail(RESTART, mark));
    return builder.detail("generations", all).config(options);
  }

  private static List<String> fingerprints(List<Unit> units) {
    return units.stream().map(Unit::fingerprint).toList();
  }
}
