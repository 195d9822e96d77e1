package org.gristmill.common.store;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import org.gristmill.common.ConfigException;

/** Opens the store a path points to. Thread-safe. */
public final class Stores {
  private Stores() {}

  /**
   * Opens the tree below a path.
   *
   * @param location a local path (relative ones start at the working directory), a {@code file:}
   *     URI, or a URI of any scheme a {@link StoreProvider} on the class path opens
   * @param settings file system settings by name, e.g. {@code fs.s3a.endpoint}; local stores ignore
   *     them
   * @return the store, to be closed by the caller
   * @throws ConfigException if the location is empty or not a URI, or nothing opens its scheme
   * @throws IOException if the file system cannot be reached
   */
  public static Store open(String location, Map<String, String> settings) throws IOException {
    if (location.isBlank()) {
      throw new ConfigException("Cannot open an empty path: expected a folder or a URI");
    }
    String scheme = scheme(location);
    if (scheme.isEmpty()) {
      return new LocalStore(Path.of(location));
    }
    URI root = parse(location);
    if (scheme.equals("file")) {
      return new LocalStore(localPath(location, root));
    }
    return provider(scheme, location).open(root, settings);
  }

  /**
   * Returns the scheme of a location.
   *
   * @param location a path or URI
   * @return the lower-case scheme, or the empty string for a local path (a single letter is a
   *     drive, not a scheme)
   */
  public static String scheme(String location) {
    int colon = location.indexOf(':');
    if (colon < 2 || location.lastIndexOf('/', colon) >= 0) {
      return "";
    }
    String scheme = location.substring(0, colon);
    return scheme.matches("[A-Za-z][A-Za-z0-9+.-]*") ? scheme.toLowerCase(Locale.ROOT) : "";
  }

  private static StoreProvider provider(String scheme, String location) {
    return ServiceLoader.load(StoreProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.supports(scheme))
        .min(
            Comparator.comparingInt((StoreProvider provider) -> -provider.priority())
                .thenComparing(provider -> provider.getClass().getName()))
        .orElseThrow(
            () ->
                new ConfigException(
                    "Cannot open "
                        + location
                        + ": nothing on the class path opens '"
                        + scheme
                        + ":' paths; expected a local path, or the storage module with its file"
                        + " systems"));
  }

  private static URI parse(String location) {
    try {
      // A path has neither a query nor a fragment: these are characters of names.
      String plain = location.replace(" ", "%20").replace("#", "%23").replace("?", "%3F");
      return new URI(plain).normalize();
    } catch (URISyntaxException e) {
      throw new ConfigException(
          "Cannot open " + location + ": " + e.getReason() + "; expected a URI", e);
    }
  }

  private static Path localPath(String location, URI root) {
    if (root.getPath() == null || root.getAuthority() != null) {
      throw new ConfigException(
          "Cannot open " + location + ": not a local file URI; expected file:///folder");
    }
    return Path.of(root.getPath());
  }
}
