package org.gristmill.tokenization.chat;

import java.util.Locale;
import java.util.Optional;

/** Who speaks in a message. */
public enum Role {
  /** Instructions for the whole conversation; only the first message may have it. */
  SYSTEM,
  /** The person. */
  USER,
  /** The model; what it says is to be learnt. */
  ASSISTANT,
  /** The answer of something the assistant called. */
  TOOL;

  /** Name in JSON, lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of a label; empty if there is none. */
  static Optional<Role> ofLabel(String label) {
    for (Role role : values()) {
      if (role.label().equals(label)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
