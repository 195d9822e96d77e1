package org.gristmill.common.work;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gristmill.common.config.CanonicalJson;
import org.gristmill.common.config.YamlConfig;
import org.gristmill.common.store.FileDigest;

/** Collects what a manifest says. Not thread-safe. */
public final class ManifestBuilder {
  private final Stage stage;
  private final String fingerprint;
  private final List<Object> inputs = new ArrayList<>();
  private final Map<String, String> upstream = new TreeMap<>();
  private final List<String> units = new ArrayList<>();
  private final Map<String, Long> counts = new TreeMap<>();
  private final Map<String, Object> details = new TreeMap<>();
  private final TreeSet<String> licenses = new TreeSet<>();
  private final TreeMap<String, FileDigest> files = new TreeMap<>();
  private Object config = Map.of();
  private Optional<Long> seed = Optional.empty();

  ManifestBuilder(Stage stage, String fingerprint) {
    this.stage = stage;
    this.fingerprint = fingerprint;
  }

  /**
   * Adds an input file.
   *
   * @param input the file; only its source, relative path, identity and length are written
   * @return this
   */
  public ManifestBuilder input(InputFile input) {
    inputs.add(input.summary());
    return this;
  }

  /**
   * Names an artefact that was read.
   *
   * @param role stage or other role, e.g. {@code bucket}
   * @param upstreamFingerprint its fingerprint
   * @return this
   */
  public ManifestBuilder upstream(String role, String upstreamFingerprint) {
    upstream.put(role, upstreamFingerprint);
    return this;
  }

  /**
   * Names the units the artefact covers, all of them.
   *
   * @param fingerprints unit fingerprints, in generation order
   * @return this
   */
  public ManifestBuilder units(List<String> fingerprints) {
    units.addAll(fingerprints);
    return this;
  }

  /**
   * Sets the part of the effective config the stage read.
   *
   * @param section record or map
   * @return this
   */
  public ManifestBuilder config(Object section) {
    config = section;
    return this;
  }

  /**
   * Sets the seed.
   *
   * @param value the seed
   * @return this
   */
  public ManifestBuilder seed(long value) {
    seed = Optional.of(value);
    return this;
  }

  /**
   * Adds to a count.
   *
   * @param name dotted name, e.g. {@code dropped.too_short}
   * @param amount what to add
   * @return this
   */
  public ManifestBuilder count(String name, long amount) {
    counts.merge(name, amount, Math::addExact);
    return this;
  }

  /**
   * Sets something only this stage has.
   *
   * @param key name
   * @param value any value {@link CanonicalJson} writes
   * @return this
   */
  public ManifestBuilder detail(String key, Object value) {
    details.put(key, value);
    return this;
  }

  /**
   * Adds a licence of the texts inside.
   *
   * @param license as the recipe names it
   * @return this
   */
  public ManifestBuilder license(String license) {
    licenses.add(license);
    return this;
  }

  /**
   * Adds a file of the artefact.
   *
   * @param path relative to the directory of the manifest
   * @param digest its length and checksum, as {@code commit} returned it
   * @return this
   */
  public ManifestBuilder file(String path, FileDigest digest) {
    if (files.put(path, digest) != null) {
      throw new IllegalArgumentException(
          "Cannot list file " + path + " twice in a manifest: expected one entry per path");
    }
    return this;
  }

  /**
   * Finishes the manifest.
   *
   * @return the manifest
   */
  public Manifest build() {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("formatVersion", stage.formatVersion());
    root.put("stage", stage.key());
    root.put("fingerprint", fingerprint);
    root.put("revision", Revision.current());
    root.put("inputs", inputs);
    root.put("upstream", upstream);
    root.put("units", units);
    root.put("config", config);
    root.put("seed", seed);
    root.put("counts", counts);
    root.put("details", details);
    root.put("licenses", licenses);
    root.put("files", ManifestFile.list(files));
    return new Manifest(YamlConfig.parseJson("manifest", CanonicalJson.of(root)));
  }
}
