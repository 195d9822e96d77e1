package org.gristmill.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gristmill.common.ConfigException;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.config.CanonicalJson;
import org.gristmill.common.config.YamlConfig;
import org.gristmill.common.hash.Xxh64;
import org.gristmill.common.recipe.Locations;
import org.gristmill.common.store.FileDigest;
import org.gristmill.common.store.FileInfo;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;

/**
 * Compares files with what was written down about them.
 *
 * <p>Every file that a manifest names is read to its end and its length and XXH64 are compared.
 * JSON that the program writes has one spelling per value, so that a changed byte there either
 * breaks that spelling or changes a value. Values are checked where something else on disk says the
 * same: fingerprints, lengths, checksums, counts of rows and tokens.
 */
final class Verifier {

  /** Folders above a path that may hold the manifest of its artefact. */
  private static final int LEVELS_UP = 10;

  private final Store store;
  private final Verification result = new Verification();

  private Verifier(Store store) {
    this.store = store;
  }

  static Verification verify(Target target) throws IOException {
    if (!target.isFile() && hasClaims(target.store())) {
      return new Verifier(target.store()).tree("");
    }
    String location = target.location();
    String below = target.file();
    for (int level = 0; level < LEVELS_UP; level++) {
      try (Store above = Stores.open(location, Map.of())) {
        for (String name : FileClaims.NAMES) {
          if (above.stat(name).isPresent() && !below.equals(name)) {
            return new Verifier(above).part(name, below);
          }
        }
      }
      if (location.equals("/") || location.equals(Locations.parent(location))) {
        break;
      }
      below = below.isEmpty() ? Locations.name(location) : Locations.name(location) + "/" + below;
      location = Locations.parent(location);
    }
    if (target.isFile()) {
      return new Verifier(target.store()).alone(target.file());
    }
    throw new ConfigException(
        Wording.of(
            "Cannot verify %s: no manifest stands in it or above it; expected a work directory, or something inside one",
            target.location()));
  }

  private static boolean hasClaims(Store store) throws IOException {
    return store.list("").stream().anyMatch(file -> FileClaims.isClaims(file.path()));
  }

  /** Everything below a directory that holds whole artefacts. */
  private Verification tree(String directory) throws IOException {
    Map<String, FileInfo> found = new TreeMap<>();
    store.list(directory).forEach(file -> found.put(file.path(), file));
    Map<String, FileDigest> expected = new LinkedHashMap<>();
    List<FileClaims> artefacts = new ArrayList<>();
    for (String path : found.keySet()) {
      if (FileClaims.isClaims(path)) {
        claims(path, expected, artefacts);
      }
    }
    expected.forEach(this::compare);
    TreeSet<String> rest = new TreeSet<>(found.keySet());
    rest.removeAll(expected.keySet());
    Downloaded downloaded = new Downloaded(artefacts);
    for (String path : rest) {
      unlisted(path, found.get(path), artefacts, downloaded);
    }
    ContentChecks checks = new ContentChecks(store, result);
    for (FileClaims artefact : artefacts) {
      checks.check(artefact);
    }
    return result;
  }

  private void claims(String path, Map<String, FileDigest> expected, List<FileClaims> artefacts)
      throws IOException {
    try {
      FileClaims claims = FileClaims.read(store, path);
      expected.putAll(claims.files());
      artefacts.add(claims);
    } catch (CorruptDataException e) {
      result.problem(e.getMessage());
    }
  }

  /** One file or folder of an artefact. */
  private Verification part(String claimsName, String below) throws IOException {
    FileClaims claims = FileClaims.read(store, claimsName);
    boolean any = false;
    for (Map.Entry<String, FileDigest> file : claims.files().entrySet()) {
      if (file.getKey().equals(below) || file.getKey().startsWith(below + "/")) {
        compare(file.getKey(), file.getValue());
        any = true;
      }
    }
    if (!any) {
      if (store.stat(below).isPresent()) {
        alone(below);
      }
      result.note(below + " is not named by " + claimsName + " above it");
    }
    return result;
  }

  /** A file that nothing says anything about. */
  private Verification alone(String path) throws IOException {
    result.read(store.stat(path).orElseThrow().bytes());
    if (path.endsWith(".json")) {
      spelling(path);
    } else {
      new ContentChecks(store, result).format(path);
    }
    return result;
  }

  private void compare(String path, FileDigest expected) {
    try {
      FileDigest actual = digest(path);
      result.read(actual.bytes());
      if (actual.bytes() != expected.bytes()) {
        result.problem(
            Wording.of("%s has %d bytes; expected %d", path, actual.bytes(), expected.bytes()));
      } else if (actual.xxh64() != expected.xxh64()) {
        result.problem(
            Wording.of(
                "%s has checksum %s; expected %s", path, actual.xxh64Hex(), expected.xxh64Hex()));
      }
    } catch (NoSuchFileException e) {
      result.problem(path + " is missing");
    } catch (IOException e) {
      result.problem(path + " cannot be read: " + e.getMessage());
    }
  }

  private FileDigest digest(String path) throws IOException {
    Xxh64 hash = new Xxh64(0);
    byte[] buffer = new byte[1 << 18];
    long bytes = 0;
    try (InputStream in = store.read(path)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        hash.update(buffer, 0, count);
        bytes += count;
      }
    }
    return new FileDigest(bytes, hash.digest());
  }

  private void unlisted(
      String path, FileInfo file, List<FileClaims> artefacts, Downloaded downloaded)
      throws IOException {
    if (path.endsWith(".json")) {
      result.read(file.bytes());
      spelling(path);
    } else if (downloaded.knows(path)) {
      result.read(file.bytes());
      downloaded.check(store, path).ifPresent(result::problem);
    } else if (artefacts.stream().anyMatch(artefact -> path.startsWith(artefact.directory()))) {
      result.note(path + " is named by no manifest");
    }
  }

  /** JSON of this program parses and is spelled as it writes it. */
  private void spelling(String path) throws IOException {
    String text = new String(store.readAll(path), StandardCharsets.UTF_8);
    try {
      String canonical = CanonicalJson.pretty(YamlConfig.parseJson(path, text));
      if (!canonical.equals(text) && !canonical.equals(text + "\n")) {
        result.problem(path + " is not spelled as it was written");
      }
    } catch (ConfigException e) {
      result.problem(path + " cannot be read: " + e.getMessage());
    }
  }
}
