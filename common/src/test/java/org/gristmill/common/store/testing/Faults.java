package org.gristmill.common.store.testing;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * When the stores of scheme {@code fault:} fail. One plan per process; counting starts at {@link
 * #reset}. After the chosen operation every further operation fails too, as for a dead process, so
 * nothing is cleaned up: temporary files stay. Thread-safe.
 *
 * <p>A process started with {@code -Dgristmill.fault=COMMIT:3:manifest.json:HALT} has that plan
 * from its start.
 */
public final class Faults {
  /** What a store is asked to do. */
  public enum Operation {
    /** Looking up a file. */
    STAT,
    /** Listing a folder. */
    LIST,
    /** Opening a file for reading. */
    OPEN,
    /** A positional read. */
    READ,
    /** Starting a file. */
    CREATE,
    /** Between the halves of a buffer that is appended to a file. */
    WRITE,
    /** Just before a file appears. */
    COMMIT,
    /** Just after a file appeared. */
    COMMITTED,
    /** Creating a file exclusively. */
    CREATE_EXCLUSIVE,
    /** Deleting. */
    DELETE
  }

  /** How the chosen operation fails. */
  public enum Effect {
    /** By {@link SimulatedCrash}. */
    THROW,
    /** By ending the process at once with code 137. */
    HALT
  }

  private record Plan(Operation operation, long nth, String pathPart, Effect effect) {}

  private static final Map<Operation, Long> COUNTS = new EnumMap<>(Operation.class);
  private static Plan plan;
  private static long seen;
  private static boolean down;

  static {
    String property = System.getProperty("gristmill.fault");
    if (property != null) {
      String[] part = property.split(":", -1);
      plan =
          new Plan(
              Operation.valueOf(part[0].toUpperCase(Locale.ROOT)),
              Long.parseLong(part[1]),
              part[2],
              Effect.valueOf(part[3].toUpperCase(Locale.ROOT)));
    }
  }

  private Faults() {}

  /**
   * Plans a failure, forgetting any other.
   *
   * @param operation kind of operation
   * @param nth which one of its kind, from 1
   * @param pathPart only operations on paths that contain this count; the empty string for all
   * @param effect how it fails
   */
  public static synchronized void failAt(
      Operation operation, long nth, String pathPart, Effect effect) {
    reset();
    plan = new Plan(operation, nth, pathPart, effect);
  }

  /** Lets everything succeed again and counts from zero. */
  public static synchronized void reset() {
    plan = null;
    down = false;
    seen = 0;
    COUNTS.clear();
  }

  /**
   * Says how often an operation was asked for since the last reset, to choose where to fail.
   *
   * @param operation kind of operation
   * @return its count
   */
  public static synchronized long count(Operation operation) {
    return COUNTS.getOrDefault(operation, 0L);
  }

  /**
   * Says whether the planned failure has happened.
   *
   * @return true from the failure to the next reset
   */
  public static synchronized boolean isDown() {
    return down;
  }

  static synchronized void before(Operation operation, String path) {
    if (down) {
      throw new SimulatedCrash("After the crash: " + operation + " " + path);
    }
    COUNTS.merge(operation, 1L, Long::sum);
    if (plan == null || plan.operation() != operation || !path.contains(plan.pathPart())) {
      return;
    }
    seen++;
    if (seen == plan.nth()) {
      if (plan.effect() == Effect.HALT) {
        Runtime.getRuntime().halt(137);
      }
      down = true;
      throw new SimulatedCrash("Crash at " + operation + " number " + seen + ": " + path);
    }
  }
}
