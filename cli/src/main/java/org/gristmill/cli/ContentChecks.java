package org.gristmill.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.gristmill.common.ConfigException;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.store.RandomInput;
import org.gristmill.common.store.Store;
import org.gristmill.common.work.WorkDirectory;
import org.gristmill.storage.parquet.ParquetRows;
import org.gristmill.storage.parquet.ParquetTableReader;
import org.gristmill.tokenization.Tokenizers;
import org.gristmill.tokenization.shard.Preferences;
import org.gristmill.tokenization.shard.ShardReader;
import org.gristmill.tokenization.store.MegatronIndex;
import org.gristmill.tokenization.store.StratumTokens;
import org.gristmill.tokenization.store.TokenMask;
import org.gristmill.tokenization.store.TokenPart;
import org.gristmill.tokenization.store.TokenRun;
import org.gristmill.tokenization.store.TokenStore;
import org.gristmill.tokenization.stream.Row;

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
    if (path.endsWith(WorkDirectory.UNIT)) {
      count(claims, "documents.out").ifPresent(rows -> rows(directory + "documents.parquet", rows));
    }
    if (claims.files().keySet().stream().anyMatch(file -> file.endsWith(".arrow"))) {
      mix(claims, directory, "shards", "");
      mix(claims, directory, "validation", "validation.");
    }
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
      } else if (path.endsWith(".arrow")) {
        shard(path);
      } else if (path.endsWith(".mask")) {
        mask(path);
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

  private void mask(String path) throws IOException {
    try (RandomInput input = store.open(path)) {
      TokenMask.learnt(input, path);
    }
  }

  private void shard(String path) throws IOException {
    if (Preferences.areIn(store, path)) {
      Preferences.read(store, path);
      return;
    }
    try (ShardReader shard = ShardReader.open(store, path)) {
      Row row = new Row(shard.info().rowTokens());
      for (long r = 0; r < shard.rows(); r++) {
        shard.read(r, row);
      }
    }
  }

  /** Rows times their tokens are what was delivered and what pads. */
  private void mix(FileClaims claims, String directory, String kind, String prefix)
      throws IOException {
    long rows = 0;
    long tokens = 0;
    for (String file : claims.files().keySet()) {
      if (file.startsWith(directory + kind + "/") && file.endsWith(".arrow")) {
        try (ShardReader shard = ShardReader.open(store, file)) {
          rows += shard.rows();
          tokens += shard.rows() * shard.info().rowTokens();
        } catch (CorruptDataException | IOException e) {
          // Damage was named when its checksum was compared.
          return;
        }
      }
    }
    agree(claims, prefix + "rows", count(claims, prefix + "rows").orElse(0L), rows);
    long delivered = count(claims, prefix + "tokens.delivered").orElse(0L);
    long taken = count(claims, prefix + "tokens.taken").orElse(0L);
    agree(
        claims,
        prefix + "tokens.delivered",
        delivered,
        tokens - count(claims, prefix + "padded").orElse(0L));
    agree(
        claims,
        prefix + "tokens.taken",
        taken,
        delivered + count(claims, prefix + "tokens.cropped").orElse(0L));
  }

  private void agree(FileClaims claims, String name, long counted, long found) {
    if (counted != found) {
      result.problem(
          Wording.of(
              "%s counts %s %d; expected %d, by its shards", claims.path(), name, counted, found));
    }
  }

  private void tokenStore(String directory, FileClaims claims) throws IOException {
    try (TokenStore tokens = TokenStore.open(store, directory)) {
      long total = 0;
      for (StratumTokens stratum : tokens.strata().values()) {
        total += sparse(stratum.runs()) + sparse(stratum.heldOutRuns());
      }
      Optional<Long> counted = count(claims, "tokens.out");
      if (counted.isPresent() && counted.get() != total) {
        result.problem(
            Wording.of(
                "%s counts %d tokens; expected %d, as its parts hold",
                claims.path(), counted.get(), total));
      }
    } catch (CorruptDataException e) {
      result.problem(e.getMessage());
    }
  }

  private static Optional<Long> count(FileClaims claims, String name) {
    return claims
        .tree()
        .find("counts")
        .filter(ConfigTree::isSection)
        .flatMap(counts -> counts.find(name))
        .map(ConfigTree::asLong);
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
