package org.gristmill.common;

/**
 * The user asked for something impossible: a misspelt key, a wrong value, an option that
 * contradicts another. The message is complete as it stands (file, line, what was expected) and is
 * shown without a stack trace; the process ends with exit code 2.
 */
public class ConfigException extends RuntimeException {
  /**
   * Creates the exception.
   *
   * @param message one sentence that names the place, the value and what was expected
   */
  public ConfigException(String message) {
    super(message);
  }

  /**
   * Creates the exception with the error that revealed the problem.
   *
   * @param message one sentence that names the place, the value and what was expected
   * @param cause what went wrong underneath
   */
  public ConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}
