package org.gristmill.trainer.runtime;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Settles the environment of the native libraries, from inside the process.
 *
 * <p>OpenBLAS and OpenMP read their variables once, when they load. {@link #prepare} therefore has
 * to run before the first ND4J class is touched; every public entry of this module calls it first.
 * A variable that the user has set is left alone. Threads: this trainer runs one replica of the
 * activations per core, each calling a single-threaded BLAS, because the threads of OpenBLAS and
 * OpenMP spin against each other.
 */
public final class NativeRuntime {

  private static boolean prepared;

  private NativeRuntime() {}

  /** The C library's environment, which {@code System.getenv} only copies. */
  interface Environment extends Library {
    int setenv(String name, String value, int overwrite);
  }

  /**
   * Sets what is not set yet. Safe to call from any thread, any number of times; only the first
   * call does something. On systems without {@code setenv} the libraries keep their own choice.
   */
  public static synchronized void prepare() {
    if (prepared) {
      return;
    }
    prepared = true;
    // JavaCPP otherwise refuses off-heap memory beyond a multiple of the Java heap.
    setPropertyIfAbsent("org.bytedeco.javacpp.maxbytes", "0");
    setPropertyIfAbsent("org.bytedeco.javacpp.maxphysicalbytes", "0");
    setPropertyIfAbsent("org.nd4j.log.initialization", "false");
    if (Platform.isWindows()) {
      return;
    }
    Environment libc = Native.load("c", Environment.class);
    variables(CpuFeatures.ofThisMachine()).forEach((name, value) -> libc.setenv(name, value, 0));
  }

  /** The variables wanted on a processor, by name. */
  static Map<String, String> variables(CpuFeatures cpu) {
    Map<String, String> variables = new LinkedHashMap<>();
    cpu.openBlasCoreType().ifPresent(type -> variables.put("OPENBLAS_CORETYPE", type));
    variables.put("OPENBLAS_NUM_THREADS", "1");
    variables.put("OMP_NUM_THREADS", "1");
    return variables;
  }

  private static void setPropertyIfAbsent(String name, String value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, value);
    }
  }
}
