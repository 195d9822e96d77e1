package org.gristmill.trainer.kernels;

import java.util.Optional;

/** Chooses the implementation of {@link RowMath} for this JVM. */
final class RowMaths {

  private static final String VECTOR_CLASS = "org.gristmill.trainer.kernels.VectorRowMath";
  private static final RowMath BEST =
      "plain".equals(System.getProperty("gristmill.kernels"))
          ? new PlainRowMath()
          : vector().orElseGet(PlainRowMath::new);

  private RowMaths() {}

  /**
   * The vector implementation where it runs, else the plain one. The system property {@code
   * gristmill.kernels=plain} asks for the plain one.
   */
  static RowMath best() {
    return BEST;
  }

  /**
   * The vector implementation, if the JVM was started with {@code --add-modules
   * jdk.incubator.vector} and its form of that module is the one the class was compiled for.
   */
  static Optional<RowMath> vector() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      return Optional.empty();
    }
    try {
      RowMath candidate =
          Class.forName(VECTOR_CLASS)
              .asSubclass(RowMath.class)
              .getDeclaredConstructor()
              .newInstance();
      candidate.scale(new float[64], 64, 1); // links the class
      return Optional.of(candidate);
    } catch (ReflectiveOperationException | LinkageError e) {
      return Optional.empty();
    }
  }
}
