package org.gristmill.common;

/**
 * A file does not hold what its format promises: cut short, damaged, or of another format. The
 * message names the file and, where known, the place inside it; the process ends with exit code 1.
 */
public class CorruptDataException extends RuntimeException {
  /**
   * Creates the exception.
   *
   * @param message one sentence that names the file, what was found and what was expected
   */
  public CorruptDataException(String message) {
    super(message);
  }

  /**
   * Creates the exception with the error that revealed the damage.
   *
   * @param message one sentence that names the file, what was found and what was expected
   * @param cause what went wrong underneath
   */
  public CorruptDataException(String message, Throwable cause) {
    super(message, cause);
  }
}
