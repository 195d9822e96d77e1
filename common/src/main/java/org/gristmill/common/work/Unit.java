package org.gristmill.common.work;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gristmill.common.recipe.IngestOptions;

/**
 * A unit of ingest: inputs that are read together into one document file. Its fingerprint names its
 * directory and depends on contents and settings only, so that recipes share units.
 *
 * @param fingerprint 16 hexadecimal digits
 * @param settings how its inputs are read
 * @param inputs its inputs in order of identity; documents follow this order
 */
public record Unit(String fingerprint, ParseSettings settings, List<InputFile> inputs) {
  /** Copies the list. */
  public Unit {
    inputs = List.copyOf(inputs);
  }

  /**
   * Makes a unit of identified inputs.
   *
   * @param settings how they are read
   * @param options the ingest section
   * @param inputs at least one, identified
   * @return the unit
   */
  public static Unit of(ParseSettings settings, IngestOptions options, List<InputFile> inputs) {
    List<InputFile> sorted = new ArrayList<>(inputs);
    sorted.sort(Comparator.comparing(InputFile::identity));
    String fingerprint =
        Fingerprint.of(
            Map.of(
                "format_version",
                Stage.INGEST.formatVersion(),
                "ingest",
                options,
                "inputs",
                sorted.stream().map(InputFile::identity).toList(),
                "settings",
                settings),
            Fingerprint.UNIT_DIGITS);
    return new Unit(fingerprint, settings, sorted);
  }

  /**
   * Groups inputs into units: those of one setting and below {@code unit_bytes} fill units of at
   * most that size in order of identity, larger ones are units of their own. Depends on contents
   * and settings only, never on names or listing order.
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
   * Length of its inputs.
   *
   * @return bytes
   */
  public long bytes() {
    return inputs.stream().mapToLong(InputFile::bytes).sum();
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
