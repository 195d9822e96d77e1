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

  private static boolean isDefault(String[] sources) {
    return sources != null
        && sources.length > 0
        && Arrays.stream(sources).allMatch(source -> source.endsWith("-default.xml"));
  }
}
