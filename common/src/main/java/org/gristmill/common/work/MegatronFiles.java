package org.gristmill.common.work;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.gristmill.common.ConfigException;
import org.gristmill.common.hash.Xxh128;
import org.gristmill.common.recipe.Source;
import org.gristmill.common.store.FileInfo;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;

/** Megatron's data sets are two files each, {@code .bin} and {@code .idx}, and one input. */
final class MegatronFiles {
  private static final String BIN = ".bin";
  private static final String IDX = ".idx";

  private MegatronFiles() {}

  /**
   * Leaves out what is neither, and adds the other file of a pair where a path named only one.
   *
   * @throws ConfigException if it is missing
   */
  static void complete(Source source, Map<String, InputFile> files, Map<String, String> settings)
      throws IOException {
    Map<String, InputFile> added = new TreeMap<>();
    files.values().removeIf(file -> !file.path().endsWith(BIN) && !file.path().endsWith(IDX));
    for (InputFile file : files.values()) {
      String other = prefix(file.path()) + (file.path().endsWith(BIN) ? IDX : BIN);
      String location = prefix(file.location()) + (file.path().endsWith(BIN) ? IDX : BIN);
      if (files.containsKey(location)) {
        continue;
      }
      try (Store store = Stores.open(file.root(), settings)) {
        Optional<FileInfo> info = store.stat(other);
        if (info.isEmpty()) {
          throw new ConfigException(
              "Cannot read source '"
                  + source.name()
                  + "': "
                  + file.location()
                  + " has no "
                  + (file.path().endsWith(BIN) ? IDX : BIN)
                  + " beside it; expected both files of each data set");
        }
        added.put(
            location,
            new InputFile(
                source.name(),
                file.root(),
                other,
                info.get().bytes(),
                info.get().modifiedMillis(),
                info.get().identity()));
      }
    }
    files.putAll(added);
  }

  /** Makes one input of each pair: the {@code .bin}, with the length and identity of both. */
  static List<InputFile> join(List<InputFile> files) {
    Map<String, InputFile> indexes = new TreeMap<>();
    files.stream()
        .filter(file -> file.path().endsWith(IDX))
        .forEach(file -> indexes.put(prefix(file.location()), file));
    List<InputFile> joined = new ArrayList<>();
    for (InputFile bin : files) {
      if (bin.path().endsWith(BIN)) {
        InputFile idx = indexes.get(prefix(bin.location()));
        joined.add(
            new InputFile(
                bin.source(),
                bin.root(),
                bin.path(),
                bin.bytes() + idx.bytes(),
                Math.max(bin.modifiedMillis(), idx.modifiedMillis()),
                identity(bin, idx)));
      }
    }
    return joined;
  }

  private static String identity(InputFile bin, InputFile idx) {
    if (!bin.isIdentified() || !idx.isIdentified()) {
      return "";
    }
    byte[] both = (bin.identity() + idx.identity()).getBytes(StandardCharsets.US_ASCII);
    return Xxh128.hash(both, 0, both.length).hex();
  }

  private static String prefix(String path) {
    return path.substring(0, path.length() - BIN.length());
  }
}
