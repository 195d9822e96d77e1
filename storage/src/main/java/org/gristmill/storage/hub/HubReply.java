package org.gristmill.storage.hub;

import java.net.URI;
import java.net.http.HttpHeaders;

/** What came back. */
final class HubReply {
  private final URI uri;
  private final boolean ours;
  private final int status;
  private final HttpHeaders headers;
  private final byte[] body;

  HubReply(URI uri, boolean ours, int status, HttpHeaders headers, byte[] body) {
    this.uri = uri;
    this.ours = ours;
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /** Who answered, after redirects. */
  URI uri() {
    return uri;
  }

  /** Whether that is the endpoint, not a host it sent us to. */
  boolean ours() {
    return ours;
  }

  int status() {
    return status;
  }

  HttpHeaders headers() {
    return headers;
  }

  /** A header without spaces around it; empty if it is not there. */
  String header(String name) {
    return headers.firstValue(name).orElse("").strip();
  }

  /**
   * The body; of a request for a range the bytes of that range, fewer if it ended early. Not
   * copied.
   */
  byte[] body() {
    return body;
  }

  boolean isRedirect() {
    return status >= 300 && status < 400 && !header("Location").isEmpty();
  }
}
