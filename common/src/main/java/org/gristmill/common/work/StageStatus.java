package org.gristmill.common.work;

import java.util.Optional;

/**
 * What a recipe needs of one stage.
 *
 * @param stage the stage
 * @param fingerprint its fingerprint; empty while an earlier stage has to run before it is known
 * @param state whether it is done
 * @param reason why it is not done; empty if it is
 */
public record StageStatus(Stage stage, Optional<String> fingerprint, State state, String reason) {
  /** How far a stage is. */
  public enum State {
    /** Nothing to do. */
    DONE,
    /** There, but not for all units, or, of a training, with other samples. */
    NEEDS_UNITS,
    /** Not there. */
    MISSING
  }

  /**
   * Says whether the stage has nothing to do.
   *
   * @return true for {@link State#DONE}
   */
  public boolean isDone() {
    return state == State.DONE;
  }

  /**
   * Directory of the stage's artefact.
   *
   * @return path below the work directory, or empty while the fingerprint is unknown
   */
  public Optional<String> directory() {
    return fingerprint.map(digits -> WorkDirectory.directory(stage, digits));
  }
}
