package org.gristmill.spark.document;

import java.util.List;

/**
 * What a stage decided about one document.
 *
 * @param keep whether it goes on
 * @param reason why not, empty for kept ones
 * @param stratum where it belongs; empty for dropped ones and for stages that place nothing
 * @param edits spans to replace, ascending, not overlapping
 */
public record Decision(boolean keep, String reason, String stratum, List<Edit> edits) {
  /** Copies the list. */
  public Decision {
    edits = List.copyOf(edits);
  }

  /** A kept document. */
  public static Decision kept(String stratum) {
    return new Decision(true, "", stratum, List.of());
  }

  /** A dropped document. */
  public static Decision dropped(String reason) {
    return new Decision(false, reason, "", List.of());
  }
}
