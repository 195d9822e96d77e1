package org.gristmill.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.gristmill.common.ConfigException;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.config.CanonicalJson;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.store.RandomInput;
import org.gristmill.common.store.Store;
import org.gristmill.storage.parquet.ParquetRows;
import org.gristmill.storage.parquet.ParquetTableReader;
import org.gristmill.tokenization.Tokenizers;
import org.gristmill.tokenization.store.MegatronIndex;
import org.gristmill.tokenization.store.StratumTokens;
import org.gristmill.tokenization.store.TokenPart;
import org.gristmill.tokenization.store.TokenRun;
import org.gristmill.tokenization.store.TokenStore;

/** Looks inside files: whether formats hold together, and counts are those of the manifest. */
final class ContentChecks {

  private final Store store;
  private final Verification result;

  ContentChecks(Store store, Verification result) {
    this.store = store;
    this.result = result;
  }

  /** Checks one artefact against its manifest. */
  void check(FileClaims claims) throws IOException {
    String path = claims.path();
    String text = new String(store.readAll(path), java.nio.charset.StandardCharsets.UTF_8);
    if (!CanonicalJson.pretty(claims.tree()).equals(text)) {
      result.problem(path + " is not spelled as it was written");
    }
    String directory = claims.directory();
    if (directory.length() > 1) {
      String name = directory.substring(directory.lastIndexOf('/', directory.length() - 2) + 1);
      Optional<ConfigTree> fingerprint = claims.tree().find("fingerprint");
      if (fingerprint.isPresent() && !name.equals(fingerprint.get().asText() + "/")) {
        result.problem(
            Wording.of(
                "%s names fingerprint %s; expected that of its directory",
                path, fingerprint.get().asText()));
      }
    }
    for (String file : claims.files().keySet()) {
      if (store.stat(file).isPresent()) {
        format(file);
      }
    }
    claims
        .tree()
        .find("documents")
        .filter(ConfigTree::isNumber)
        .ifPresent(count -> rows(directory + "documents.parquet", count.asLong()));
    if (claims.files().keySet().stream().anyMatch(file -> file.endsWith(".bin"))) {
      tokenStore(directory.substring(0, Math.max(0, directory.length() - 1)), claims);
    }
  }

  /** Checks a file of a known format by itself. */
  void format(String path) {
    try {
      if (path.endsWith(".parquet")) {
        parquet(path);
      } else if (path.endsWith("tokenizer.json")) {
        Tokenizers.parse(store.readAll(path));
      } else if (path.endsWith(".idx")) {
        index(path);
      }
    } catch (CorruptDataException | ConfigException | IllegalArgumentException e) {
      result.problem(path + ": " + e.getMessage());
    } catch (IOException e) {
      result.problem(path + " cannot be read: " + e.getMessage());
    }
  }

  private void rows(String path, long expected) {
    try (ParquetTableReader table = ParquetTableReader.open(store, path)) {
      if (table.rows() != expected) {
        result.problem(Wording.of("%s has %d rows; expected %d", path, table.rows(), expected));
      }
    } catch (CorruptDataException | IOException e) {
      // Damage was named when its checksum was compared.
      return;
    }
  }

  private void parquet(String path) throws IOException {
    try (ParquetTableReader table = ParquetTableReader.open(store, path)) {
      List<String> columns =
          table.schema().getFields().stream().map(field -> field.getName()).toList();
      for (int group = 0; group < table.rowGroups(); group++) {
        ParquetRows rows = table.read(group, columns);
        long count = 0;
        while (rows.next()) {
          count++;
        }
        if (count != table.rows(group)) {
          result.problem(
              Wording.of(
                  "%s has %d rows in group %d; expected %d",
                  path, count, group, table.rows(group)));
        }
      }
    }
  }

  private void index(String path) throws IOException {
    String bin = path.substring(0, path.length() - ".idx".length()) + ".bin";
    long bytes = store.stat(bin).map(file -> file.bytes()).orElse(0L);
    try (RandomInput input = store.open(path)) {
      MegatronIndex.open(input, path, bytes).verify();
    }
  }

  private void tokenStore(String directory, FileClaims claims) throws IOException {
    try (TokenStore tokens = TokenStore.open(store, directory)) {
      long total = 0;
      for (StratumTokens stratum : tokens.strata().values()) {
        total += sparse(stratum.runs()) + sparse(stratum.heldOutRuns());
      }
      Optional<ConfigTree> counted =
          claims.tree().find("counts").flatMap(counts -> counts.find("tokens"));
      if (counted.isPresent() && counted.get().asLong() != total) {
        result.problem(
            Wording.of(
                "%s counts %d tokens; expected %d, as its parts hold",
                claims.path(), counted.get().asLong(), total));
      }
    } catch (CorruptDataException e) {
      result.problem(e.getMessage());
    }
  }

  private static long sparse(List<TokenRun> runs) throws IOException {
    long tokens = 0;
    for (TokenRun run : runs) {
      for (TokenPart part : run.parts()) {
        tokens += part.sparse().tokens();
      }
    }
    return tokens;
  }
}
