package org.gristmill.tokenization.shard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gristmill.common.CorruptDataException;
import org.gristmill.tokenization.stream.MixSpec;

/**
 * What the rows of a data set share; kept in the schema metadata of every shard.
 *
 * @param sequenceLength tokens a model sees at once; rows have one more
 * @param strata names by stratum number
 * @param tokenizerFingerprint of the tokenizer
 * @param vocabularySize largest token id plus one
 * @param padId token behind a row's length
 * @param packing name of the packer
 * @param specialTokens ids of special tokens by name
 */
public record ShardInfo(
    int sequenceLength,
    List<String> strata,
    String tokenizerFingerprint,
    int vocabularySize,
    int padId,
    String packing,
    SortedMap<String, Integer> specialTokens) {

  private static final String PREFIX = "gristmill.";
  private static final String FORMAT_VERSION = "1";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Copies collections. */
  public ShardInfo {
    strata = List.copyOf(strata);
    specialTokens = Collections.unmodifiableSortedMap(new TreeMap<>(specialTokens));
  }

  /** The facts of a mix. */
  public static ShardInfo of(MixSpec spec) {
    return new ShardInfo(
        spec.sequenceLength(),
        spec.stratumNames(),
        spec.tokenizerFingerprint(),
        spec.vocabularySize(),
        spec.padId(),
        spec.packing(),
        spec.specialTokens());
  }

  /** Tokens of a row. */
  public int rowTokens() {
    return sequenceLength + 1;
  }

  /** As schema metadata; keys in alphabetical order. */
  SortedMap<String, String> metadata() {
    try {
      SortedMap<String, String> metadata = new TreeMap<>();
      metadata.put(PREFIX + "format_version", FORMAT_VERSION);
      metadata.put(PREFIX + "sequence_length", Integer.toString(sequenceLength));
      metadata.put(PREFIX + "strata", JSON.writeValueAsString(strata));
      metadata.put(PREFIX + "tokenizer_fingerprint", tokenizerFingerprint);
      metadata.put(PREFIX + "vocabulary_size", Integer.toString(vocabularySize));
      metadata.put(PREFIX + "pad_id", Integer.toString(padId));
      metadata.put(PREFIX + "packing", packing);
      metadata.put(PREFIX + "special_tokens", JSON.writeValueAsString(specialTokens));
      return metadata;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * From schema metadata.
   *
   * @throws CorruptDataException if a key is missing or broken
   */
  static ShardInfo of(Map<String, String> metadata, String name) {
    String version = required(metadata, "format_version", name);
    if (!version.equals(FORMAT_VERSION)) {
      throw new CorruptDataException(
          "Cannot read " + name + ": shard format version " + version + "; expected 1");
    }
    try {
      return new ShardInfo(
          Integer.parseInt(required(metadata, "sequence_length", name)),
          JSON.readValue(required(metadata, "strata", name), new TypeReference<List<String>>() {}),
          required(metadata, "tokenizer_fingerprint", name),
          Integer.parseInt(required(metadata, "vocabulary_size", name)),
          Integer.parseInt(required(metadata, "pad_id", name)),
          required(metadata, "packing", name),
          JSON.readValue(
              required(metadata, "special_tokens", name),
              new TypeReference<TreeMap<String, Integer>>() {}));
    } catch (JsonProcessingException | NumberFormatException e) {
      throw new CorruptDataException("Cannot read " + name + ": broken schema metadata", e);
    }
  }

  private static String required(Map<String, String> metadata, String key, String name) {
    String value = metadata.get(PREFIX + key);
    if (value == null) {
      throw new CorruptDataException(
          "Cannot read " + name + ": schema metadata lacks " + PREFIX + key);
    }
    return value;
  }
}
