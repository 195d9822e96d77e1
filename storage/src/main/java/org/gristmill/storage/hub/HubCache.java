package org.gristmill.storage.hub;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.gristmill.common.ConfigException;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.config.SealedJson;
import org.gristmill.common.hash.Xxh128;
import org.gristmill.common.hash.Xxh64;
import org.gristmill.common.store.Stores;
import org.gristmill.storage.hub.HubApi.Depth;

/**
 * What was read from the Hub, kept in a local folder: the commit of each revision, listings of
 * commits, and blocks of files by what names their content. Everything carries a checksum; what is
 * damaged counts as absent. It grows until somebody removes it. Thread-safe, and shared by
 * processes.
 */
final class HubCache {
  static final int BLOCK_BYTES = 1 << 20;
  private static final int SUM_BYTES = 8;

  private final Path root;

  HubCache(String folder) {
    String scheme = Stores.scheme(folder);
    if (!scheme.isEmpty() && !scheme.equals("file")) {
      throw new ConfigException(
          "Cannot use "
              + HubSettings.CACHE
              + " "
              + folder
              + ": it is not on a local disk; expected a local folder");
    }
    this.root = scheme.isEmpty() ? Path.of(folder) : Path.of(URI.create(folder));
  }

  Optional<String> commit(String repository, String revision) throws IOException {
    return sealed(reference(repository, revision)).map(tree -> tree.at("commit").asText());
  }

  void keepCommit(String repository, String revision, String commit) throws IOException {
    write(reference(repository, revision), SealedJson.bytes(Map.of("commit", commit)));
  }

  private static String reference(String repository, String revision) {
    return "refs/" + repository + "/" + UrlText.quote(revision) + ".json";
  }

  /** Entries of a folder of a commit. */
  Optional<List<HubEntry>> listing(String repository, String commit, String folder, Depth depth)
      throws IOException {
    Optional<ConfigTree> tree = sealed(listingPath(repository, commit, folder, depth));
    if (tree.isEmpty()) {
      return Optional.empty();
    }
    List<HubEntry> entries = new ArrayList<>();
    for (ConfigTree item : tree.get().at("entries").items()) {
      entries.add(
          new HubEntry(
              item.at("path").asText(),
              item.at("folder").asBoolean(),
              item.at("bytes").asLong(),
              item.at("content").asText()));
    }
    return Optional.of(entries);
  }

  void keepListing(
      String repository, String commit, String folder, Depth depth, List<HubEntry> entries)
      throws IOException {
    List<Map<String, Object>> items = new ArrayList<>();
    for (HubEntry entry : entries) {
      Map<String, Object> item = new LinkedHashMap<>();
      item.put("path", entry.path());
      item.put("folder", entry.isFolder());
      item.put("bytes", entry.bytes());
      item.put("content", entry.content());
      items.add(item);
    }
    write(
        listingPath(repository, commit, folder, depth), SealedJson.bytes(Map.of("entries", items)));
  }

  private static String listingPath(String repository, String commit, String folder, Depth depth) {
    // Hashed, since names of files are shorter than paths may be.
    byte[] name = folder.getBytes(StandardCharsets.UTF_8);
    String hash = Xxh128.hash(name, 0, name.length).hex();
    return "trees/"
        + repository
        + "/"
        + commit
        + "/"
        + depth.name().toLowerCase(Locale.ROOT)
        + "-"
        + hash
        + ".json";
  }

  private byte[] read(String path) throws IOException {
    return Files.readAllBytes(root.resolve(path));
  }

  /** Whole or not at all, but not forced to the disk: what a crash damages is read again. */
  private void write(String path, byte[] content) throws IOException {
    Path target = root.resolve(path);
    Files.createDirectories(target.getParent());
    Path temporary = Files.createTempFile(target.getParent(), ".write-", "");
    try {
      Files.write(temporary, content);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private Optional<ConfigTree> sealed(String path) throws IOException {
    try {
      return Optional.of(SealedJson.parse(path, read(path)));
    } catch (NoSuchFileException | ConfigException | CorruptDataException unusable) {
      return Optional.empty();
    }
  }

  /**
   * A block of a file.
   *
   * @param content what names the file's content
   * @param block its number
   * @param length what it must have
   */
  Optional<byte[]> block(String content, long block, int length) throws IOException {
    byte[] stored;
    try {
      stored = read(blockPath(content, block));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    }
    if (stored.length != length + SUM_BYTES) {
      return Optional.empty();
    }
    long sum = ByteBuffer.wrap(stored).getLong(length);
    return sum == Xxh64.hash(stored, 0, length, block)
        ? Optional.of(Arrays.copyOf(stored, length))
        : Optional.empty();
  }

  void keepBlock(String content, long block, byte[] bytes, int offset, int length)
      throws IOException {
    ByteBuffer stored = ByteBuffer.allocate(length + SUM_BYTES);
    stored.put(bytes, offset, length);
    stored.putLong(Xxh64.hash(bytes, offset, length, block));
    write(blockPath(content, block), stored.array());
  }

  private static String blockPath(String content, long block) {
    String name = content.replace(':', '-');
    int hash = name.indexOf('-') + 1;
    return "blocks/" + name.substring(hash, hash + 2) + "/" + name + "/" + block;
  }
}
