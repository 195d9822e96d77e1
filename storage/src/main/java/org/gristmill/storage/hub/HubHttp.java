package org.gristmill.storage.hub;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.gristmill.storage.hub.HubLimits.Kind;

/**
 * Sends requests, follows redirects, and shows the token to the endpoint alone. Thread-safe.
 *
 * <p>Connections speak HTTP/1.1: ranges then come side by side, and giving one up costs one
 * connection. Messages name no address, since addresses of data carry signatures.
 */
final class HubHttp {
  private static final int HOPS = 5;
  private static final int TEXT_BYTES = 256 << 20;
  private static final int ERROR_BYTES = 1 << 16;
  private static final long MOST_SKIPPED = 64 << 20;

  // One for the process: clients cannot be closed before Java 21.
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(Duration.ofSeconds(20))
          .build();

  private final HubSettings settings;
  private final HubLimits limits;
  private final HubClock clock;
  private final HubStatistics statistics;

  HubHttp(HubSettings settings, HubLimits limits, HubClock clock, HubStatistics statistics) {
    this.settings = settings;
    this.limits = limits;
    this.clock = clock;
    this.statistics = statistics;
  }

  /**
   * Sends a request and follows redirects to the end.
   *
   * @throws TransientException if it may succeed later
   */
  HubReply send(HubRequest request) throws IOException {
    return follow(request, true);
  }

  /** Sends a request and follows redirects of the endpoint to itself, as of renamed data sets. */
  HubReply sendToEndpoint(HubRequest request) throws IOException {
    return follow(request, false);
  }

  private HubReply follow(HubRequest first, boolean elsewhere) throws IOException {
    HubRequest request = first;
    for (int hop = 0; hop <= HOPS; hop++) {
      HubReply reply = exchange(request);
      if (!reply.isRedirect()) {
        return reply;
      }
      URI next = location(reply);
      if (!isOurs(next) && !elsewhere) {
        return reply;
      }
      request = request.to(isOurs(next) ? first.kind() : Kind.DATA, next);
    }
    throw new IOException("Cannot follow the Hub's redirects: more than " + HOPS + " in a row");
  }

  /** Where a redirect leads. */
  static URI location(HubReply reply) throws IOException {
    URI next;
    try {
      next = reply.uri().resolve(reply.header("Location"));
    } catch (IllegalArgumentException e) {
      // Without its cause, which quotes the address.
      throw new IOException("Cannot follow a redirect of the Hub: it leads to no valid address");
    }
    boolean http = "https".equals(next.getScheme()) || "http".equals(next.getScheme());
    boolean weaker = "https".equals(reply.uri().getScheme()) && !"https".equals(next.getScheme());
    if (!http || weaker || next.getHost() == null) {
      throw new IOException(
          "Cannot follow a redirect of the Hub: it leads from "
              + reply.uri().getScheme()
              + " to "
              + next.getScheme()
              + "; expected https");
    }
    return next;
  }

  private boolean isOurs(URI uri) {
    URI endpoint = settings.endpoint();
    return endpoint.getScheme().equals(uri.getScheme())
        && endpoint.getHost().equalsIgnoreCase(uri.getHost())
        && port(endpoint) == port(uri);
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return "https".equals(uri.getScheme()) ? 443 : 80;
  }

  private HubReply exchange(HubRequest request) throws IOException {
    if (settings.offline()) {
      throw new OfflineException();
    }
    boolean ours = isOurs(request.uri());
    HttpRequest.Builder http = request.http();
    if (ours) {
      settings.token().ifPresent(token -> http.header("Authorization", token.header()));
    }
    BodyProgress progress = new BodyProgress();
    limits.acquire(request.kind(), clock);
    HttpResponse<byte[]> response;
    try {
      statistics.request(request.kind());
      response =
          await(CLIENT.sendAsync(http.build(), info -> body(request, info, progress)), progress);
    } finally {
      limits.release();
      if (request.range().isPresent()) {
        statistics.fetched(progress.received());
      }
    }
    HubReply reply =
        new HubReply(
            request.uri(), ours, response.statusCode(), response.headers(), response.body());
    if (ours) {
      limits.heed(request.kind(), reply.header("RateLimit"), clock);
    }
    HubErrors.requireNotBusy(reply);
    String encoding = reply.header("Content-Encoding");
    if (!encoding.isEmpty() && !encoding.equals("identity")) {
      throw new TransientException("the answer came compressed, which was not asked for");
    }
    return reply;
  }

  private static TakenBody body(HubRequest request, ResponseInfo info, BodyProgress progress) {
    long announced = info.headers().firstValueAsLong("Content-Length").orElse(-1);
    if (request.method().equals("HEAD")) {
      return new TakenBody(0, 0, 0, progress);
    }
    if (info.statusCode() >= 300) {
      return new TakenBody(0, ERROR_BYTES, announced, progress);
    }
    if (request.range().isEmpty()) {
      return new TakenBody(0, TEXT_BYTES, announced, progress);
    }
    ByteRange range = request.range().get();
    if (info.statusCode() == 206) {
      return new TakenBody(0, range.length(), announced, progress);
    }
    // The whole file came instead of a part of it.
    return range.start() > MOST_SKIPPED
        ? new TakenBody(0, 0, announced, progress)
        : new TakenBody(range.start(), range.length(), announced, progress);
  }

  private HttpResponse<byte[]> await(
      CompletableFuture<HttpResponse<byte[]>> future, BodyProgress progress) throws IOException {
    long before = -1;
    while (true) {
      try {
        return future.get(settings.stall().toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (progress.received() == before || progress.received() == 0) {
          future.cancel(true);
          throw new TransientException(
              "nothing came for " + settings.stall().toMillis() + " ms", e);
        }
        before = progress.received();
      } catch (InterruptedException e) {
        future.cancel(true);
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("Interrupted while reading from the Hub");
      } catch (ExecutionException e) {
        if (e.getCause() instanceof IOException failed) {
          String reason = Objects.requireNonNullElse(failed.getMessage(), "no reason given");
          throw new TransientException(
              "the connection failed (" + failed.getClass().getSimpleName() + ": " + reason + ")",
              failed);
        }
        throw new IllegalStateException("Cannot send a request to the Hub", e.getCause());
      }
    }
  }
}
