package org.gristmill.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Stands between HTTP clients and a server, one request a connection, and lets chosen requests
 * fail. What it lets through it does not change, apart from asking both sides to close.
 * Thread-safe.
 */
public final class FaultyProxy implements AutoCloseable {
  private static final int HEAD_BYTES = 1 << 16;
  private static final int CUT_AFTER = 1000;

  /** What happens to a request. */
  public enum Fault {
    /** It is passed on. */
    NONE,
    /** It is answered with 503 Slow Down, and not passed on. */
    SLOW_DOWN,
    /** It is answered with 500, and not passed on. */
    INTERNAL_ERROR,
    /** The connection is reset before an answer. */
    RESET,
    /** The request reaches the server, the answer is lost. */
    LOST_ANSWER,
    /** The connection is reset a thousand bytes into the answer. */
    CUT,
    /** Nothing more comes a thousand bytes into the answer, for as long as the client waits. */
    STALL
  }

  private final ServerSocket listener;
  private final InetSocketAddress upstream;
  private final ExecutorService threads;
  private final List<String> requests = new ArrayList<>();
  private volatile Function<String, Fault> faults = request -> Fault.NONE;

  private FaultyProxy(ServerSocket listener, InetSocketAddress upstream) {
    this.listener = listener;
    this.upstream = upstream;
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "faulty proxy");
              thread.setDaemon(true);
              return thread;
            });
  }

  static FaultyProxy start(InetSocketAddress upstream) throws IOException {
    ServerSocket listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    FaultyProxy proxy = new FaultyProxy(listener, upstream);
    proxy.threads.execute(proxy::accept);
    return proxy;
  }

  /** The port clients connect to. */
  public int port() {
    return listener.getLocalPort();
  }

  /**
   * Decides from now on which requests fail.
   *
   * @param decision from a request's first line, such as {@code GET /bucket/key HTTP/1.1}, to what
   *     happens to it; asked for one request at a time
   */
  public void fail(Function<String, Fault> decision) {
    faults = decision;
  }

  /** First lines of all requests since the last call, in the order they came. */
  public List<String> takeRequests() {
    synchronized (requests) {
      List<String> taken = List.copyOf(requests);
      requests.clear();
      return taken;
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        threads.execute(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      String head = head(client.getInputStream());
      if (head.isEmpty()) {
        return;
      }
      Fault fault = decide(head.substring(0, head.indexOf('\r')));
      switch (fault) {
        case SLOW_DOWN -> answer(client, "503 Slow Down", "SlowDown");
        case INTERNAL_ERROR -> answer(client, "500 Internal Server Error", "InternalError");
        case RESET -> reset(client);
        case NONE, LOST_ANSWER, CUT, STALL -> pass(head, client, fault);
      }
    } catch (IOException | UncheckedIOException gone) {
      // One of the two sides went away, and the other sees that.
    }
  }

  private Fault decide(String request) {
    synchronized (requests) {
      requests.add(request);
      return faults.apply(request);
    }
  }

  private void pass(String head, Socket client, Fault fault) throws IOException {
    try (Socket server = new Socket()) {
      server.connect(upstream);
      OutputStream up = server.getOutputStream();
      up.write(closing(head).getBytes(ISO_8859_1));
      up.flush();
      threads.execute(() -> pump(client, server));
      InputStream in = server.getInputStream();
      OutputStream down = client.getOutputStream();
      String answer = head(in);
      while (answer.startsWith("HTTP/1.1 100")) {
        down.write(answer.getBytes(ISO_8859_1));
        down.flush();
        answer = head(in);
      }
      if (fault == Fault.LOST_ANSWER) {
        reset(client);
        return;
      }
      down.write(closing(answer).getBytes(ISO_8859_1));
      if (fault == Fault.NONE) {
        in.transferTo(down);
        down.flush();
        return;
      }
      down.write(in.readNBytes(CUT_AFTER));
      down.flush();
      if (fault == Fault.STALL) {
        // Until the client hangs up.
        client.getInputStream().readAllBytes();
      } else {
        reset(client);
      }
    }
  }

  private static void pump(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException gone) {
      // The answer may still be under way, so that nothing is closed here.
    }
  }

  /** The lines to the first empty one, which is included; empty if nothing comes. */
  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int matched = 0;
    while (matched < 4) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      if (bytes.size() > HEAD_BYTES) {
        throw new IOException("Cannot pass on a request: its head is too long");
      }
      bytes.write(next);
      boolean expected = next == (matched % 2 == 0 ? '\r' : '\n');
      matched = expected ? matched + 1 : next == '\r' ? 1 : 0;
    }
    return bytes.toString(ISO_8859_1);
  }

  /** The same head, with the wish to close afterwards. */
  private static String closing(String head) {
    StringBuilder changed = new StringBuilder();
    for (String line : head.split("\r\n", -1)) {
      if (!line.isEmpty() && !line.toLowerCase(java.util.Locale.ROOT).startsWith("connection:")) {
        changed.append(line).append("\r\n");
      }
    }
    return changed.append("Connection: close\r\n\r\n").toString();
  }

  private static void answer(Socket client, String status, String code) throws IOException {
    String body = "<Error><Code>" + code + "</Code><Message>as planned</Message></Error>";
    String answer =
        "HTTP/1.1 "
            + status
            + "\r\nContent-Type: application/xml\r\nContent-Length: "
            + body.length()
            + "\r\nConnection: close\r\n\r\n"
            + body;
    client.getOutputStream().write(answer.getBytes(ISO_8859_1));
    client.shutdownOutput();
    // What is still under way is read, so that the answer is not lost to a reset.
    client.setSoTimeout(200);
    client.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  private static void reset(Socket client) throws SocketException {
    client.setSoLinger(true, 0);
  }

  @Override
  public void close() throws IOException {
    listener.close();
    threads.shutdownNow();
    try {
      threads.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
