package org.gristmill.common.work;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.gristmill.common.ConfigException;
import org.gristmill.common.config.Nearest;

/** The stages of the chain, in order. */
public enum Stage {
  /** Sources into documents with signals. */
  INGEST(3),
  /** Which documents are kept among equal ones. */
  DEDUP(2),
  /** Training of the tokenizer, when the recipe asks for one. */
  VOCABULARY(2),
  /** Which stratum a document is in, and which are dropped. */
  BUCKET(2),
  /** Documents into the token store. */
  TOKENIZE(3),
  /** Token store into packed shards. */
  MIX(4),
  /** Shards into a decoder. */
  TRAIN(2);

  private final int formatVersion;

  Stage(int formatVersion) {
    this.formatVersion = formatVersion;
  }

  /**
   * Version of the bytes the stage writes; part of every fingerprint, raised when they change.
   *
   * @return version from 1
   */
  public int formatVersion() {
    return formatVersion;
  }

  /**
   * Name in directories, manifests and on the command line.
   *
   * @return lower-case name
   */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Finds a stage by name.
   *
   * @param key lower-case name
   * @return the stage
   * @throws ConfigException if there is none, with the nearest name
   */
  public static Stage of(String key) {
    List<String> names = Arrays.stream(values()).map(Stage::key).toList();
    int index = names.indexOf(key);
    if (index < 0) {
      throw new ConfigException("Unknown stage '" + key + "'" + Nearest.hint(key, names));
    }
    return values()[index];
  }
}
