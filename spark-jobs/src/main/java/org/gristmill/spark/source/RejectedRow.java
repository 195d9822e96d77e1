package org.gristmill.spark.source;

import java.io.IOException;

/** Leaves the reading of one row; never leaves the package. */
final class RejectedRow extends IOException {
  private static final long serialVersionUID = 1;

  final RejectReason reason;

  RejectedRow(RejectReason reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
