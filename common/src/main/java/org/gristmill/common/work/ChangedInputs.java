package org.gristmill.common.work;

/** What to do when inputs that were read before vanished or changed. */
public enum ChangedInputs {
  /** Stop and name them. */
  REFUSE,
  /** Start over with the inputs there are; units that are still whole are kept. */
  ACCEPT
}
