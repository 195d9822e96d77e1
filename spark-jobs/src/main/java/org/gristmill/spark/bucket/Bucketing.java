package org.gristmill.spark.bucket;

import java.io.Serializable;
import java.util.TreeMap;
import org.gristmill.common.recipe.BucketOptions;
import org.gristmill.spark.document.Decision;
import org.gristmill.spark.document.Said;
import org.gristmill.spark.text.Language;

/**
 * Places a document by language, domain and length. Perplexity is always {@code all}.
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
 */
record Bucketing(long minCharacters, long maxCharacters, TreeMap<Long, String> tiers)
    implements Serializable {
  /** Reason of a dropped document. */
  static final String TOO_SHORT = "min-characters";

  /** Reason of a dropped document. */
  static final String TOO_LONG = "max-characters";

  /** Reason of a dropped document whose length is below every tier. */
  static final String NO_TIER = "no-quality-tier";

  /** What a character of a Chinese document counts. */
  static final long CHINESE_CHARACTER = 3;

  static Bucketing of(BucketOptions options) {
    TreeMap<Long, String> tiers = new TreeMap<>();
    options.quality().forEach((tier, bound) -> tiers.put(bound, tier));
    return new Bucketing(options.minCharacters(), options.maxCharacters(), tiers);
  }

  Decision decide(String language, String domain, int characters, String kind) {
    long length = language.equals(Language.ZH.slug()) ? characters * CHINESE_CHARACTER : characters;
    if (Said.isChat(kind)) {
      length = Math.max(minCharacters, Math.min(maxCharacters, length));
    }
    if (length < minCharacters) {
      return Decision.dropped(TOO_SHORT);
    }
    if (length > maxCharacters) {
      return Decision.dropped(TOO_LONG);
    }
    java.util.Map.Entry<Long, String> tier = tiers.floorEntry(length);
    return tier == null
        ? Decision.dropped(NO_TIER)
        : Decision.kept(language + "/" + domain + "/" + tier.getValue() + "/all");
  }
}
