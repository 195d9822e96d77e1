package org.gristmill.common.work;

import java.util.List;
import java.util.Optional;
import org.gristmill.common.ConfigException;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.config.ConfigTree;

/** A unit as the ingest manifest lists it: which contents, or slice of one, it was made from. */
record RecordedUnit(String fingerprint, String settings, List<String> identities, Slice slice) {
  static List<List<RecordedUnit>> generations(Manifest manifest, String path) {
    try {
      return manifest
          .detail("generations")
          .orElseThrow(() -> manifest.tree().error("Missing key 'details.generations'"))
          .items()
          .stream()
          .map(generation -> generation.items().stream().map(RecordedUnit::parse).toList())
          .toList();
    } catch (ConfigException e) {
      throw new CorruptDataException("Cannot read manifest " + path + ": " + e.getMessage(), e);
    }
  }

  private static RecordedUnit parse(ConfigTree tree) {
    return new RecordedUnit(
        tree.at("unit").asText(),
        tree.at("settings").asText(),
        tree.at("inputs").items().stream().map(ConfigTree::asText).toList(),
        slice(tree.find("slice")));
  }

  private static Slice slice(Optional<ConfigTree> tree) {
    if (tree.isEmpty()) {
      return Slice.WHOLE;
    }
    long index = tree.get().at("index").asLong();
    long count = tree.get().at("count").asLong();
    if (index < 0 || index >= count || count > Integer.MAX_VALUE) {
      throw tree.get().error("Cannot take slice " + index + " of " + count);
    }
    return new Slice((int) index, (int) count);
  }
}
