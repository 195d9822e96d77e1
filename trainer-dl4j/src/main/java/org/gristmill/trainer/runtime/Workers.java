package org.gristmill.trainer.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/**
 * One thread per core for the whole process. Work is split by number, never by who is free first,
 * so results do not depend on the number of threads.
 */
public final class Workers {

  private static final int CORES = Runtime.getRuntime().availableProcessors();
  private static final ExecutorService POOL =
      Executors.newFixedThreadPool(
          CORES,
          task -> {
            Thread thread = new Thread(task, "gristmill-trainer");
            thread.setDaemon(true);
            return thread;
          });

  private Workers() {}

  /** Processors this process may use, at least 1. */
  public static int cores() {
    return CORES;
  }

  /**
   * Runs {@code task} for 0 .. count - 1 and waits for all. Must not be called from inside a task.
   *
   * @throws IllegalStateException if the waiting thread is interrupted
   */
  public static void forEach(int count, IntConsumer task) {
    if (count == 1) {
      task.accept(0);
      return;
    }
    List<Future<?>> running = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int number = i;
      running.add(POOL.submit(() -> task.accept(number)));
    }
    RuntimeException failure = null;
    for (Future<?> future : running) {
      try {
        future.get();
      } catch (ExecutionException e) {
        failure =
            new IllegalStateException(
                "Cannot compute a part of the step: " + e.getCause(), e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Cannot wait for a step: interrupted", e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
