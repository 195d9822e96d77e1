package org.gristmill.common.work;

import java.util.List;
import org.gristmill.common.ConfigException;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.config.ConfigTree;

/** A unit as the ingest manifest lists it: which contents it was made from. */
record RecordedUnit(String fingerprint, String settings, List<String> identities) {
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
        tree.at("inputs").items().stream().map(ConfigTree::asText).toList());
  }
}
