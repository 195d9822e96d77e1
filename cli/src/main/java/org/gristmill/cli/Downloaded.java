package org.gristmill.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.hash.Xxh128;
import org.gristmill.common.store.Store;
import org.gristmill.common.work.WorkDirectory;

/** Identities of fetched jars, as the manifests of those who read them have them. */
final class Downloaded {

  private static final String PREFIX = WorkDirectory.downloads() + "/";

  private final Map<String, String> identities = new HashMap<>();

  Downloaded(List<FileClaims> artefacts) {
    for (FileClaims artefact : artefacts) {
      artefact.tree().find("inputs").filter(ConfigTree::isList).ifPresent(this::learn);
    }
  }

  private void learn(ConfigTree inputs) {
    for (ConfigTree input : inputs.items()) {
      Optional<ConfigTree> path = input.isSection() ? input.find("path") : Optional.empty();
      Optional<ConfigTree> identity = input.isSection() ? input.find("identity") : Optional.empty();
      if (path.isPresent() && identity.isPresent()) {
        identities.put(PREFIX + path.get().asText(), identity.get().asText());
      }
    }
  }

  boolean knows(String path) {
    return identities.containsKey(path);
  }

  /** A sentence if the file is not the one that was read. */
  Optional<String> check(Store store, String path) throws IOException {
    Xxh128 hash = new Xxh128();
    byte[] buffer = new byte[1 << 18];
    try (InputStream in = store.read(path)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        hash.update(buffer, 0, count);
      }
    }
    String actual = hash.digest().hex();
    return actual.equals(identities.get(path))
        ? Optional.empty()
        : Optional.of(
            Wording.of(
                "%s has identity %s; expected %s, as it was read",
                path, actual, identities.get(path)));
  }
}
