package org.gristmill.cli;

import java.lang.reflect.Method;

/**
 * Loads the trainer's native library in a process of its own, started by {@link TrainerExamination}
 * with the trainer's class path, which the front command itself does not have.
 */
final class NativeProbe {

  private NativeProbe() {}

  /** Computes one sum natively and prints the name of the backend that did. */
  public static void main(String[] arguments) throws ReflectiveOperationException {
    Class.forName("org.gristmill.trainer.runtime.NativeRuntime").getMethod("prepare").invoke(null);
    Class<?> factory = Class.forName("org.nd4j.linalg.factory.Nd4j");
    Method ones = factory.getMethod("ones", int[].class);
    Object vector = ones.invoke(null, (Object) new int[] {3});
    Object sum =
        Class.forName("org.nd4j.linalg.api.ndarray.INDArray").getMethod("sumNumber").invoke(vector);
    if (((Number) sum).intValue() != 3) {
      throw new IllegalStateException("1 + 1 + 1 = " + sum);
    }
    Object backend = factory.getMethod("getBackend").invoke(null);
    Main.console().print(backend.getClass().getSimpleName());
  }
}
