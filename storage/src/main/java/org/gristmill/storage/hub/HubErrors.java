package org.gristmill.storage.hub;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.apache.hadoop.security.AccessControlException;

/** Says what the Hub's refusals mean, and what to do about them. */
final class HubErrors {
  private static final int LARGEST_WAIT_DIGITS = 9;

  private HubErrors() {}

  /** Lets everything pass that will not change by asking again. */
  static void requireNotBusy(HubReply reply) throws TransientException {
    int status = reply.status();
    if (status != 408 && status != 429 && status < 500) {
      return;
    }
    String message = "the server answered with status " + status;
    String seconds = reply.header("Retry-After");
    if (reply.ours() && status == 429 && reply.header("RateLimit").matches(".*\\br=0\\b.*")) {
      // All requests of the kind wait already.
      throw new TransientException(message, Duration.ZERO);
    }
    if (seconds.matches("\\d{1," + LARGEST_WAIT_DIGITS + "}")) {
      throw new TransientException(message, Duration.ofSeconds(Long.parseLong(seconds) + 1));
    }
    throw new TransientException(message);
  }

  /**
   * Lets success pass.
   *
   * @param reply answer of the endpoint
   * @param path what was asked for
   * @throws FileNotFoundException if the repository has no such file or folder
   * @throws AccessControlException if it, or the repository, may not be read
   * @throws IOException if there is no such revision, or the request was refused otherwise
   */
  static void requireFound(HubReply reply, HubPath path, HubSettings settings) throws IOException {
    int status = reply.status();
    if (status < 400) {
      return;
    }
    String code = reply.header("X-Error-Code");
    String text = reply.header("X-Error-Message");
    String page = settings.endpoint() + "/datasets/" + path.repository();
    String shown = settings.token().isPresent() ? "the token given" : "without a token";
    if (text.startsWith("Access to this resource is disabled")) {
      throw new AccessControlException(
          "Cannot read " + path + ": the Hub has disabled access to it");
    }
    if (code.equals("GatedRepo")) {
      throw new AccessControlException(
          "Cannot read "
              + path
              + ": its terms have not been accepted ("
              + shown
              + "); expected them to be accepted at "
              + page
              + ", and a token of that account in HF_TOKEN or fs.hf.token");
    }
    if (code.equals("RevisionNotFound")) {
      throw new IOException(
          "Cannot read "
              + path
              + ": the data set has no revision '"
              + path.revision()
              + "'; expected a branch, a tag or a commit listed at "
              + page);
    }
    // Mirrors may leave the code out.
    boolean below = reply.uri().getPath().matches(".*/(resolve|tree)/.*");
    if (code.equals("EntryNotFound") || (status == 404 && code.isEmpty() && below)) {
      throw new FileNotFoundException(
          "Cannot read " + path + ": no such file or folder at this revision");
    }
    if (text.toLowerCase(Locale.ROOT).contains("invalid credentials")) {
      throw new AccessControlException(
          "Cannot read " + path + ": the Hub does not know the token given; expected a valid one");
    }
    if (code.equals("RepoNotFound") || status == 401 || status == 404) {
      throw new AccessControlException(
          "Cannot read "
              + path
              + ": no such data set, or it is private and cannot be seen ("
              + shown
              + "); expected the name of one at "
              + settings.endpoint()
              + "/datasets, or a token that may read it in HF_TOKEN or fs.hf.token");
    }
    throw status == 403
        ? new AccessControlException(
            "Cannot read " + path + ": the Hub forbids it (" + shown + "); see " + page)
        : new IOException(
            "Cannot read " + path + ": the Hub refused the request with status " + status);
  }
}
