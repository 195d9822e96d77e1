package org.gristmill.common.config;

import java.util.Collection;
import java.util.Optional;

/** Finds the name somebody probably meant: the one fewest edits and swaps away. */
public final class Nearest {
  private Nearest() {}

  /**
   * Finds the closest of some names.
   *
   * @param name what was written
   * @param candidates what could have been meant; ties go to the first
   * @return the closest candidate if it is near enough to be a slip, at most a third of its letters
   */
  public static Optional<String> of(String name, Collection<String> candidates) {
    String best = null;
    int bestDistance = Integer.MAX_VALUE;
    for (String candidate : candidates) {
      int distance = distance(name, candidate);
      if (distance < bestDistance) {
        bestDistance = distance;
        best = candidate;
      }
    }
    if (best == null
        || bestDistance > Math.max(2, best.length() / 3)
        || bestDistance >= best.length()) {
      return Optional.empty();
    }
    return Optional.of(best);
  }

  /**
   * Words the suggestion for an error message.
   *
   * @param name what was written
   * @param candidates what could have been meant
   * @return {@code "; did you mean 'x'?"}, or the list of candidates if none is close
   */
  public static String hint(String name, Collection<String> candidates) {
    return of(name, candidates)
        .map(nearest -> "; did you mean '" + nearest + "'?")
        .orElse(candidates.isEmpty() ? "" : "; expected one of " + String.join(", ", candidates));
  }

  /** Optimal string alignment distance: insert, delete, replace, swap of neighbours. */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int replace = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + replace);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          least = Math.min(least, d[i - 2][j - 2] + 1);
        }
        d[i][j] = least;
      }
    }
    return d[a.length()][b.length()];
  }
}
