package org.gristmill.storage.hub;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Optional;
import org.gristmill.storage.hub.HubLimits.Kind;

/**
 * One request.
 *
 * @param kind what it counts as
 * @param method GET, HEAD or POST
 * @param uri where to
 * @param range which bytes are wanted; all if empty
 * @param form body of a POST
 */
record HubRequest(Kind kind, String method, URI uri, Optional<ByteRange> range, String form) {
  static HubRequest get(Kind kind, URI uri) {
    return new HubRequest(kind, "GET", uri, Optional.empty(), "");
  }

  static HubRequest get(Kind kind, URI uri, ByteRange range) {
    return new HubRequest(kind, "GET", uri, Optional.of(range), "");
  }

  static HubRequest head(URI uri) {
    return new HubRequest(Kind.RESOLVE, "HEAD", uri, Optional.empty(), "");
  }

  static HubRequest post(URI uri, String form) {
    return new HubRequest(Kind.API, "POST", uri, Optional.empty(), form);
  }

  HubRequest to(Kind otherKind, URI other) {
    return new HubRequest(otherKind, method, other, range, form);
  }

  HttpRequest.Builder http() {
    HttpRequest.Builder builder = HttpRequest.newBuilder(uri);
    builder.header("User-Agent", "gristmill");
    // Else small files may come compressed and without a length.
    builder.header("Accept-Encoding", "identity");
    range.ifPresent(bytes -> builder.header("Range", bytes.header()));
    if (method.equals("POST")) {
      builder.header("Content-Type", "application/x-www-form-urlencoded");
      return builder.POST(HttpRequest.BodyPublishers.ofString(form));
    }
    return builder.method(method, HttpRequest.BodyPublishers.noBody());
  }
}
