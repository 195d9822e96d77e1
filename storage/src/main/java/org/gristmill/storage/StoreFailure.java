package org.gristmill.storage;

import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.util.Set;
import org.gristmill.common.ConfigException;

/** Says in the user's words why an object store refused. */
final class StoreFailure {
  private static final Set<String> BUSY =
      Set.of("AWSServiceThrottledException", "AWSStatus500Exception", "AWSServiceIOException");

  private StoreFailure() {}

  /**
   * What to throw for a failure of S3A; failures of other file systems are their own words.
   *
   * @param root where the store starts
   * @param failure what the file system said
   * @return the failure to throw instead; never one with a key in its message
   */
  static IOException explain(URI root, IOException failure) {
    if (!"s3a".equals(root.getScheme())) {
      return failure;
    }
    String bucket = "s3a://" + root.getAuthority();
    if (failure instanceof AccessDeniedException) {
      throw new ConfigException(
          "Cannot use "
              + bucket
              + ": access is denied ("
              + reason(failure)
              + "); expected credentials that may read and write there, from fs.s3a.access.key and"
              + " fs.s3a.secret.key, from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or from the"
              + " machine's role",
          failure);
    }
    String kind = failure.getClass().getSimpleName();
    if (kind.equals("UnknownStoreException")) {
      throw new ConfigException(
          "Cannot use "
              + bucket
              + ": there is no such bucket; expected one that exists, and fs.s3a.endpoint and"
              + " fs.s3a.endpoint.region that lead to it",
          failure);
    }
    if (BUSY.contains(kind)) {
      return new IOException(
          "Cannot reach "
              + bucket
              + ": it went on failing after S3A's retries ("
              + reason(failure)
              + ")",
          failure);
    }
    return failure;
  }

  /** The last line of the innermost cause: what the server said. */
  private static String reason(Throwable failure) {
    Throwable innermost = failure;
    for (int depth = 0; innermost.getCause() != null && depth < 20; depth++) {
      innermost = innermost.getCause();
    }
    String text = String.valueOf(innermost.getMessage()).strip();
    return text.substring(text.lastIndexOf('\n') + 1);
  }
}
