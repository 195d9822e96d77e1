package org.gristmill.tokenization.chat;

import org.gristmill.common.CorruptDataException;

/** A conversation or a pair of answers that cannot be used; the message says where and why. */
public final class BadConversationException extends CorruptDataException {
  private static final long serialVersionUID = 1L;

  private final Defect defect;
  private final String detail;

  BadConversationException(Defect defect, String what, String detail) {
    super("Cannot read " + what + ": " + detail);
    this.defect = defect;
    this.detail = detail;
  }

  /** The kind of defect. */
  public Defect defect() {
    return defect;
  }

  /** Where and why, without what could not be read: "…; expected …". */
  public String detail() {
    return detail;
  }
}
