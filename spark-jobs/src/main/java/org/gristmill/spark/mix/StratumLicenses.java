package org.gristmill.spark.mix;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.work.Manifest;
import org.gristmill.common.work.ManifestBuilder;
import org.gristmill.tokenization.stream.MixSpec;

/**
 * Counts tokens of a mix by the licences of the strata they are from. A mix knows documents by
 * their place in the token store, so tokens of a stratum under several licences stand under all of
 * them together: nothing is estimated.
 */
final class StratumLicenses {
  private final ConfigTree strata;
  private final TreeMap<String, List<String>> groups = new TreeMap<>();
  private final TreeMap<String, Long> tokens = new TreeMap<>();

  private StratumLicenses(ConfigTree strata) {
    this.strata = strata;
  }

  /** Takes the licences of strata from the manifest of a token store. */
  static StratumLicenses of(Manifest store) {
    return new StratumLicenses(store.detail("strata").orElseThrow());
  }

  /** Adds what was taken of the strata of a mix, by their number. */
  void add(MixSpec spec, long[] taken) {
    for (int s = 0; s < taken.length; s++) {
      if (taken[s] > 0) {
        List<String> names =
            List.copyOf(
                strata.at("tokens/" + spec.strata().get(s).stratum()).at("licenses").keys());
        String group = String.join("\n", names);
        groups.put(group, names);
        tokens.merge(group, taken[s], Long::sum);
      }
    }
  }

  /** Names the licences, and their tokens as {@code details.licenses}. */
  void addTo(ManifestBuilder manifest) {
    List<Map<String, Object>> entries = new ArrayList<>();
    groups.forEach(
        (group, names) -> {
          names.stream().filter(name -> !name.isEmpty()).forEach(manifest::license);
          entries.add(Map.of("licenses", names, "tokens", tokens.get(group)));
        });
    manifest.detail("licenses", entries);
  }
}
