package org.gristmill.storage.hub;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.gristmill.storage.hub.HubApi.Depth;

/**
 * Files and folders of commits, each asked for once: a folder is listed with all it holds where
 * that takes few requests, since readers walk folders one by one. Thread-safe.
 */
final class HubTree {
  /** Beyond about 20,000 entries a folder is listed alone. */
  private static final int FEW_PAGES = 20;

  private final HubApi api;
  private final HubFiles files;
  private final Optional<HubCache> cache;
  private final boolean offline;
  private final Map<String, HubListing> commits = new ConcurrentHashMap<>();

  HubTree(HubApi api, HubFiles files, Optional<HubCache> cache, boolean offline) {
    this.api = api;
    this.files = files;
    this.cache = cache;
    this.offline = offline;
  }

  private HubListing listing(HubPath path, String commit) {
    return commits.computeIfAbsent(path.repository() + "@" + commit, key -> new HubListing());
  }

  /**
   * Entries of a folder by path.
   *
   * @throws FileNotFoundException if there is no such folder, or it is a file
   */
  List<HubEntry> children(HubPath folder, String commit) throws IOException {
    HubListing known = listing(folder, commit);
    synchronized (known) {
      Optional<List<HubEntry>> children = known.children(folder.file());
      if (children.isEmpty()) {
        load(known, folder, commit, FEW_PAGES);
        children = known.children(folder.file());
      }
      return children.orElseThrow();
    }
  }

  /**
   * Files below a folder at any depth by path.
   *
   * @throws FileNotFoundException if there is no such folder, or it is a file
   */
  List<HubEntry> below(HubPath folder, String commit) throws IOException {
    HubListing known = listing(folder, commit);
    synchronized (known) {
      Optional<List<HubEntry>> below = known.below(folder.file());
      if (below.isEmpty()) {
        load(known, folder, commit, Integer.MAX_VALUE);
        below = known.below(folder.file());
      }
      return below.orElseThrow();
    }
  }

  private void load(HubListing known, HubPath folder, String commit, int maxPages)
      throws IOException {
    if (recall(known, folder, folder.file(), commit)
        && (maxPages == FEW_PAGES || known.below(folder.file()).isPresent())) {
      return;
    }
    if (offline) {
      throw new OfflineException("the listing of " + folder);
    }
    Optional<HubEntry> entry = known.find(folder.file());
    if (entry.isPresent() && !entry.get().isFolder()) {
      throw new FileNotFoundException("Cannot list " + folder + ": it is a file");
    }
    Depth depth = Depth.ALL;
    Optional<List<HubEntry>> entries = api.list(folder, commit, depth, maxPages);
    if (entries.isEmpty()) {
      depth = Depth.ONE;
      entries = api.list(folder, commit, depth, Integer.MAX_VALUE);
    }
    known.add(folder.file(), depth, entries.orElseThrow());
    if (cache.isPresent()) {
      cache
          .get()
          .keepListing(folder.repository(), commit, folder.file(), depth, entries.orElseThrow());
    }
  }

  /** Takes in what the cache has of a folder: its own listing, or one of a folder above. */
  private boolean recall(HubListing known, HubPath path, String folder, String commit)
      throws IOException {
    if (cache.isEmpty()) {
      return false;
    }
    for (String above = folder; ; above = HubEntry.folder(above).parent()) {
      for (Depth depth : above.equals(folder) ? Depth.values() : new Depth[] {Depth.ALL}) {
        Optional<List<HubEntry>> kept =
            cache.get().listing(path.repository(), commit, above, depth);
        if (kept.isPresent()) {
          known.add(above, depth, kept.get());
        }
      }
      if (known.children(folder).isPresent()) {
        return true;
      }
      if (above.isEmpty()) {
        return false;
      }
    }
  }

  /**
   * Looks up a file or folder.
   *
   * @throws FileNotFoundException if there is neither
   */
  HubEntry entry(HubPath path, String commit) throws IOException {
    if (path.file().isEmpty()) {
      return HubEntry.folder("");
    }
    HubListing known = listing(path, commit);
    synchronized (known) {
      if (known.find(path.file()).isEmpty() && !known.isAbsent(path.file())) {
        recall(known, path, HubEntry.folder(path.file()).parent(), commit);
      }
      Optional<HubEntry> entry = known.find(path.file());
      if (entry.isPresent() || known.isAbsent(path.file())) {
        return entry.orElseThrow(() -> absent(path));
      }
    }
    if (offline) {
      throw new OfflineException(path.toString());
    }
    // Other files may be looked up meanwhile.
    HubEntry entry = ask(path, commit).orElseThrow(() -> absent(path));
    synchronized (known) {
      known.add(entry);
    }
    return entry;
  }

  /**
   * A name with an ending is a file, most likely: that asks the resolver, which may be asked more.
   */
  private Optional<HubEntry> ask(HubPath path, String commit) throws IOException {
    String name = path.file().substring(path.file().lastIndexOf('/') + 1);
    if (name.indexOf('.') > 0) {
      try {
        Optional<HubEntry> file = files.file(path, commit).locate();
        if (file.isPresent()) {
          return file;
        }
      } catch (FileNotFoundException maybeFolder) {
        return api.entry(path, commit);
      }
    }
    return api.entry(path, commit);
  }

  static FileNotFoundException absent(HubPath path) {
    return new FileNotFoundException(
        "Cannot read " + path + ": no such file or folder at this revision");
  }
}
