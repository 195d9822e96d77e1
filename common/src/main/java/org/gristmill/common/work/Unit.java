package org.gristmill.common.work;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gristmill.common.recipe.IngestOptions;

/**
 * A unit of ingest: inputs, or a slice of a large one, that are read into one document file. Its
 * fingerprint names its directory and depends on contents and settings only, so that recipes share
 * units.
 *
 * @param fingerprint 16 hexadecimal digits
 * @param settings how its inputs are read
 * @param inputs its inputs in order of identity; documents follow this order
 * @param slice which part of its input it reads; all of every input unless there is only one
 */
public record Unit(
    String fingerprint, ParseSettings settings, List<InputFile> inputs, Slice slice) {
  /** Copies the list. */
  public Unit {
    inputs = List.copyOf(inputs);
    if (!slice.isWhole() && inputs.size() != 1) {
      throw new IllegalArgumentException(
          "Cannot take a slice of " + inputs.size() + " inputs: expected one");
    }
  }

  /**
   * Makes a unit of whole identified inputs.
   *
   * @param settings how they are read
   * @param options the ingest section
   * @param inputs at least one, identified
   * @return the unit
   */
  public static Unit of(ParseSettings settings, IngestOptions options, List<InputFile> inputs) {
    return of(settings, options, inputs, Slice.WHOLE);
  }

  /**
   * Makes a unit of a slice of an identified input, or of whole ones.
   *
   * @param settings how they are read
   * @param options the ingest section
   * @param inputs at least one, identified; exactly one if it is cut
   * @param slice which part
   * @return the unit
   */
  static Unit of(
      ParseSettings settings, IngestOptions options, List<InputFile> inputs, Slice slice) {
    List<InputFile> sorted = new ArrayList<>(inputs);
    sorted.sort(Comparator.comparing(InputFile::identity));
    Map<String, Object> parts = new TreeMap<>();
    parts.put("format_version", Stage.INGEST.formatVersion());
    parts.put("ingest", options.fingerprinted());
    parts.put("inputs", sorted.stream().map(InputFile::identity).toList());
    parts.put("settings", settings);
    if (!slice.isWhole()) {
      parts.put("slice", slice);
    }
    return new Unit(Fingerprint.of(parts, Fingerprint.UNIT_DIGITS), settings, sorted, slice);
  }

  /**
   * Groups inputs into units: Parquet files and Megatron data sets above {@code slice_bytes} are
   * cut into units of at most about that size; other inputs of one setting and below {@code
   * unit_bytes} fill units of at most that size in order of identity, larger ones are units of
   * their own. Depends on contents and settings only, never on names or listing order.
   *
   * @param inputs identified inputs by settings; equal contents under equal settings count once
   * @param options the ingest section
   * @return units sorted by fingerprint
   */
  public static List<Unit> group(
      Map<ParseSettings, List<InputFile>> inputs, IngestOptions options) {
    List<Unit> units = new ArrayList<>();
    inputs.forEach((settings, files) -> group(settings, options, files, units));
    units.sort(Comparator.comparing(Unit::fingerprint));
    return List.copyOf(units);
  }

  /**
   * Directory of the unit.
   *
   * @return path below the work directory
   */
  public String directory() {
    return WorkDirectory.unitDirectory(fingerprint);
  }

  /**
   * Length of what it reads of its inputs.
   *
   * @return bytes
   */
  public long bytes() {
    return inputs.stream().mapToLong(input -> slice.bytes(input.bytes())).sum();
  }

  private static void group(
      ParseSettings settings, IngestOptions options, List<InputFile> files, List<Unit> units) {
    TreeMap<String, InputFile> distinct = new TreeMap<>();
    files.stream()
        .sorted(Comparator.comparing(InputFile::source).thenComparing(InputFile::path))
        .forEach(file -> distinct.putIfAbsent(file.identity(), file));
    List<InputFile> open = new ArrayList<>();
    long openBytes = 0;
    for (InputFile file : distinct.values()) {
      int slices =
          settings.format().isSliced() ? Slice.count(file.bytes(), options.sliceBytes()) : 1;
      if (slices > 1) {
        for (int i = 0; i < slices; i++) {
          units.add(of(settings, options, List.of(file), new Slice(i, slices)));
        }
        continue;
      }
      if (file.bytes() >= options.unitBytes()) {
        units.add(of(settings, options, List.of(file)));
        continue;
      }
      if (openBytes + file.bytes() > options.unitBytes()) {
        units.add(of(settings, options, open));
        open.clear();
        openBytes = 0;
      }
      open.add(file);
      openBytes += file.bytes();
    }
    if (!open.isEmpty()) {
      units.add(of(settings, options, open));
    }
  }
}
