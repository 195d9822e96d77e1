package org.gristmill.common.work;

import java.util.Optional;

/** Which code wrote an artefact. */
public final class Revision {
  private Revision() {}

  /**
   * Revision of the running code.
   *
   * @return the system property {@code gristmill.revision} (the launcher sets it to the commit,
   *     with {@code +dirty} for local changes), else the version of the jar, else {@code unknown}
   */
  public static String current() {
    return Optional.ofNullable(System.getProperty("gristmill.revision"))
        .filter(text -> !text.isBlank())
        .or(() -> Optional.ofNullable(Revision.class.getPackage().getImplementationVersion()))
        .orElse("unknown");
  }
}
