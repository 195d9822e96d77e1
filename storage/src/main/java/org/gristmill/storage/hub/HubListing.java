package org.gristmill.storage.hub;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.gristmill.storage.hub.HubApi.Depth;

/** What is known of the files of one commit, which never changes. Not thread-safe. */
final class HubListing {
  private final Map<String, TreeMap<String, HubEntry>> folders = new TreeMap<>();
  private final Map<String, HubEntry> single = new TreeMap<>();
  private final Set<String> whole = new HashSet<>();

  /** Takes in the complete listing of a folder. */
  void add(String folder, Depth depth, List<HubEntry> entries) {
    folders.computeIfAbsent(folder, name -> new TreeMap<>());
    for (HubEntry entry : entries) {
      HubEntry child = entry;
      while (true) {
        folders.computeIfAbsent(child.parent(), name -> new TreeMap<>()).put(child.path(), child);
        if (child.isFolder() && depth == Depth.ALL) {
          folders.computeIfAbsent(child.path(), name -> new TreeMap<>());
        }
        // Folders on the way, whether they are listed themselves or not.
        if (child.parent().equals(folder) || child.parent().isEmpty()) {
          break;
        }
        child = HubEntry.folder(child.parent());
      }
    }
    if (depth == Depth.ALL) {
      whole.add(folder);
    }
  }

  void add(HubEntry entry) {
    single.put(entry.path(), entry);
  }

  /** Entries of a folder by path; empty if they are not known. */
  Optional<List<HubEntry>> children(String folder) {
    return Optional.ofNullable(folders.get(folder)).map(map -> List.copyOf(map.values()));
  }

  /** Files at any depth by path; empty if they are not known. */
  Optional<List<HubEntry>> below(String folder) {
    if (!isWhole(folder)) {
      return Optional.empty();
    }
    TreeMap<String, HubEntry> files = new TreeMap<>();
    collect(folder, files);
    return Optional.of(new ArrayList<>(files.values()));
  }

  private void collect(String folder, Map<String, HubEntry> files) {
    for (HubEntry entry : folders.getOrDefault(folder, new TreeMap<>()).values()) {
      if (entry.isFolder()) {
        collect(entry.path(), files);
      } else {
        files.put(entry.path(), entry);
      }
    }
  }

  private boolean isWhole(String folder) {
    for (String above = folder; ; above = HubEntry.folder(above).parent()) {
      if (whole.contains(above)) {
        return true;
      }
      if (above.isEmpty()) {
        return false;
      }
    }
  }

  /** A file or folder, if it is known. */
  Optional<HubEntry> find(String path) {
    if (folders.containsKey(path)) {
      return Optional.of(HubEntry.folder(path));
    }
    TreeMap<String, HubEntry> siblings = folders.get(HubEntry.folder(path).parent());
    HubEntry listed = siblings == null ? null : siblings.get(path);
    return Optional.ofNullable(listed == null ? single.get(path) : listed);
  }

  /** Whether the listings say that there is no such file or folder. */
  boolean isAbsent(String path) {
    String parent = HubEntry.folder(path).parent();
    return find(path).isEmpty() && (folders.containsKey(parent) || isWhole(parent));
  }
}
