package org.gristmill.tokenization.stream;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.identity.KeySpace;
import org.gristmill.common.recipe.MixOptions;
import org.gristmill.common.work.Manifest;
import org.gristmill.tokenization.pack.Packer;
import org.gristmill.tokenization.store.StratumTokens;
import org.gristmill.tokenization.store.TokenStore;

/**
 * Everything that decides the rows of a mix, besides the token store itself. Written as {@code
 * plan.json} by {@link MixSpecJson}.
 *
 * @param strata budgets; the place in this list is the stratum's number in rows
 * @param sequenceLength tokens a model sees at once; a row has one more
 * @param windowRows about how many rows make a window
 * @param seed picks where each stratum starts and how documents interleave
 * @param packing name of a {@link Packer}
 * @param validationFraction share of keys held out from training
 * @param validationTokens most validation tokens per stratum; empty for all
 * @param shardBytes about how large a shard is
 * @param padId token that fills rows behind their length
 * @param vocabularySize largest token id plus one
 * @param tokenizerFingerprint of the tokenizer that made the store
 * @param specialTokens ids of special tokens by name
 */
public record MixSpec(
    List<StratumBudget> strata,
    int sequenceLength,
    int windowRows,
    long seed,
    String packing,
    double validationFraction,
    Optional<Long> validationTokens,
    long shardBytes,
    int padId,
    int vocabularySize,
    String tokenizerFingerprint,
    SortedMap<String, Integer> specialTokens) {

  /** Rows of a window unless the recipe says otherwise. */
  public static final int DEFAULT_WINDOW_ROWS = 1024;

  /** Bytes of a shard unless the recipe says otherwise. */
  public static final long DEFAULT_SHARD_BYTES = 256L << 20;

  /** Share of keys held out unless the recipe says otherwise. */
  public static final double DEFAULT_VALIDATION_FRACTION = 0.002;

  /** Checks ranges and copies collections. */
  public MixSpec {
    strata = List.copyOf(strata);
    specialTokens = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(specialTokens));
    require(sequenceLength >= 1 && sequenceLength < 1 << 24, "sequenceLength", sequenceLength);
    require(windowRows >= 1, "windowRows", windowRows);
    require(shardBytes >= 1, "shardBytes", shardBytes);
    require(padId >= 0, "padId", padId);
    require(strata.size() <= Short.MAX_VALUE, "number of strata", strata.size());
    require(validationTokens.orElse(0L) >= 0, "validationTokens", validationTokens.orElse(0L));
    KeySpace.trainingLimit(validationFraction);
    Packer.named(packing);
    Set<String> names = new HashSet<>();
    for (StratumBudget budget : strata) {
      if (!names.add(budget.stratum())) {
        throw new IllegalArgumentException(
            "Cannot plan a mix: stratum " + budget.stratum() + " has two budgets; expected one");
      }
    }
  }

  private static void require(boolean right, String name, long value) {
    if (!right) {
      throw new IllegalArgumentException(
          "Cannot plan a mix: " + name + " is " + value + ", out of range");
    }
  }

  /** Tokens of a row: {@code sequenceLength + 1}. */
  public int rowTokens() {
    return sequenceLength + 1;
  }

  /** Sum of all budgets. */
  public long tokens() {
    long tokens = 0;
    for (StratumBudget budget : strata) {
      tokens = Math.addExact(tokens, budget.tokens());
    }
    return tokens;
  }

  /**
   * Windows of a whole shard: as many as come nearest to {@code shardBytes} without passing it, at
   * least one.
   */
  public int windowsPerShard() {
    long windowBytes = (long) windowRows * rowTokens() * Integer.BYTES;
    return Math.toIntExact(Math.max(1, Math.min(shardBytes / windowBytes, 1 << 20)));
  }

  /** Stratum names by number. */
  public List<String> stratumNames() {
    return strata.stream().map(StratumBudget::stratum).toList();
  }

  /** Starts a spec with defaults for everything that has one. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects the components of a {@link MixSpec}. */
  public static final class Builder {
    private final List<StratumBudget> strata = new ArrayList<>();
    private final SortedMap<String, Integer> specialTokens = new TreeMap<>();
    private int sequenceLength = 2048;
    private int windowRows = DEFAULT_WINDOW_ROWS;
    private long seed;
    private String packing = "concat";
    private double validationFraction = DEFAULT_VALIDATION_FRACTION;
    private Optional<Long> validationTokens = Optional.empty();
    private long shardBytes = DEFAULT_SHARD_BYTES;
    private int padId;
    private int vocabularySize = 1;
    private String tokenizerFingerprint = "";

    private Builder() {}

    /** Adds a stratum that may be cut; strata are numbered in order of these calls. */
    public Builder stratum(String name, long tokens) {
      strata.add(new StratumBudget(name, tokens, false));
      return this;
    }

    /** Adds a stratum whose documents stay whole. */
    public Builder wholeStratum(String name, long tokens) {
      strata.add(new StratumBudget(name, tokens, true));
      return this;
    }

    /**
     * Adds strata; those with masks, which hold conversations or pairs, stay whole.
     *
     * @param budgets tokens by name; numbered in the order of the map
     * @param store holds the strata
     */
    public Builder strata(SortedMap<String, Long> budgets, TokenStore store) {
      budgets.forEach(
          (name, tokens) -> {
            StratumTokens stratum = store.strata().get(name);
            boolean whole = stratum != null && stratum.hasMask();
            strata.add(new StratumBudget(name, tokens, whole));
          });
      return this;
    }

    /** All that a recipe's section {@code mix} says. */
    public Builder options(MixOptions options) {
      return sequenceLength(options.sequenceLength())
          .windowRows(options.windowRows())
          .seed(options.seed())
          .packing(options.packing().name().toLowerCase(Locale.ROOT))
          .validationFraction(options.validationFraction())
          .shardBytes(options.shardBytes());
    }

    /**
     * The tokenizer as the manifest of a token store names it; rows are padded with the token that
     * ends documents.
     *
     * @param manifest of a tokenize directory
     */
    public Builder tokenizerOf(Manifest manifest) {
      ConfigTree details = manifest.tree().at("details");
      int end = Math.toIntExact(details.at("endOfDocument").asLong());
      tokenizer(
          details.at("tokenizer").asText(),
          Math.toIntExact(details.at("vocabularySize").asLong()),
          end);
      return specialToken(manifest.tree().at("config").at("end_of_document").asText(), end);
    }

    /** Default 2,048. */
    public Builder sequenceLength(int value) {
      sequenceLength = value;
      return this;
    }

    /** Default {@link #DEFAULT_WINDOW_ROWS}. */
    public Builder windowRows(int value) {
      windowRows = value;
      return this;
    }

    /** Default 0. */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /** Default {@code concat}. */
    public Builder packing(String value) {
      packing = value;
      return this;
    }

    /** Default {@link #DEFAULT_VALIDATION_FRACTION}. */
    public Builder validationFraction(double value) {
      validationFraction = value;
      return this;
    }

    /** Default: all validation tokens. */
    public Builder validationTokens(long perStratum) {
      validationTokens = Optional.of(perStratum);
      return this;
    }

    /** Default {@link #DEFAULT_SHARD_BYTES}. */
    public Builder shardBytes(long value) {
      shardBytes = value;
      return this;
    }

    /**
     * The tokenizer's facts; rows are padded with {@code padding}, usually the end-of-document
     * token.
     */
    public Builder tokenizer(String fingerprint, int size, int padding) {
      tokenizerFingerprint = fingerprint;
      vocabularySize = size;
      padId = padding;
      return this;
    }

    /** Names a special token. */
    public Builder specialToken(String name, int id) {
      specialTokens.put(name, id);
      return this;
    }

    /** The spec. */
    public MixSpec build() {
      return new MixSpec(
          strata,
          sequenceLength,
          windowRows,
          seed,
          packing,
          validationFraction,
          validationTokens,
          shardBytes,
          padId,
          vocabularySize,
          tokenizerFingerprint,
          specialTokens);
    }
  }
}
