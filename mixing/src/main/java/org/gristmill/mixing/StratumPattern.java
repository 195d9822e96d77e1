package org.gristmill.mixing;

import java.util.Arrays;
import java.util.List;
import org.gristmill.common.ConfigException;

/**
 * Names one or many strata: {@code *} stands for exactly one level, {@code **} at the end for any
 * number of further levels, none included.
 *
 * <p>Without {@code **} the levels missing up to the fourth are {@value Stratum#ALL}, as in {@link
 * Stratum#parse}: {@code zh/manual} names the one stratum {@code zh/manual/all/all}, {@code
 * zh/manual/**} everything below Chinese manuals. {@code **} alone names every stratum. A wildcard
 * fills a level; {@code web-*} is refused rather than half understood. Immutable; equal when
 * written alike.
 */
public final class StratumPattern {

  private static final String ONE = "*";
  private static final String REST = "**";

  private final String text;
  private final List<String> levels;
  private final boolean open;

  private StratumPattern(String text, List<String> levels, boolean open) {
    this.text = text;
    this.levels = List.copyOf(levels);
    this.open = open;
  }

  /**
   * Reads a pattern such as {@code zh/*}{@code /high/**}.
   *
   * @throws ConfigException if a level is neither a slug nor a wildcard, {@code **} is not last, or
   *     there are more than five levels
   */
  public static StratumPattern parse(String text) {
    List<String> levels = Arrays.asList(text.split("/", -1));
    boolean open = levels.get(levels.size() - 1).equals(REST);
    if (open) {
      levels = levels.subList(0, levels.size() - 1);
    }
    for (String level : levels) {
      check(text, level);
    }
    if (levels.size() > Stratum.LEVELS + 1) {
      throw new ConfigException(
          Wording.of(
              "Cannot read pattern '%s': it has %d levels; expected language/domain/quality/perplexity[/part]",
              text, levels.size()));
    }
    if (!open && levels.size() < Stratum.LEVELS) {
      String[] padded = Arrays.copyOf(levels.toArray(new String[0]), Stratum.LEVELS);
      Arrays.fill(padded, levels.size(), padded.length, Stratum.ALL);
      levels = Arrays.asList(padded);
    }
    return new StratumPattern(text, levels, open);
  }

  private static void check(String text, String level) {
    if (level.equals(REST)) {
      throw new ConfigException(
          Wording.of(
              "Cannot read pattern '%s': '**' is not at its end; expected for example 'zh/**' or '*/code/**'",
              text));
    }
    if (!level.equals(ONE) && !Stratum.isSlug(level)) {
      throw new ConfigException(
          Wording.of(
              "Cannot read pattern '%s': level '%s' is neither a name nor '*'; expected levels of lower-case ASCII letters, digits, '_', '.', '-', or '*', and '**' at the end",
              text, level));
    }
  }

  /** Whether this pattern names {@code stratum}. */
  public boolean matches(Stratum stratum) {
    List<String> actual = stratum.levels();
    if (open ? actual.size() < levels.size() : actual.size() != levels.size()) {
      return false;
    }
    for (int i = 0; i < levels.size(); i++) {
      if (!levels.get(i).equals(ONE) && !levels.get(i).equals(actual.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** The pattern as written. */
  public String text() {
    return text;
  }

  /** Levels before a trailing {@code **}, padded when there is none; wildcards as {@code *}. */
  List<String> levels() {
    return levels;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StratumPattern that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
