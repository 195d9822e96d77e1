package org.gristmill.storage;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

/**
 * Answers as the Hub was seen to answer: the same headers, the same shapes of bodies, a host of its
 * own for the data behind signed addresses that can expire, and all the ways to fail. It shares no
 * code with what it tests.
 */
public final class HubServer implements AutoCloseable {
  /** Ways to fail; the last two only strike where data is read. */
  public enum Fault {
    /** Request timeout. */
    TIMEOUT,
    /** Quota used up, with the seconds until there is a new one. */
    RATE_LIMIT,
    /** Internal error. */
    ERROR,
    /** Overloaded, with seconds to wait. */
    UNAVAILABLE,
    /** The connection is closed without an answer. */
    RESET,
    /** The connection is closed in the middle of the answer. */
    SHORT_BODY,
    /** The signed address is no longer valid. */
    EXPIRED,
    /** The whole file instead of the range. */
    WHOLE_FILE
  }

  /** Decides what goes wrong. */
  public interface Faults {
    /** The fault of a request, or null for none. */
    Fault of(int request);
  }

  /** What was asked: {@code hub} or {@code data}, method, path with query, and some headers. */
  public record Request(
      String host, String method, String path, String range, String authorization) {}

  private record Repository(
      Map<String, String> revisions, Map<String, Map<String, byte[]>> commits) {}

  static {
    // Else every answer in two packets waits for the acknowledgement of the first.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer hub;
  private final HttpServer data;
  private final ExecutorService threads = Executors.newFixedThreadPool(8);
  private final Map<String, Repository> repositories = new ConcurrentHashMap<>();
  private final Map<String, byte[]> signed = new ConcurrentHashMap<>();
  private final Map<String, String> renamed = new ConcurrentHashMap<>();
  private final Set<String> gated = ConcurrentHashMap.newKeySet();
  private final List<Request> requests = new ArrayList<>();
  private final AtomicInteger signatures = new AtomicInteger();
  private volatile Faults faults = request -> null;
  private volatile int pageEntries = 1000;
  private volatile int largeBytes = 200;
  private volatile String token = "";
  private volatile String linkHost = "";
  private volatile String rateLimit = "\"api\";r=499;t=280";
  private volatile int retryAfter;

  /** Starts on two free ports of the loopback interface. */
  public HubServer() throws IOException {
    hub = start("hub");
    data = start("data");
  }

  private HttpServer start(String host) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> handle(host, exchange));
    server.setExecutor(threads);
    server.start();
    return server;
  }

  /** Address of the endpoint. */
  public String endpoint() {
    return "http://127.0.0.1:" + hub.getAddress().getPort();
  }

  private String dataHost() {
    return "http://127.0.0.1:" + data.getAddress().getPort();
  }

  /** Makes a commit of a data set out of files, and has a branch point to it. */
  public HubServer commit(String repository, String branch, Map<String, byte[]> files) {
    Repository known =
        repositories.computeIfAbsent(
            repository, name -> new Repository(new TreeMap<>(), new TreeMap<>()));
    synchronized (known) {
      String seed = repository + branch + known.commits.size();
      String sha = digest("SHA-1", seed.getBytes(StandardCharsets.UTF_8));
      known.commits.put(sha, new TreeMap<>(files));
      known.revisions.put(branch, sha);
    }
    return this;
  }

  /** The commit that a branch points to. */
  public String head(String repository, String branch) {
    return repositories.get(repository).revisions.get(branch);
  }

  /** Entries of a page of listings. */
  public HubServer pages(int entries) {
    pageEntries = entries;
    return this;
  }

  /** Files from this length on lie with the data host, as large ones of the Hub do. */
  public HubServer large(int bytes) {
    largeBytes = bytes;
    return this;
  }

  /** Only this token may read anything. */
  public HubServer token(String secret) {
    token = secret;
    return this;
  }

  /** Terms of this data set were not accepted. */
  public HubServer gate(String repository) {
    gated.add(repository);
    return this;
  }

  /** The data set is found under another name now. */
  public HubServer rename(String old, String now) {
    renamed.put(old, now);
    return this;
  }

  /** Links to further pages name this host, as mirrors do that pass answers through. */
  public HubServer linkHost(String origin) {
    linkHost = origin;
    return this;
  }

  /** What is left of the quota, as every answer says. */
  public HubServer rateLimit(String header) {
    rateLimit = header;
    return this;
  }

  /** Seconds that an overloaded server asks to wait. */
  public HubServer retryAfter(int seconds) {
    retryAfter = seconds;
    return this;
  }

  /** From now on requests fail like this. */
  public HubServer faults(Faults plan) {
    faults = plan;
    return this;
  }

  /** Makes all signed addresses invalid. */
  public void expire() {
    signed.clear();
  }

  /** What was asked so far, in order. */
  public List<Request> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  /** Forgets what was asked so far. */
  public void forget() {
    synchronized (requests) {
      requests.clear();
    }
  }

  @Override
  public void close() {
    hub.stop(0);
    data.stop(0);
    threads.shutdownNow();
  }

  private void handle(String host, HttpExchange exchange) throws IOException {
    int number;
    synchronized (requests) {
      number = requests.size();
      requests.add(
          new Request(
              host,
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              header(exchange, "Range"),
              header(exchange, "Authorization")));
    }
    Answer answer = new Answer();
    try {
      Fault fault = faults.of(number);
      if (fault == null || !fail(fault, host, answer)) {
        if (host.equals("data")) {
          readSigned(exchange, answer);
        } else {
          answer.header("RateLimit", rateLimit);
          answer.header("RateLimit-Policy", "\"fixed window\";\"api\";q=500;w=300");
          askHub(exchange, answer);
        }
      }
      if (fault == Fault.WHOLE_FILE && answer.status == 206) {
        answer.status = 200;
        answer.from = 0;
        answer.to = answer.body.length;
      }
      answer.send(exchange, fault);
    } catch (UncheckedIOException | IOException gone) {
      exchange.close();
    }
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  /** Whether the fault is the whole answer. */
  private boolean fail(Fault fault, String host, Answer answer) {
    switch (fault) {
      case TIMEOUT -> answer.status = 408;
      case RATE_LIMIT -> {
        answer.status = 429;
        answer.header("RateLimit", "\"resolvers\";r=0;t=" + retryAfter);
      }
      case ERROR -> answer.status = 500;
      case UNAVAILABLE -> {
        answer.status = 503;
        answer.header("Retry-After", Integer.toString(retryAfter));
      }
      case RESET -> answer.status = 0;
      case EXPIRED -> {
        if (host.equals("hub")) {
          return false;
        }
        answer.status = 403;
        answer.text("<Error><Code>AccessDenied</Code></Error>");
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void readSigned(HttpExchange exchange, Answer answer) {
    byte[] content = signed.get(exchange.getRequestURI().toString());
    if (content == null) {
      answer.status = 403;
      answer.text("<Error><Code>AccessDenied</Code><Message>Expired</Message></Error>");
      return;
    }
    answer.header("ETag", "\"" + digest("SHA-256", digest("SHA-1", content)) + "\"");
    answer.header("Accept-Ranges", "bytes");
    answer.file(content, header(exchange, "Range"));
  }

  private void askHub(HttpExchange exchange, Answer answer) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    boolean api = path.startsWith("/api/");
    String[] parts =
        path.substring(api ? "/api/datasets/".length() : "/datasets/".length()).split("/", 5);
    String name = parts[0] + "/" + parts[1];
    if (renamed.containsKey(name)) {
      answer.status = 307;
      answer.header(
          "Location", exchange.getRequestURI().toString().replace(name, renamed.get(name)));
      return;
    }
    Repository repository = repositories.get(name);
    String shown = header(exchange, "Authorization");
    if (!shown.isEmpty() && !token.isEmpty() && !shown.equals("Bearer " + token)) {
      answer.error(401, "", "Invalid credentials in Authorization header");
      return;
    }
    if (repository == null || (!token.isEmpty() && shown.isEmpty() && !gated.contains(name))) {
      answer.error(401, "RepoNotFound", "Repository not found");
      return;
    }
    // Names of files are no secret.
    if (gated.contains(name) && !api) {
      answer.error(shown.isEmpty() ? 401 : 403, "GatedRepo", "Access to dataset is restricted");
      return;
    }
    String revision = decode(parts[3]);
    String sha = repository.revisions.getOrDefault(revision, revision);
    Map<String, byte[]> files = repository.commits.get(sha);
    if (files == null) {
      answer.error(404, "RevisionNotFound", "Invalid rev id: " + revision);
      return;
    }
    answer.header("X-Repo-Commit", sha);
    String rest = parts.length > 4 ? decode(parts[4]) : "";
    switch (parts[2]) {
      case "revision" ->
          answer.json(
              "{\"id\":\""
                  + name
                  + "\",\"sha\":\""
                  + sha
                  + "\",\"private\":false,\"gated\":"
                  + (gated.contains(name) ? "\"manual\"" : "false")
                  + ","
                  + "\"siblings\":["
                  + String.join(
                      ",",
                      files.keySet().stream()
                          .map(file -> "{\"rfilename\":" + quoted(file) + "}")
                          .toList())
                  + "]}");
      case "tree" -> tree(exchange, answer, files, rest);
      case "paths-info" -> pathsInfo(exchange, answer, files);
      case "resolve" -> resolve(exchange, answer, files, rest);
      default -> answer.error(404, "", "Not Found");
    }
  }

  private void tree(
      HttpExchange exchange, Answer answer, Map<String, byte[]> files, String folder) {
    Map<String, String> query = query(exchange);
    String prefix = folder.isEmpty() ? "" : folder + "/";
    boolean recursive = query.get("recursive").equals("true");
    TreeMap<String, String> items = new TreeMap<>();
    for (String file : files.keySet()) {
      if (file.startsWith(prefix)) {
        String below = file.substring(prefix.length());
        for (int at = below.indexOf('/'); at >= 0; at = below.indexOf('/', at + 1)) {
          if (recursive || below.indexOf('/') == at) {
            String path = prefix + below.substring(0, at);
            items.put(path, folderItem(path));
          }
        }
        if (recursive || below.indexOf('/') < 0) {
          items.put(file, fileItem(file, files.get(file)));
        }
      }
    }
    if (items.isEmpty() && !folder.isEmpty()) {
      answer.error(404, "EntryNotFound", folder + " does not exist on \"main\"");
      return;
    }
    int start = Integer.parseInt(query.getOrDefault("cursor", "0"));
    List<String> all = new ArrayList<>(items.values());
    int end = Math.min(all.size(), start + pageEntries);
    if (end < all.size()) {
      String host = linkHost.isEmpty() ? endpoint() : linkHost;
      String next =
          host
              + exchange.getRequestURI().getRawPath()
              + "?recursive="
              + recursive
              + "&expand=false&limit="
              + pageEntries
              + "&cursor="
              + end;
      answer.header("Link", "<" + next + ">; rel=\"next\"");
    }
    answer.json("[" + String.join(",", all.subList(start, end)) + "]");
  }

  private void pathsInfo(HttpExchange exchange, Answer answer, Map<String, byte[]> files)
      throws IOException {
    String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
    List<String> items = new ArrayList<>();
    for (String pair : form.split("&", -1)) {
      if (pair.startsWith("paths=")) {
        String path = decode(pair.substring("paths=".length()));
        if (files.containsKey(path)) {
          items.add(fileItem(path, files.get(path)));
        } else if (files.keySet().stream().anyMatch(file -> file.startsWith(path + "/"))) {
          items.add(folderItem(path));
        }
      }
    }
    answer.json("[" + String.join(",", items) + "]");
  }

  private void resolve(HttpExchange exchange, Answer answer, Map<String, byte[]> files, String file)
      throws IOException {
    byte[] content = files.get(file);
    if (content == null) {
      answer.error(404, "EntryNotFound", "Entry not found");
      return;
    }
    answer.header("X-Request-Id", "Root=1-" + content.length);
    if (content.length >= largeBytes) {
      String hash = digest("SHA-256", content);
      String path =
          "/xet-bridge/"
              + hash.substring(0, 24)
              + "/"
              + hash
              + "?X-Xet-Cas-Uid=public&Expires=1"
              + "&Policy=e30_&Signature=secret~"
              + signatures.incrementAndGet();
      signed.put(path, content);
      answer.status = 302;
      answer.header("Location", dataHost() + path);
      answer.header("X-Linked-Size", Integer.toString(content.length));
      answer.header("X-Linked-Etag", "\"" + hash + "\"");
      answer.header("X-Xet-Hash", digest("SHA-256", hash));
      answer.header("Link", "<" + endpoint() + "/api/xet>; rel=\"xet-auth\"");
      answer.text("Found. Redirecting");
      return;
    }
    answer.header("ETag", "\"" + gitOid(content) + "\"");
    if (!header(exchange, "Accept-Encoding").equals("identity")) {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
        gzip.write(content);
      }
      answer.header("Content-Encoding", "gzip");
      answer.file(packed.toByteArray(), "");
      return;
    }
    answer.file(content, header(exchange, "Range"));
  }

  private String fileItem(String path, byte[] content) {
    String common = "{\"type\":\"file\",\"path\":" + quoted(path) + ",\"size\":" + content.length;
    if (content.length < largeBytes) {
      return common + ",\"oid\":\"" + gitOid(content) + "\"}";
    }
    String hash = digest("SHA-256", content);
    return common
        + ",\"oid\":\""
        + digest("SHA-1", hash)
        + "\",\"lfs\":{\"oid\":\""
        + hash
        + "\",\"size\":"
        + content.length
        + ",\"pointerSize\":134},\"xetHash\":\""
        + digest("SHA-256", hash)
        + "\"}";
  }

  private static String folderItem(String path) {
    return "{\"type\":\"directory\",\"oid\":\""
        + digest("SHA-1", path)
        + "\",\"size\":0,\"path\":"
        + quoted(path)
        + "}";
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> query = new TreeMap<>();
    for (String pair : exchange.getRequestURI().getRawQuery().split("&", -1)) {
      query.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
    }
    return query;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static String gitOid(byte[] content) {
    byte[] head = ("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII);
    byte[] all = Arrays.copyOf(head, head.length + content.length);
    System.arraycopy(content, 0, all, head.length, content.length);
    return digest("SHA-1", all);
  }

  private static String digest(String algorithm, String text) {
    return digest(algorithm, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Hexadecimal hash. */
  public static String digest(String algorithm, byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An answer in the making. */
  private static final class Answer {
    private final Map<String, String> headers = new TreeMap<>();
    private int status = 200;
    private byte[] body = new byte[0];
    private int from;
    private int to;

    void header(String name, String value) {
      headers.put(name, value);
    }

    void text(String text) {
      body = text.getBytes(StandardCharsets.UTF_8);
      to = body.length;
    }

    void json(String text) {
      header("Content-Type", "application/json; charset=utf-8");
      text(text);
    }

    void error(int code, String name, String message) {
      status = code;
      if (!name.isEmpty()) {
        header("X-Error-Code", name);
      }
      header("X-Error-Message", message);
      json("{\"error\":" + quoted(message) + "}");
    }

    void file(byte[] content, String range) {
      body = content;
      to = content.length;
      if (!range.startsWith("bytes=")) {
        return;
      }
      int dash = range.indexOf('-');
      long start = Long.parseLong(range.substring("bytes=".length(), dash));
      if (start >= content.length) {
        status = 416;
        to = 0;
        header("Content-Range", "bytes */" + content.length);
        return;
      }
      String end = range.substring(dash + 1);
      status = 206;
      from = (int) start;
      to = end.isEmpty() ? to : (int) Math.min(to, Long.parseLong(end) + 1);
      header("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + content.length);
    }

    void send(HttpExchange exchange, Fault fault) throws IOException {
      if (status == 0) {
        exchange.close();
        return;
      }
      headers.forEach(exchange.getResponseHeaders()::set);
      int length = to - from;
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseHeaders().set("Content-Length", Integer.toString(length));
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
        return;
      }
      exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
      int sent = fault == Fault.SHORT_BODY ? length / 2 : length;
      if (length > 0) {
        exchange.getResponseBody().write(body, from, sent);
      }
      exchange.close();
    }
  }
}
