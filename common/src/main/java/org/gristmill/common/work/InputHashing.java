package org.gristmill.common.work;

/** Whether planning may read inputs to learn their identities. */
public enum InputHashing {
  /** Only what is remembered; a new file leaves the plan open. Writes nothing. */
  RECALL,
  /** Hash new files and remember them; the caller holds the lease. */
  HASH
}
