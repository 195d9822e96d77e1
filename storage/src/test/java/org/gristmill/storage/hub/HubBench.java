package org.gristmill.storage.hub;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.gristmill.storage.HubServer;
import org.gristmill.storage.HubServer.Request;

/** A server with a data set, and file systems that read it. */
final class HubBench implements AutoCloseable {
  static final String ROOT = "hf://datasets/mill/grain/";

  final HubServer server;
  final FakeClock clock = new FakeClock();
  private final Map<String, String> settings = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>();

  HubBench(Map<String, byte[]> files) throws IOException {
    server = new HubServer().commit("mill/grain", "main", files);
    environment.put("HF_HOME", "/nowhere");
    environment.put("HF_ENDPOINT", server.endpoint());
  }

  HubBench set(String key, String value) {
    settings.put(key, value);
    return this;
  }

  HubBench environment(String key, String value) {
    environment.put(key, value);
    return this;
  }

  HubFileSystem open() throws IOException {
    Configuration configuration = new Configuration(false);
    settings.forEach(configuration::set);
    HubFileSystem fileSystem = new HubFileSystem(environment, clock);
    fileSystem.initialize(URI.create(ROOT), configuration);
    return fileSystem;
  }

  static Path path(String below) {
    return new Path("hf", "datasets", "/mill/grain/" + below);
  }

  static byte[] bytes(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] readAll(HubFileSystem fileSystem, Path path) throws IOException {
    try (FSDataInputStream in = fileSystem.open(path)) {
      return in.readAllBytes();
    }
  }

  /** Requests to one of the hosts, {@code hub} or {@code data}. */
  List<Request> asked(String host) {
    return server.requests().stream().filter(request -> request.host().equals(host)).toList();
  }

  @Override
  public void close() {
    server.close();
  }
}
