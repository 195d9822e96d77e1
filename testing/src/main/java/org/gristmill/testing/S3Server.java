package org.gristmill.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * S3Proxy over a local folder: each bucket is a folder in it, each object a file. Requests pass
 * through a {@link FaultyProxy}. The server has a class loader of its own, because its libraries
 * are not those of Spark.
 */
public final class S3Server implements AutoCloseable {
  /** The access key that is let in. */
  public static final String ACCESS_KEY = "test-access-key";

  /** Its secret. */
  public static final String SECRET_KEY = "test-secret-key";

  private static final String BLOB_STORE = "org.gaul.s3proxy.blobstore.BlobStore";

  private final Object server;
  private final FaultyProxy proxy;

  private S3Server(Object server, FaultyProxy proxy) {
    this.server = server;
    this.proxy = proxy;
  }

  /**
   * Starts a server on a free port.
   *
   * @param folder where the buckets lie
   * @param buckets names of buckets that exist from the start
   * @throws IOException if it cannot start
   */
  public static S3Server start(Path folder, String... buckets) throws IOException {
    for (String bucket : buckets) {
      Files.createDirectories(folder.resolve(bucket));
    }
    Properties properties = new Properties();
    properties.putAll(
        Map.of(
            "s3proxy.endpoint", "http://127.0.0.1:0",
            "s3proxy.authorization", "aws-v2-or-v4",
            "s3proxy.identity", ACCESS_KEY,
            "s3proxy.credential", SECRET_KEY,
            "s3proxy.jetty.max-threads", "40",
            "jclouds.provider", "filesystem-nio2",
            "jclouds.filesystem.basedir", folder.toString()));
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    ClassLoader libraries = libraries();
    thread.setContextClassLoader(libraries);
    try {
      Object store =
          libraries
              .loadClass("org.gaul.s3proxy.BlobStores")
              .getMethod("create", String.class, Properties.class)
              .invoke(null, "filesystem-nio2", properties);
      Class<?> builderType = libraries.loadClass("org.gaul.s3proxy.S3Proxy$Builder");
      Object builder =
          builderType.getMethod("fromProperties", Properties.class).invoke(null, properties);
      builderType.getMethod("blobStore", libraries.loadClass(BLOB_STORE)).invoke(builder, store);
      Object server = builderType.getMethod("build").invoke(builder);
      server.getClass().getMethod("start").invoke(server);
      int port = (Integer) server.getClass().getMethod("getPort").invoke(server);
      return new S3Server(
          server, FaultyProxy.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
    } catch (ReflectiveOperationException e) {
      throw new IOException("Cannot start S3Proxy: " + e, e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static ClassLoader libraries() throws IOException {
    Path target;
    try {
      target =
          Path.of(S3Server.class.getProtectionDomain().getCodeSource().getLocation().toURI())
              .getParent();
    } catch (URISyntaxException e) {
      throw new IOException("Cannot find the folder of this class", e);
    }
    List<URL> jars = new ArrayList<>();
    try (Stream<Path> files = Files.list(target.resolve("s3proxy"))) {
      for (Path jar : (Iterable<Path>) files.sorted()::iterator) {
        jars.add(url(jar));
      }
    }
    return new URLClassLoader(jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  private static URL url(Path jar) throws MalformedURLException {
    return jar.toUri().toURL();
  }

  /** How requests fail, and how many there were. */
  public FaultyProxy proxy() {
    return proxy;
  }

  /** Settings with which S3A reaches the server: small parts and short waits. */
  public Map<String, String> settings() {
    return new TreeMap<>(
        Map.ofEntries(
            Map.entry("fs.s3a.endpoint", "http://127.0.0.1:" + proxy.port()),
            Map.entry("fs.s3a.endpoint.region", "us-east-1"),
            Map.entry("fs.s3a.path.style.access", "true"),
            Map.entry("fs.s3a.connection.ssl.enabled", "false"),
            Map.entry("fs.s3a.access.key", ACCESS_KEY),
            Map.entry("fs.s3a.secret.key", SECRET_KEY),
            Map.entry("fs.s3a.multipart.size", "5M"),
            Map.entry("fs.s3a.multipart.threshold", "5M"),
            Map.entry("fs.s3a.fast.upload.buffer", "bytebuffer"),
            Map.entry("fs.s3a.connection.timeout", "1500ms"),
            Map.entry("fs.s3a.connection.request.timeout", "0"),
            Map.entry("fs.s3a.retry.interval", "20ms"),
            Map.entry("fs.s3a.retry.throttle.interval", "20ms")));
  }

  @Override
  public void close() throws IOException {
    proxy.close();
    try {
      server.getClass().getMethod("stop").invoke(server);
    } catch (ReflectiveOperationException e) {
      throw new IOException("Cannot stop S3Proxy: " + e, e);
    }
  }
}
