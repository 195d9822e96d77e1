package org.gristmill.common.work;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gristmill.common.ConfigException;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.recipe.IngestOptions;

/** The inputs there are now, from which recorded units take theirs; what is left is new. */
final class CurrentInputs {
  private static final int NAMED = 5;

  private final Map<String, ParseSettings> settings = new TreeMap<>();
  private final Map<String, Map<String, InputFile>> all = new TreeMap<>();
  private final Map<String, Map<String, InputFile>> left = new TreeMap<>();
  private final Set<String> identities = new TreeSet<>();
  private final Map<String, String> identityByName = new TreeMap<>();
  private final IngestOptions options;

  CurrentInputs(Map<ParseSettings, List<InputFile>> inputs, IngestOptions options) {
    this.options = options;
    inputs.forEach(
        (key, files) -> {
          settings.put(key.fingerprint(), key);
          Map<String, InputFile> byIdentity = new TreeMap<>();
          files.stream()
              .sorted(Comparator.comparing(InputFile::source).thenComparing(InputFile::path))
              .forEach(file -> byIdentity.putIfAbsent(file.identity(), file));
          all.put(key.fingerprint(), byIdentity);
          left.put(key.fingerprint(), new TreeMap<>(byIdentity));
          files.forEach(file -> identities.add(file.identity()));
          files.forEach(
              file -> identityByName.put(name(file.source(), file.path()), file.identity()));
        });
  }

  /** Takes the inputs of a unit; empty, with nothing taken, if one of them is gone. */
  Optional<Unit> take(RecordedUnit recorded) {
    Map<String, InputFile> available = all.getOrDefault(recorded.settings(), Map.of());
    if (!available.keySet().containsAll(recorded.identities())) {
      return Optional.empty();
    }
    List<InputFile> files = new ArrayList<>();
    recorded.identities().forEach(identity -> files.add(available.get(identity)));
    left.get(recorded.settings()).keySet().removeAll(recorded.identities());
    return Optional.of(
        Unit.of(settings.get(recorded.settings()), options, files, recorded.slice()));
  }

  /** Groups what no unit took. */
  List<Unit> groupRest() {
    Map<ParseSettings, List<InputFile>> rest = new LinkedHashMap<>();
    left.forEach((key, files) -> rest.put(settings.get(key), List.copyOf(files.values())));
    return Unit.group(rest, options);
  }

  /** Names the recorded inputs that are gone or differ. */
  ConfigException complaint(Manifest manifest) {
    List<String> names = new ArrayList<>();
    for (ConfigTree input : manifest.tree().at("inputs").items()) {
      if (!identities.contains(input.at("identity").asText())) {
        String name = name(input.at("source").asText(), input.at("path").asText());
        names.add(name + (identityByName.containsKey(name) ? " changed" : " vanished"));
      }
    }
    if (names.isEmpty()) {
      names.add("files moved between sources");
    }
    String more =
        names.size() > NAMED ? " and " + (names.size() - NAMED) + " more files changed" : "";
    return new ConfigException(
        "Cannot go on with inputs that are not those of the last run: "
            + String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
            + more
            + "; put them back, or start over from what is there with --accept-changed");
  }

  private static String name(String source, String path) {
    return source + ":" + path;
  }
}
