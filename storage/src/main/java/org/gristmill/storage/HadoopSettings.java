package org.gristmill.storage;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/** File system settings as plain maps, which travel to other processes. */
public final class HadoopSettings {
  private HadoopSettings() {}

  /**
   * Takes what was set in a configuration, without Hadoop's own defaults.
   *
   * @param configuration for example Spark's
   * @return names and values starting with {@code fs.} or {@code dfs.}, sorted
   */
  public static Map<String, String> of(Configuration configuration) {
    Map<String, String> settings = new TreeMap<>();
    for (Map.Entry<String, String> entry : configuration) {
      String name = entry.getKey();
      boolean ours = name.startsWith("fs.") || name.startsWith("dfs.");
      String value = ours ? configuration.get(name) : null;
      if (value != null && !isDefault(configuration.getPropertySources(name))) {
        settings.put(name, value);
      }
    }
    return settings;
  }

  /**
   * Adds the S3 credentials of this process's environment, so that tasks on other machines have
   * them too. Nothing is added where the settings name credentials or a way to them.
   *
   * @param settings file system settings
   * @param environment variables by name, such as {@link System#getenv()}
   * @return the settings, with {@code AWS_ACCESS_KEY_ID}, {@code AWS_SECRET_ACCESS_KEY} and {@code
   *     AWS_SESSION_TOKEN} under S3A's names
   */
  public static Map<String, String> withCredentials(
      Map<String, String> settings, Map<String, String> environment) {
    return S3aSettings.withCredentials(settings, environment);
  }

  /** Whether somebody set a name, other than Hadoop's own defaults. */
  static boolean isSet(Configuration configuration, String name) {
    return configuration.get(name) != null && !isDefault(configuration.getPropertySources(name));
  }

  private static boolean isDefault(String[] sources) {
    return sources != null
        && sources.length > 0
        && Arrays.stream(sources).allMatch(source -> source.endsWith("-default.xml"));
  }
}
