package org.gristmill.common.recipe;

/** What the documents of a source are for. */
public enum Split {
  /** Training, except for the validation fraction of the mix. */
  TRAIN,
  /** Validation only. */
  VALIDATION
}
