package org.gristmill.tokenization.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.store.FileInfo;
import org.gristmill.common.store.Store;
import org.gristmill.common.work.Manifest;
import org.gristmill.common.work.ManifestFile;
import org.gristmill.common.work.WorkDirectory;

/**
 * The token store below one directory: {@code tokens/<stratum>/run-RRRR/part-NNNNN.*} and, for
 * sources held out as a whole, {@code validation/<stratum>/run-RRRR/part-NNNNN.*}. Opening reads
 * the manifest and no other file. Thread-safe.
 */
public final class TokenStore implements AutoCloseable {
  /** Directory of documents that are split by key. */
  public static final String TOKENS = "tokens";

  /** Directory of documents that are all validation. */
  public static final String VALIDATION = "validation";

  private static final Pattern FILE =
      Pattern.compile(
          "(tokens|validation)/(.+)/run-(\\d{4,9})/part-(\\d{5,9})\\.(bin|idx|sparse|ids|mask)");

  private final String directory;
  private final OpenFiles files;
  private final SortedMap<String, StratumTokens> strata;

  private TokenStore(String directory, OpenFiles files, SortedMap<String, StratumTokens> strata) {
    this.directory = directory;
    this.files = files;
    this.strata = strata;
  }

  /**
   * Opens the runs below a directory that its manifest names; all runs if it has no manifest. Runs
   * that are still being written, or were given up, are in no manifest.
   *
   * @param directory for example {@code tokenize/0123456789ab}
   * @throws CorruptDataException if a part lacks one of its files or the manifest is damaged
   * @throws IOException if the directory cannot be listed or the manifest cannot be read
   */
  public static TokenStore open(Store store, String directory) throws IOException {
    Optional<Manifest> manifest = Manifest.read(store, path(directory, WorkDirectory.MANIFEST));
    List<FileInfo> found = new ArrayList<>();
    if (manifest.isPresent()) {
      for (ManifestFile file : manifest.get().files()) {
        found.add(new FileInfo(path(directory, file.path()), file.digest().bytes(), 0));
      }
    } else {
      found.addAll(store.list(path(directory, TOKENS)));
      found.addAll(store.list(path(directory, VALIDATION)));
    }
    return open(store, directory, found);
  }

  /**
   * Opens the runs made of the given files only, for example those a manifest names.
   *
   * @param found paths in the store and sizes; files of other kinds are ignored
   * @throws CorruptDataException if a part lacks one of its files
   */
  public static TokenStore open(Store store, String directory, Collection<FileInfo> found) {
    String prefix = path(directory, "");
    OpenFiles files = new OpenFiles(store);
    SortedMap<String, SortedMap<Integer, SortedMap<Integer, Map<String, FileInfo>>>> tokens =
        new TreeMap<>();
    SortedMap<String, SortedMap<Integer, SortedMap<Integer, Map<String, FileInfo>>>> validation =
        new TreeMap<>();
    for (FileInfo file : found) {
      if (!file.path().startsWith(prefix)) {
        continue;
      }
      Matcher name = FILE.matcher(file.path().substring(prefix.length()));
      if (name.matches()) {
        (name.group(1).equals(TOKENS) ? tokens : validation)
            .computeIfAbsent(name.group(2), s -> new TreeMap<>())
            .computeIfAbsent(Integer.valueOf(name.group(3)), r -> new TreeMap<>())
            .computeIfAbsent(Integer.valueOf(name.group(4)), p -> new TreeMap<>())
            .put(name.group(5), file);
      }
    }
    SortedMap<String, StratumTokens> strata = new TreeMap<>();
    for (String name : union(tokens, validation)) {
      strata.put(
          name,
          new StratumTokens(
              name,
              runs(files, tokens.getOrDefault(name, new TreeMap<>())),
              runs(files, validation.getOrDefault(name, new TreeMap<>()))));
    }
    return new TokenStore(directory, files, strata);
  }

  private static Collection<String> union(Map<String, ?> first, Map<String, ?> second) {
    SortedMap<String, Object> names = new TreeMap<>(first);
    names.putAll(second);
    return names.keySet();
  }

  private static List<TokenRun> runs(
      OpenFiles files, SortedMap<Integer, SortedMap<Integer, Map<String, FileInfo>>> found) {
    List<TokenRun> runs = new ArrayList<>();
    found.forEach(
        (run, parts) -> {
          List<TokenPart> opened = new ArrayList<>();
          parts.forEach((part, byExtension) -> opened.add(part(files, part, byExtension)));
          runs.add(new TokenRun(run, opened));
        });
    return runs;
  }

  private static TokenPart part(OpenFiles files, int number, Map<String, FileInfo> byExtension) {
    FileInfo any = byExtension.values().iterator().next();
    String path = any.path().substring(0, any.path().lastIndexOf('.'));
    for (String extension : List.of("bin", "idx", "sparse", "ids")) {
      if (!byExtension.containsKey(extension)) {
        throw new CorruptDataException(
            "Cannot open token store part " + path + ": " + path + "." + extension + " is missing");
      }
    }
    return new TokenPart(
        files,
        path,
        number,
        byExtension.get("bin").bytes(),
        byExtension.get("idx").bytes(),
        byExtension.get("ids").bytes(),
        byExtension.containsKey("mask")
            ? OptionalLong.of(byExtension.get("mask").bytes())
            : OptionalLong.empty());
  }

  private static String path(String directory, String below) {
    return directory.isEmpty() ? below : directory + "/" + below;
  }

  /** Path of a part without extension, where writers put it. */
  public static String partPath(String directory, String kind, String stratum, int run, int part) {
    return path(
        directory,
        String.format(java.util.Locale.ROOT, "%s/%s/run-%04d/part-%05d", kind, stratum, run, part));
  }

  /** The directory it was opened at. */
  public String directory() {
    return directory;
  }

  /** All strata by name. */
  public SortedMap<String, StratumTokens> strata() {
    return java.util.Collections.unmodifiableSortedMap(strata);
  }

  /**
   * Counts every stratum, in order of their names, from indexes alone.
   *
   * @param validationFraction share of keys held out
   * @throws IOException if an index cannot be read
   */
  public void stocks(double validationFraction, StockCounter counter) throws IOException {
    for (StratumTokens stratum : strata.values()) {
      counter.add(
          stratum.name(),
          stratum.trainingTokens(validationFraction),
          stratum.validationTokens(validationFraction),
          stratum.documents());
    }
  }

  /** Takes the counts of one stratum after another. */
  @FunctionalInterface
  public interface StockCounter {
    /**
     * Takes one.
     *
     * @param stratum name of the stratum
     * @param trainingTokens tokens that may be trained on
     * @param validationTokens tokens held out
     * @param documents all its documents
     */
    void add(String stratum, long trainingTokens, long validationTokens, long documents);
  }

  /**
   * One stratum.
   *
   * @throws org.gristmill.common.ConfigException if the store has no such stratum
   */
  public StratumTokens stratum(String name) {
    StratumTokens stratum = strata.get(name);
    if (stratum == null) {
      throw new org.gristmill.common.ConfigException(
          "Cannot find stratum '"
              + name
              + "' in token store "
              + directory
              + "; expected one of "
              + strata.keySet());
    }
    return stratum;
  }

  /** Closes open files; the store the caller gave stays open. */
  @Override
  public void close() throws IOException {
    files.close();
  }
}
