package org.gristmill.common.store.testing;

/** The process is taken to be dead from here on: what follows must not clean up or go on. */
public final class SimulatedCrash extends Error {
  private static final long serialVersionUID = 1L;

  SimulatedCrash(String message) {
    super(message);
  }
}
