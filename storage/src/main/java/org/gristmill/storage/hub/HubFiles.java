package org.gristmill.storage.hub;

import java.util.LinkedHashMap;
import java.util.Map;

/** Files that were read lately, with the addresses of their data and their ends. Thread-safe. */
final class HubFiles {
  private static final int KEPT_FILES = 2000;
  private static final long KEPT_TAIL_BYTES = 32 << 20;

  private record Key(String repository, String commit, String file) {}

  private final HubApi api;
  private final HubHttp http;
  private final Retries retries;
  private final HubSettings settings;
  private final Map<Key, HubFile> files = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<HubFile, byte[]> tails = new LinkedHashMap<>(16, 0.75f, true);
  private long tailBytes;

  HubFiles(HubApi api, HubHttp http, Retries retries, HubSettings settings) {
    this.api = api;
    this.http = http;
    this.retries = retries;
    this.settings = settings;
  }

  synchronized HubFile file(HubPath path, String commit) {
    Key key = new Key(path.repository(), commit, path.file());
    HubFile file = files.get(key);
    if (file == null) {
      file = new HubFile(path, commit, api, http, retries, settings);
      files.put(key, file);
      if (files.size() > KEPT_FILES) {
        HubFile oldest = files.remove(files.keySet().iterator().next());
        tailBytes -= length(tails.remove(oldest));
      }
    }
    return file;
  }

  /** Last bytes of a file, as many as were read; none if they are not kept. */
  synchronized byte[] tail(HubFile file) {
    return tails.getOrDefault(file, new byte[0]);
  }

  synchronized void keepTail(HubFile file, byte[] bytes) {
    tailBytes += bytes.length - length(tails.put(file, bytes));
    while (tailBytes > KEPT_TAIL_BYTES) {
      tailBytes -= length(tails.remove(tails.keySet().iterator().next()));
    }
  }

  private static int length(byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
