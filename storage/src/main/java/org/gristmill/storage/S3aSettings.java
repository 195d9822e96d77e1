package org.gristmill.storage;

import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/** What S3A is told where nobody says otherwise. */
final class S3aSettings {
  private static final String SCHEME = "s3a";
  private static final String ACCESS_KEY = "fs.s3a.access.key";
  private static final String SECRET_KEY = "fs.s3a.secret.key";
  private static final String SESSION_TOKEN = "fs.s3a.session.token";
  private static final String PROVIDER = "fs.s3a.aws.credentials.provider";
  private static final String CREDENTIAL_FILES = "hadoop.security.credential.provider.path";

  /**
   * The kind of stream that looks at the object each time it is opened. Hadoop 3.5's own choice
   * remembers what objects held, and would read a lease or a manifest as it was before it was
   * replaced.
   */
  private static final Map<String, String> DEFAULTS = Map.of("fs.s3a.input.stream.type", "classic");

  private S3aSettings() {}

  static void apply(String scheme, Configuration configuration) {
    if (scheme.equals(SCHEME)) {
      DEFAULTS.forEach(
          (name, value) -> {
            if (!HadoopSettings.isSet(configuration, name)) {
              configuration.set(name, value);
            }
          });
    }
  }

  static Map<String, String> withCredentials(
      Map<String, String> settings, Map<String, String> environment) {
    String id = environment.getOrDefault("AWS_ACCESS_KEY_ID", "");
    String secret = environment.getOrDefault("AWS_SECRET_ACCESS_KEY", "");
    boolean named =
        settings.containsKey(ACCESS_KEY)
            || settings.containsKey(PROVIDER)
            || settings.containsKey(CREDENTIAL_FILES);
    if (named || id.isEmpty() || secret.isEmpty()) {
      return settings;
    }
    Map<String, String> all = new TreeMap<>(settings);
    all.put(ACCESS_KEY, id);
    all.put(SECRET_KEY, secret);
    String session = environment.getOrDefault("AWS_SESSION_TOKEN", "");
    if (!session.isEmpty()) {
      all.put(SESSION_TOKEN, session);
    }
    return all;
  }
}
