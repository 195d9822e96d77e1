package org.gristmill.tokenization.chat;

import java.util.Locale;

/** What is wrong with a conversation or a pair of answers. */
public enum Defect {
  /** Not one JSON value. */
  INVALID_JSON,
  /** Something has another type than it must have. */
  WRONG_TYPE,
  /** Text that has no UTF-8 form. */
  INVALID_TEXT,
  /** A role that is none of system, user, assistant, tool. */
  UNKNOWN_ROLE,
  /** A part that is none of text, python, python_output, or not allowed for its role. */
  UNKNOWN_PART,
  /** No message, or a message without content. */
  EMPTY,
  /** Speakers that do not take turns. */
  ROLES_OUT_OF_ORDER,
  /** Nothing that the assistant says. */
  NO_ANSWER,
  /** A pair without a prompt that both answers share. */
  NO_PROMPT,
  /** A pair whose answers do not differ. */
  EQUAL_ANSWERS;

  /** Name in files: lower case with hyphens. */
  public String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
