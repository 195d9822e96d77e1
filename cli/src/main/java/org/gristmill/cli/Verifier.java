package org.gristmill.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.gristmill.common.ConfigException;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.config.SealedJson;
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
 * JSON that no manifest names carries its own checksum, as do report pages; jars are compared with
 * the identity under which they were read. So one changed byte is found wherever it is, but for the
 * lease and for what a stage that did not finish left behind. Then contents are compared with what
 * else on disk says the same: fingerprints, counts of rows and tokens.
 */
final class Verifier {

  /** Folders above a path that may hold the manifest of its artefact. */
  private static final int LEVELS_UP = 10;

  private static final Pattern SEALED =
      Pattern.compile(
          ".*/(runs/[^/]+|ingest/identities|progress/.+|manifest|unit|state|timing)\\.json");
  private static final Pattern PAGE = Pattern.compile(".*/report/[^/]+\\.html");
  private static final Pattern LEASE = Pattern.compile("lease\\.json(\\.takeover-.*)?");

  private final Store store;
  private final String location;
  private final Verification result = new Verification();

  private Verifier(Store store, String location) {
    this.store = store;
    this.location = location;
  }

  static Verification verify(Target target) throws IOException {
    Verifier verifier = new Verifier(target.store(), target.location());
    if (!target.isFile() && verifier.hasAnythingOfItsOwn()) {
      return verifier.tree();
    }
    if (target.isFile() && verifier.carriesItsChecksum(target.file())) {
      return verifier.alone(target.file());
    }
    String location = target.location();
    String below = target.file();
    for (int level = 0; level < LEVELS_UP; level++) {
      try (Store above = Stores.open(location, Map.of())) {
        Verifier there = new Verifier(above, location);
        if (there.part(below)) {
          return there.result;
        }
      }
      if (location.equals("/") || location.equals(Locations.parent(location))) {
        break;
      }
      below = below.isEmpty() ? Locations.name(location) : Locations.name(location) + "/" + below;
      location = Locations.parent(location);
    }
    if (target.isFile()) {
      verifier.result.note(target.file() + " is named by no manifest above it");
      return verifier.alone(target.file());
    }
    throw new ConfigException(
        Wording.of(
            "Cannot verify %s: no manifest stands in it or above it; expected a work directory, or something inside one",
            target.location()));
  }

  private boolean hasAnythingOfItsOwn() throws IOException {
    return store.list("").stream().anyMatch(file -> carriesItsChecksum(file.path()));
  }

  private boolean carriesItsChecksum(String path) {
    String whole = location + "/" + path;
    return SEALED.matcher(whole).matches() || PAGE.matcher(whole).matches();
  }

  /** Everything below a directory that holds whole artefacts. */
  private Verification tree() throws IOException {
    Map<String, FileInfo> found = new TreeMap<>();
    store.list("").forEach(file -> found.put(file.path(), file));
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
      result.problem(path + ": " + e.getMessage());
    }
  }

  /**
   * One file or folder of an artefact in whose directory this is.
   *
   * @return whether the artefact knows it
   */
  private boolean part(String below) throws IOException {
    boolean any = false;
    for (String name : FileClaims.ALL_NAMES) {
      if (store.stat(name).isPresent()) {
        for (Map.Entry<String, FileDigest> file : FileClaims.read(store, name).files().entrySet()) {
          if (file.getKey().equals(below) || file.getKey().startsWith(below + "/")) {
            compare(file.getKey(), file.getValue());
            any = true;
          }
        }
      }
    }
    return any;
  }

  /** A file that no manifest names. */
  private Verification alone(String path) throws IOException {
    result.read(store.stat(path).orElseThrow().bytes());
    if (carriesItsChecksum(path)) {
      seal(path);
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
    if (FileClaims.isClaims(path)) {
      result.read(file.bytes());
    } else if (carriesItsChecksum(path)) {
      result.read(file.bytes());
      seal(path);
    } else if (downloaded.knows(path)) {
      result.read(file.bytes());
      downloaded.check(store, path).ifPresent(result::problem);
    } else if (artefacts.stream().anyMatch(artefact -> path.startsWith(artefact.directory()))) {
      result.note(path + " is named by no manifest");
    } else if (!LEASE.matcher(path).matches()) {
      result.note(path + " belongs to nothing that is finished");
    }
  }

  /** A file that carries its own checksum. */
  private void seal(String path) throws IOException {
    byte[] bytes = store.readAll(path);
    if (path.endsWith(".html")) {
      if (!PageSeal.isSound(bytes)) {
        result.problem(path + " is not as it was written: its last line holds another checksum");
      }
      return;
    }
    try {
      SealedJson.parse(path, bytes);
    } catch (CorruptDataException e) {
      result.problem(path + ": " + e.getMessage());
    }
  }
}
