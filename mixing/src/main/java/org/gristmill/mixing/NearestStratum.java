package org.gristmill.mixing;

import java.util.List;
import java.util.Optional;

/** Finds what a pattern that matches nothing probably meant. */
final class NearestStratum {

  private NearestStratum() {}

  /** The stratum with the fewest edits between its levels and the pattern's; first of equals. */
  static Optional<Stratum> to(StratumPattern pattern, Inventory inventory) {
    Stratum best = null;
    int fewest = Integer.MAX_VALUE;
    for (Stratum stratum : inventory.stocks().keySet()) {
      int edits = edits(pattern.levels(), stratum.levels());
      if (edits < fewest) {
        fewest = edits;
        best = stratum;
      }
    }
    return Optional.ofNullable(best);
  }

  private static int edits(List<String> pattern, List<String> stratum) {
    int edits = 0;
    for (int i = 0; i < pattern.size(); i++) {
      String level = i < stratum.size() ? stratum.get(i) : "";
      edits += pattern.get(i).equals("*") ? 0 : editDistance(pattern.get(i), level);
    }
    return edits;
  }

  private static int editDistance(String left, String right) {
    int[] row = new int[right.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[right.length()];
  }
}
