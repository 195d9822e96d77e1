package org.gristmill.common.work;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.gristmill.common.ConfigException;
import org.gristmill.common.recipe.LoadedRecipe;
import org.gristmill.common.recipe.Locations;
import org.gristmill.common.recipe.Source;
import org.gristmill.common.recipe.SourceFormat;
import org.gristmill.common.store.FileInfo;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;

/** Finds the files of sources. Asks file systems for listings only; reads no content. */
public final class InputListing {
  private InputListing() {}

  /**
   * Lists the files of one source.
   *
   * @param recipe the recipe that holds it; paths are relative to its file
   * @param source the source
   * @param work where Maven artefacts were fetched to
   * @param settings file system settings
   * @return files sorted by location, with identities where the file system states them; files
   *     whose name starts with {@code .} or {@code _} are left out of globs and folders, files that
   *     hold no documents out of layouts
   * @throws ConfigException if a path matches nothing
   * @throws IOException if a file system cannot be asked
   */
  public static List<InputFile> of(
      LoadedRecipe recipe, Source source, WorkDirectory work, Map<String, String> settings)
      throws IOException {
    TreeMap<String, InputFile> files = new TreeMap<>();
    for (String coordinates : source.maven()) {
      String path = WorkDirectory.downloads() + "/" + MavenArtifacts.fileName(coordinates);
      FileInfo info =
          work.store()
              .stat(path)
              .orElseThrow(
                  () ->
                      new ConfigException(
                          "Cannot read source '"
                              + source.name()
                              + "': "
                              + coordinates
                              + " was not fetched yet"));
      String root = work.location() + "/" + WorkDirectory.downloads();
      add(files, source, root, Locations.name(path), info);
    }
    for (String path : source.path()) {
      Map<String, InputFile> matched = new TreeMap<>();
      match(
          Glob.parse(recipe.resolve(path)),
          settings,
          (root, name, info) -> {
            if (source.namedLayout().map(layout -> layout.isData(name)).orElse(true)) {
              add(matched, source, root, name, info);
            }
          });
      if (source.format() == SourceFormat.MEGATRON) {
        MegatronFiles.complete(source, matched, settings);
      }
      files.putAll(matched);
      if (matched.isEmpty()) {
        throw new ConfigException(
            "Cannot read source '"
                + source.name()
                + "': no file matches "
                + path
                + " (looked in "
                + Glob.parse(recipe.resolve(path)).root()
                + ")");
      }
    }
    return List.copyOf(files.values());
  }

  /**
   * Says which Maven artefacts of a recipe are not in the work directory yet.
   *
   * @param recipe the recipe
   * @param work the work directory
   * @return coordinates, sorted, each once
   * @throws IOException if the file system cannot be asked
   */
  public static List<String> missingArtifacts(LoadedRecipe recipe, WorkDirectory work)
      throws IOException {
    List<String> missing = new ArrayList<>();
    for (Source source : recipe.recipe().sources()) {
      for (String coordinates : source.maven()) {
        String path = WorkDirectory.downloads() + "/" + MavenArtifacts.fileName(coordinates);
        if (work.store().stat(path).isEmpty()) {
          missing.add(coordinates);
        }
      }
    }
    return missing.stream().distinct().sorted().toList();
  }

  /**
   * The files that a path or glob means, as recipes read them.
   *
   * @param path a file, a folder or a glob, on any file system
   * @param settings settings of the file system
   * @return locations, sorted
   * @throws ConfigException if there is none
   * @throws IOException if the file system cannot be asked
   */
  public static List<String> matching(String path, Map<String, String> settings)
      throws IOException {
    List<String> files = new ArrayList<>();
    match(
        Glob.parse(path), settings, (root, name, info) -> files.add(Locations.resolve(root, name)));
    if (files.isEmpty()) {
      throw new ConfigException("Cannot find " + path + ": no file is there");
    }
    files.sort(null);
    return files;
  }

  private interface Found {
    void add(String root, String path, FileInfo info);
  }

  private static void match(Glob glob, Map<String, String> settings, Found found)
      throws IOException {
    try (Store store = Stores.open(glob.root(), settings)) {
      if (!glob.isPlain()) {
        for (FileInfo info : store.list("")) {
          if (glob.matches(info.path()) && isVisible(info.path())) {
            found.add(glob.root(), info.path(), info);
          }
        }
        return;
      }
      String rest = glob.rest();
      Optional<FileInfo> file = rest.isEmpty() ? Optional.empty() : store.stat(rest);
      if (file.isPresent()) {
        found.add(glob.root(), rest, file.get());
        return;
      }
      String root = rest.isEmpty() ? glob.root() : Locations.resolve(glob.root(), rest);
      for (FileInfo info : store.list(rest)) {
        String below = rest.isEmpty() ? info.path() : info.path().substring(rest.length() + 1);
        if (isVisible(below)) {
          found.add(root, below, info);
        }
      }
    }
  }

  private static boolean isVisible(String path) {
    return Arrays.stream(path.split("/", -1))
        .noneMatch(name -> name.startsWith(".") || name.startsWith("_"));
  }

  private static void add(
      Map<String, InputFile> files, Source source, String root, String path, FileInfo info) {
    InputFile file =
        new InputFile(
            source.name(), root, path, info.bytes(), info.modifiedMillis(), info.identity());
    files.put(file.location(), file);
  }
}
