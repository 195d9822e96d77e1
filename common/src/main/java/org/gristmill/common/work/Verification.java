package org.gristmill.common.work;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gristmill.common.hash.Xxh64;
import org.gristmill.common.store.FileDigest;
import org.gristmill.common.store.Store;

/** Compares files with what a manifest says about them. */
final class Verification {
  private Verification() {}

  static List<String> check(Store store, String directory, List<ManifestFile> files)
      throws IOException {
    List<String> problems = new ArrayList<>();
    for (ManifestFile file : files) {
      String path = directory.isEmpty() ? file.path() : directory + "/" + file.path();
      Optional<FileDigest> found = digest(store, path);
      if (found.isEmpty()) {
        problems.add(path + " is missing");
      } else if (found.get().bytes() != file.digest().bytes()) {
        problems.add(
            path + " has " + found.get().bytes() + " bytes; expected " + file.digest().bytes());
      } else if (found.get().xxh64() != file.digest().xxh64()) {
        problems.add(
            path
                + " has checksum "
                + found.get().xxh64Hex()
                + "; expected "
                + file.digest().xxh64Hex());
      }
    }
    return problems;
  }

  private static Optional<FileDigest> digest(Store store, String path) throws IOException {
    Xxh64 hash = new Xxh64(0);
    byte[] buffer = new byte[1 << 18];
    long bytes = 0;
    try (InputStream in = store.read(path)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        hash.update(buffer, 0, count);
        bytes += count;
      }
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    }
    return Optional.of(new FileDigest(bytes, hash.digest()));
  }
}
