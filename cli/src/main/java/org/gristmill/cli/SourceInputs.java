package org.gristmill.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gristmill.common.recipe.LoadedRecipe;
import org.gristmill.common.recipe.Source;
import org.gristmill.common.work.InputFile;
import org.gristmill.common.work.InputListing;
import org.gristmill.common.work.ParseSettings;
import org.gristmill.common.work.SourceTokenizers;
import org.gristmill.common.work.WorkDirectory;
import org.gristmill.storage.hub.HubRequests;

/**
 * What one source would have read.
 *
 * @param name of the source
 * @param format of its files
 * @param files how many there are
 * @param bytes their length together
 * @param requests what reading them takes, of files on the Hub
 * @param pending artefacts that Maven has to fetch first
 * @param labelled the same by what paths say of strata; empty if they say nothing
 */
record SourceInputs(
    String name,
    String format,
    long files,
    long bytes,
    HubRequests requests,
    long pending,
    SortedMap<String, Labelled> labelled) {

  /** Files whose paths say the same. */
  record Labelled(long files, long bytes) {
    Labelled plus(Labelled other) {
      return new Labelled(files + other.files, bytes + other.bytes);
    }
  }

  static List<SourceInputs> of(LoadedRecipe recipe, WorkDirectory work) throws IOException {
    Set<String> missing = Set.copyOf(InputListing.missingArtifacts(recipe, work));
    List<SourceInputs> inputs = new ArrayList<>();
    SourceTokenizers tokenizers = SourceTokenizers.of(recipe, Map.of());
    for (Source source : recipe.recipe().sources()) {
      String format = source.format().name().toLowerCase(Locale.ROOT);
      long pending = source.maven().stream().filter(missing::contains).count();
      List<InputFile> files =
          pending > 0 ? List.of() : InputListing.of(recipe, source, work, Map.of());
      inputs.add(
          new SourceInputs(
              source.name(),
              format,
              files.size(),
              files.stream().mapToLong(InputFile::bytes).sum(),
              requests(files),
              pending,
              labelled(source, files, tokenizers)));
    }
    return inputs;
  }

  static HubRequests requests(List<InputFile> files) {
    HubRequests requests = HubRequests.NONE;
    for (InputFile file : files) {
      requests = requests.plus(HubRequests.of(file.location(), file.bytes()));
    }
    return requests;
  }

  private static SortedMap<String, Labelled> labelled(
      Source source, List<InputFile> files, SourceTokenizers tokenizers) {
    SortedMap<String, Labelled> labelled = new TreeMap<>();
    if (source.layout().isEmpty() && source.labels().isEmpty()) {
      return labelled;
    }
    Map<ParseSettings, List<InputFile>> groups = new LinkedHashMap<>();
    ParseSettings.group(source, files, tokenizers, groups);
    groups.forEach(
        (settings, alike) ->
            labelled.merge(
                settings.strataPattern(),
                new Labelled(alike.size(), alike.stream().mapToLong(InputFile::bytes).sum()),
                Labelled::plus));
    return labelled;
  }

  Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("source", name);
    figures.put("format", format);
    figures.put("files", files);
    figures.put("bytes", bytes);
    figures.put("toFetch", pending);
    if (!requests.equals(HubRequests.NONE)) {
      figures.put("countedRequests", requests.counted());
      figures.put("dataRequests", requests.data());
    }
    if (!labelled.isEmpty()) {
      figures.put("labelled", labelled);
    }
    return figures;
  }
}
