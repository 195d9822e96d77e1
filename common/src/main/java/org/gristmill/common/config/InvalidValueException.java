package org.gristmill.common.config;

/**
 * A record refuses the value of one of its keys. Reading a record from a file turns it into a
 * {@link org.gristmill.common.ConfigException} that names the file and the line of the key.
 */
public final class InvalidValueException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String key;

  /**
   * Creates the exception.
   *
   * @param key the key at fault, as written in the file
   * @param message one sentence: "Cannot use ...: reason; expected ..."
   */
  public InvalidValueException(String key, String message) {
    super(message);
    this.key = key;
  }

  /**
   * The key at fault.
   *
   * @return its name as written in the file
   */
  public String key() {
    return key;
  }
}
