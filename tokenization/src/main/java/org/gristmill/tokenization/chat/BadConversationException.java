package org.gristmill.tokenization.chat;

import org.gristmill.common.CorruptDataException;

/** A conversation or a pair of answers that cannot be used; the message says where and why. */
public final class BadConversationException extends CorruptDataException {
  private static final long serialVersionUID = 1L;

  private final Defect defect;

  BadConversationException(Defect defect, String message) {
    super(message);
    this.defect = defect;
  }

  /** The kind of defect. */
  public Defect defect() {
    return defect;
  }
}
