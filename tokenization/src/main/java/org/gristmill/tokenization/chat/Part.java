package org.gristmill.tokenization.chat;

import java.util.Locale;
import java.util.Optional;

/**
 * A stretch of a message.
 *
 * @param type what it is
 * @param text its content; well-formed, so that it has a UTF-8 form
 */
public record Part(Type type, String text) {

  /** Kinds of parts. */
  public enum Type {
    /** Something said. */
    TEXT,
    /** Code that the assistant has run. */
    PYTHON,
    /** What that code printed; not the assistant's own words, never learnt. */
    PYTHON_OUTPUT;

    /** Name in JSON, lower case. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The type of a label; empty if there is none. */
    static Optional<Type> ofLabel(String label) {
      for (Type type : values()) {
        if (type.label().equals(label)) {
          return Optional.of(type);
        }
      }
      return Optional.empty();
    }
  }
}
