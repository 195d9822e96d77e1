package org.gristmill.spark.bucket;

import java.io.Serializable;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.gristmill.common.recipe.BucketOptions;
import org.gristmill.common.recipe.Label;
import org.gristmill.spark.document.Decision;
import org.gristmill.spark.document.Said;
import org.gristmill.spark.text.Language;

/**
 * Places a document by language, domain, length and the labels of its corpus.
 *
 * <p>Bounds are in characters of an alphabet. A character of a Chinese document counts as {@link
 * #CHINESE_CHARACTER} of them: a sentence takes about a third of the characters it takes in
 * English, so that an English floor would throw away whole Chinese paragraphs.
 *
 * <p>Conversations and pairs of answers are never too short or too long: a good answer may be one
 * letter, and what is too long is cut when it is laid out.
 *
 * @param minCharacters shorter documents are dropped
 * @param maxCharacters longer documents are dropped
 * @param tiers quality tier by its lower bound in characters
 * @param labels levels for which a document's label counts where it has one
 * @param scores quality tier by its lower bound, for labels that are numbers; empty takes those as
 *     they are
 */
record Bucketing(
    long minCharacters,
    long maxCharacters,
    TreeMap<Long, String> tiers,
    EnumSet<Label> labels,
    TreeMap<Double, String> scores)
    implements Serializable {
  /** Reason of a dropped document. */
  static final String TOO_SHORT = "min-characters";

  /** Reason of a dropped document. */
  static final String TOO_LONG = "max-characters";

  /** Reason of a dropped document whose length or score is below every tier. */
  static final String NO_TIER = "no-quality-tier";

  /** Reason of a dropped document whose quality label can be no tier. */
  static final String BAD_LABEL = "quality-label";

  /** Length of a document that is tokens. */
  static final int UNKNOWN = -1;

  /** What a character of a Chinese document counts. */
  static final long CHINESE_CHARACTER = 3;

  private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9_.-]*");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?[0-9]+(\\.[0-9]*)?([eE][+-]?[0-9]+)?");

  static Bucketing of(BucketOptions options) {
    TreeMap<Long, String> tiers = new TreeMap<>();
    options.quality().forEach((tier, bound) -> tiers.put(bound, tier));
    TreeMap<Double, String> scores = new TreeMap<>();
    options.scores().forEach((tier, bound) -> scores.put(bound, tier));
    EnumSet<Label> labels = EnumSet.noneOf(Label.class);
    labels.addAll(options.labels());
    return new Bucketing(options.minCharacters(), options.maxCharacters(), tiers, labels, scores);
  }

  /**
   * Decides about a document.
   *
   * @param language detected language
   * @param domain its domain
   * @param characters its length; {@link #UNKNOWN} for tokens, which no bound applies to and which
   *     are in the tier {@code all} without a label
   * @param kind its kind
   * @param said its labels; only those of {@link #labels} count
   */
  Decision decide(
      String language, String domain, int characters, String kind, Map<Label, String> said) {
    String spoken = label(said, Label.LANGUAGE).orElse(language);
    long length = spoken.equals(Language.ZH.slug()) ? characters * CHINESE_CHARACTER : characters;
    if (Said.isChat(kind)) {
      length = Math.max(minCharacters, Math.min(maxCharacters, length));
    }
    if (characters == UNKNOWN) {
      return place(spoken, domain, "all", said);
    }
    if (length < minCharacters) {
      return Decision.dropped(TOO_SHORT);
    }
    if (length > maxCharacters) {
      return Decision.dropped(TOO_LONG);
    }
    return place(spoken, domain, floor(tiers, length), said);
  }

  private Decision place(
      String language, String domain, String otherwise, Map<Label, String> said) {
    Optional<String> quality = label(said, Label.QUALITY);
    if (quality.isPresent() && !isScore(quality.get()) && !SLUG.matcher(quality.get()).matches()) {
      return Decision.dropped(BAD_LABEL);
    }
    String tier = quality.isPresent() ? labelled(quality.get()) : otherwise;
    if (tier.isEmpty()) {
      return Decision.dropped(NO_TIER);
    }
    String perplexity = label(said, Label.PERPLEXITY).orElse("all");
    String part = label(said, Label.PART).map(slug -> "/" + slug).orElse("");
    return Decision.kept(language + "/" + domain + "/" + tier + "/" + perplexity + part);
  }

  private Optional<String> label(Map<Label, String> said, Label label) {
    return labels.contains(label) ? Optional.ofNullable(said.get(label)) : Optional.empty();
  }

  private boolean isScore(String label) {
    return !scores.isEmpty() && NUMBER.matcher(label).matches();
  }

  private String labelled(String label) {
    return isScore(label) ? floor(scores, Double.valueOf(label)) : label;
  }

  private static <K> String floor(TreeMap<K, String> tiers, K value) {
    Map.Entry<K, String> tier = tiers.floorEntry(value);
    return tier == null ? "" : tier.getValue();
  }
}
