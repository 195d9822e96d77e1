package org.gristmill.storage.hub;

import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Fixes what the processes of a run read from the Hub. */
public final class HubRevisions {
  private HubRevisions() {}

  /**
   * Asks once what the revisions in some locations mean, so that all processes that get the
   * settings read these commits, from the same endpoint, and show the token that is found here.
   *
   * @param locations paths, globs or URIs; those of other file systems are passed over
   * @param settings file system settings; a commit that stands in them already is kept
   * @return the settings with {@code fs.hf.commit.<organisation>/<name>@<revision>} for every
   *     revision, and with the token if one was found; as given if no location is on the Hub
   * @throws org.gristmill.common.ConfigException if a location is malformed
   * @throws IOException if there is no such data set or revision, or it may not be read
   */
  public static Map<String, String> pin(Collection<String> locations, Map<String, String> settings)
      throws IOException {
    Map<String, String> pinned = new TreeMap<>(settings);
    Configuration configuration = new Configuration();
    settings.forEach(configuration::set);
    Hub hub = null;
    for (String location : locations) {
      if (location.startsWith(HubPath.SCHEME + "://")) {
        if (hub == null) {
          hub = connect(configuration, pinned);
        }
        HubPath path = HubPath.parse(new Path(location));
        if (!path.isAbove()) {
          pinned.put(HubSettings.commitKey(path.repository(), path.revision()), hub.commit(path));
        }
      }
    }
    return pinned;
  }

  private static Hub connect(Configuration configuration, Map<String, String> pinned)
      throws IOException {
    java.nio.file.Path home = java.nio.file.Path.of(System.getProperty("user.home", ""));
    HubSettings found = HubSettings.of(configuration, System.getenv(), home);
    found.token().ifPresent(token -> pinned.put(HubSettings.TOKEN, token.secret()));
    pinned.put(HubSettings.ENDPOINT, found.endpoint().toString());
    found.cache().ifPresent(folder -> pinned.put(HubSettings.CACHE, folder));
    pinned.put(HubSettings.OFFLINE, Boolean.toString(found.offline()));
    return Hub.connect(found, configuration, HubClock.SYSTEM);
  }
}
