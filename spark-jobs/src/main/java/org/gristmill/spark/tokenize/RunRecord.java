package org.gristmill.spark.tokenize;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.config.SealedJson;
import org.gristmill.common.store.FileDigest;
import org.gristmill.common.store.FileInfo;
import org.gristmill.common.store.Store;

/**
 * What a finished run holds and what it cost; kept beside the token store, because the manifest is
 * made anew from all runs whenever one is added.
 *
 * @param run number of the run
 * @param units fingerprints of its units
 * @param textBytesRead bytes of text in the row groups that were read
 * @param encoded documents whose text was encoded
 * @param moved documents whose tokens were moved
 * @param documents documents by kind and stratum
 * @param tokens tokens by kind and stratum
 * @param licenses tokens by kind and stratum, then by licence
 * @param files length and checksum of its files, {@code bytes:xxh64} by path below the stage
 */
record RunRecord(
    int run,
    List<String> units,
    long textBytesRead,
    long encoded,
    long moved,
    TreeMap<String, Long> documents,
    TreeMap<String, Long> tokens,
    TreeMap<String, TreeMap<String, Long>> licenses,
    TreeMap<String, String> files) {

  /**
   * What a run is going to cost, written before it starts.
   *
   * @param units fingerprints of its units
   * @param textBytesRead bytes of text in the row groups that are read
   * @param encoded documents to be encoded
   * @param moved documents to be moved
   */
  record Started(List<String> units, long textBytesRead, long encoded, long moved) {
    static Optional<Started> read(Store store, String directory, int run) throws IOException {
      Optional<ConfigTree> tree = RunRecord.tree(store, path(directory, run, "started"));
      return tree.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Started(
                  tree.get().find("units").map(RunRecord::texts).orElse(List.of()),
                  tree.get().at("text_bytes_read").asLong(),
                  tree.get().at("encoded").asLong(),
                  tree.get().at("moved").asLong()));
    }

    void write(Store store, String directory, int run) throws IOException {
      store.writeAtomically(path(directory, run, "started"), SealedJson.bytes(this));
    }
  }

  static RunRecord of(int run, List<String> units, Started started, List<PartRecord> parts) {
    TreeMap<String, Long> documents = new TreeMap<>();
    TreeMap<String, Long> tokens = new TreeMap<>();
    TreeMap<String, TreeMap<String, Long>> licenses = new TreeMap<>();
    TreeMap<String, String> files = new TreeMap<>();
    for (PartRecord part : parts) {
      String name = part.kind() + "/" + part.stratum();
      documents.merge(name, part.documents(), Long::sum);
      tokens.merge(name, part.tokens(), Long::sum);
      TreeMap<String, Long> sums = licenses.computeIfAbsent(name, any -> new TreeMap<>());
      part.licenses().forEach((license, count) -> sums.merge(license, count, Long::sum));
      part.digests()
          .forEach((path, digest) -> files.put(path, digest.bytes() + ":" + digest.xxh64Hex()));
    }
    return new RunRecord(
        run,
        List.copyOf(units),
        started.textBytesRead(),
        started.encoded(),
        started.moved(),
        documents,
        tokens,
        licenses,
        files);
  }

  private static String path(String directory, int run, String state) {
    return String.format(Locale.ROOT, "%s/progress/run-%04d.%s.json", directory, run, state);
  }

  private static Optional<ConfigTree> tree(Store store, String path) throws IOException {
    if (store.stat(path).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(SealedJson.parse(path, store.readAll(path)));
  }

  void write(Store store, String directory) throws IOException {
    store.writeAtomically(path(directory, run, "finished"), SealedJson.bytes(this));
  }

  static Optional<RunRecord> readFinished(Store store, String directory, int run)
      throws IOException {
    return tree(store, path(directory, run, "finished")).map(RunRecord::parse);
  }

  private static RunRecord parse(ConfigTree tree) {
    TreeMap<String, String> files = new TreeMap<>();
    tree.at("files").entries().forEach((path, value) -> files.put(path, value.asText()));
    TreeMap<String, TreeMap<String, Long>> licenses = new TreeMap<>();
    tree.at("licenses").entries().forEach((name, sums) -> licenses.put(name, longs(sums)));
    return new RunRecord(
        Math.toIntExact(tree.at("run").asLong()),
        texts(tree.at("units")),
        tree.at("text_bytes_read").asLong(),
        tree.at("encoded").asLong(),
        tree.at("moved").asLong(),
        longs(tree.at("documents")),
        longs(tree.at("tokens")),
        licenses,
        files);
  }

  private static List<String> texts(ConfigTree list) {
    return list.items().stream().map(ConfigTree::asText).toList();
  }

  /** Forgets what is known of a run and its parts, so that it is written anew. */
  static void delete(Store store, String directory, int run) throws IOException {
    String name = String.format(Locale.ROOT, "run-%04d", run);
    List<FileInfo> files = new ArrayList<>(store.list(directory + "/progress"));
    // Parts before the record of the run: a deletion that is cut short is begun again.
    Collections.reverse(files);
    for (FileInfo file : files) {
      if (file.path().contains("/" + name + ".") || file.path().contains("/" + name + "/")) {
        store.delete(file.path());
      }
    }
  }

  private static TreeMap<String, Long> longs(ConfigTree tree) {
    TreeMap<String, Long> values = new TreeMap<>();
    tree.entries().forEach((name, value) -> values.put(name, value.asLong()));
    return values;
  }

  /** Length and checksum of the run's files by path below the stage's directory. */
  Map<String, FileDigest> digests() {
    TreeMap<String, FileDigest> digests = new TreeMap<>();
    files.forEach(
        (path, text) -> {
          int colon = text.indexOf(':');
          digests.put(
              path,
              new FileDigest(
                  Long.parseLong(text.substring(0, colon)),
                  Long.parseUnsignedLong(text.substring(colon + 1), 16)));
        });
    return digests;
  }
}
