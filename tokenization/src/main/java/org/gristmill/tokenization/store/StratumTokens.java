package org.gristmill.tokenization.store;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.identity.KeySpace;

/**
 * The tokens of one stratum. Documents under {@code tokens/} are split by key: below {@link
 * KeySpace#trainingLimit} is training, the rest validation. Documents under {@code validation/}
 * come from sources held out as a whole; all of them are validation. Thread-safe.
 */
public final class StratumTokens {
  private final String name;
  private final List<TokenRun> runs;
  private final List<TokenRun> heldOutRuns;

  StratumTokens(String name, List<TokenRun> runs, List<TokenRun> heldOutRuns) {
    this.name = name;
    this.runs = List.copyOf(runs);
    this.heldOutRuns = List.copyOf(heldOutRuns);
  }

  /** The stratum's path, for example {@code zh/prose/short/all}. */
  public String name() {
    return name;
  }

  /** Runs under {@code tokens/}, by number. */
  public List<TokenRun> runs() {
    return runs;
  }

  /** Runs under {@code validation/}, by number. */
  public List<TokenRun> heldOutRuns() {
    return heldOutRuns;
  }

  /** Whether any of its documents has a mask that says which tokens are to be learnt. */
  public boolean hasMask() {
    return parts().anyMatch(TokenPart::hasMask);
  }

  /**
   * Whether its documents are pairs of sequences, a chosen and a rejected answer.
   *
   * @throws CorruptDataException if some are and others are not
   */
  public boolean hasPairs() throws IOException {
    long pairs = 0;
    long others = 0;
    for (TokenPart part : parts().toList()) {
      pairs += part.hasPairs() ? 1 : 0;
      others += part.hasPairs() ? 0 : 1;
    }
    if (pairs > 0 && others > 0) {
      throw new CorruptDataException(
          "Cannot read stratum " + name + ": some of its parts hold pairs and others do not");
    }
    return pairs > 0;
  }

  private Stream<TokenPart> parts() {
    return Stream.concat(runs.stream(), heldOutRuns.stream()).flatMap(run -> run.parts().stream());
  }

  /** Tokens whose keys make them training. Reads at most one stretch of ids per run. */
  public long trainingTokens(double validationFraction) throws IOException {
    return new DocumentCursor(runs).seekKey(KeySpace.trainingLimit(validationFraction));
  }

  /** Tokens held out by key, and those of held-out sources. */
  public long validationTokens(double validationFraction) throws IOException {
    DocumentCursor all = new DocumentCursor(runs);
    long heldOut = new DocumentCursor(heldOutRuns).tokens();
    return all.tokens() - all.seekKey(KeySpace.trainingLimit(validationFraction)) + heldOut;
  }

  /** Documents under {@code tokens/} and {@code validation/}. */
  public long documents() throws IOException {
    long documents = 0;
    for (TokenRun run : runs) {
      documents += run.documents();
    }
    for (TokenRun run : heldOutRuns) {
      documents += run.documents();
    }
    return documents;
  }

  /** The endless line of training documents that a seed gives; one reader's own. */
  public StratumLine trainingLine(double validationFraction, long seed) throws IOException {
    return StratumLine.training(this, validationFraction, seed);
  }

  /** The line of validation documents in order of keys, held-out sources last; one reader's own. */
  public StratumLine validationLine(double validationFraction) throws IOException {
    return StratumLine.validation(this, validationFraction);
  }
}
