package org.gristmill.tokenization.shard;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.gristmill.common.identity.DocumentId;
import org.gristmill.tokenization.store.StratumLine;
import org.gristmill.tokenization.store.StratumTokens;
import org.gristmill.tokenization.store.TokenPart;
import org.gristmill.tokenization.store.TokenRun;
import org.gristmill.tokenization.store.TokenStore;
import org.gristmill.tokenization.stream.Row;

/**
 * Where one token of a row came from.
 *
 * @param stratum the stratum's path
 * @param epoch how often the stratum had been gone through before
 * @param partPath the part in the token store, without extension
 * @param document number of the document in the part
 * @param documentId content hash of the document
 * @param offset number of the token in the document
 * @param token its id
 */
public record Trace(
    String stratum,
    int epoch,
    String partPath,
    int document,
    DocumentId documentId,
    int offset,
    int token) {

  /**
   * Follows a token back to its document.
   *
   * @param at place in the row
   * @return empty for padding
   * @throws IllegalArgumentException if the store lacks the run or part that the row names
   */
  public static Optional<Trace> of(Row row, int at, List<String> strata, TokenStore store)
      throws IOException {
    if (at < 0 || at >= row.length()) {
      return Optional.empty();
    }
    int s = 0;
    while (s + 1 < row.segments() && row.starts()[s + 1] <= at) {
      s++;
    }
    String stratum = strata.get(row.strata()[s]);
    TokenPart part = part(store.stratum(stratum), row.runs()[s], row.parts()[s]);
    int document = row.documents()[s];
    int offset = row.offsets()[s] + at - row.starts()[s];
    return Optional.of(
        new Trace(
            stratum,
            row.epochs()[s],
            part.path(),
            document,
            part.documentId(document),
            offset,
            row.inputIds()[at]));
  }

  private static TokenPart part(StratumTokens stratum, int run, int part) {
    boolean heldOut = run >= StratumLine.HELD_OUT_RUN;
    int number = heldOut ? run - StratumLine.HELD_OUT_RUN : run;
    List<TokenRun> runs = heldOut ? stratum.heldOutRuns() : stratum.runs();
    return runs.stream()
        .filter(candidate -> candidate.number() == number)
        .flatMap(candidate -> candidate.parts().stream())
        .filter(candidate -> candidate.number() == part)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Cannot find run "
                        + run
                        + ", part "
                        + part
                        + " of stratum "
                        + stratum.name()
                        + " in the token store; expected the store the rows were mixed from"));
  }
}
