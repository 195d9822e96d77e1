package org.gristmill.mixing;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.gristmill.common.ConfigException;

/**
 * A cell of the corpus: {@code language/domain/quality/perplexity[/part]}.
 *
 * <p>Every level is an ASCII slug {@code [a-z0-9][a-z0-9_.-]*}; a level that does not apply is
 * {@value #ALL}. Strata are ordered by their path, character by character, which is the order of
 * the directories on disk and the order that breaks ties between equal claims to a token.
 *
 * @param language language of the text, for example {@code zh}
 * @param domain domain of the source, for example {@code code}
 * @param quality quality tier, for example {@code high}
 * @param perplexity perplexity tier, for example {@code low}
 * @param part subset of a corpus, where it names any
 */
public record Stratum(
    String language, String domain, String quality, String perplexity, Optional<String> part)
    implements Comparable<Stratum> {

  /** Stands for a level that does not apply. */
  public static final String ALL = "all";

  /** Levels that every stratum has; {@code part} comes on top. */
  static final int LEVELS = 4;

  private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9_.-]*");

  /**
   * Checks every level.
   *
   * @throws ConfigException if a level is not a slug
   */
  public Stratum {
    checkSlug(language, "language");
    checkSlug(domain, "domain");
    checkSlug(quality, "quality");
    checkSlug(perplexity, "perplexity");
    Objects.requireNonNull(part, "part");
    part.ifPresent(slug -> checkSlug(slug, "part"));
  }

  /**
   * Reads a path such as {@code zh/manual/short/all}; missing levels at its end are {@value #ALL}.
   *
   * @throws ConfigException if a level is not a slug or there are more than five
   */
  public static Stratum parse(String path) {
    String[] levels = path.split("/", -1);
    if (levels.length > LEVELS + 1) {
      throw new ConfigException(
          Wording.of(
              "Cannot read stratum '%s': it has %d levels; expected language/domain/quality/perplexity[/part]",
              path, levels.length));
    }
    return new Stratum(
        levels[0],
        levels.length > 1 ? levels[1] : ALL,
        levels.length > 2 ? levels[2] : ALL,
        levels.length > 3 ? levels[3] : ALL,
        levels.length > LEVELS ? Optional.of(levels[LEVELS]) : Optional.empty());
  }

  /** The path of the stratum with all its levels, for example {@code zh/manual/short/all}. */
  public String path() {
    return String.join("/", levels());
  }

  /** Four levels, or five with a part. */
  List<String> levels() {
    List<String> levels = new ArrayList<>(List.of(language, domain, quality, perplexity));
    part.ifPresent(levels::add);
    return levels;
  }

  static boolean isSlug(String text) {
    return SLUG.matcher(text).matches();
  }

  @Override
  public int compareTo(Stratum other) {
    return path().compareTo(other.path());
  }

  @Override
  public String toString() {
    return path();
  }

  private static void checkSlug(String slug, String level) {
    if (!isSlug(slug)) {
      throw new ConfigException(
          Wording.of(
              "Cannot use '%s' as %s of a stratum: expected lower-case ASCII letters, digits, '_', '.' and '-', starting with a letter or digit",
              slug, level));
    }
  }
}
