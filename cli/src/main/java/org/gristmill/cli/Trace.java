package org.gristmill.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.gristmill.common.ConfigException;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.recipe.Locations;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.gristmill.common.work.Manifest;
import org.gristmill.common.work.Stage;
import org.gristmill.common.work.WorkDirectory;
import org.gristmill.tokenization.shard.ShardReader;
import org.gristmill.tokenization.shard.Shards;
import org.gristmill.tokenization.store.TokenPart;
import org.gristmill.tokenization.store.TokenRun;
import org.gristmill.tokenization.store.TokenStore;
import org.gristmill.tokenization.stream.Row;

/** Follows a token of a shard back to the document it was taken from. */
final class Trace {

  private static final String SHARDS = "shards";

  /** Tokens shown on either side. */
  private static final int AROUND = 12;

  private final String mixLocation;

  /**
   * Starts at a mix directory, or its folder of shards.
   *
   * @throws ConfigException if the target is neither
   */
  Trace(Target target) {
    String location = target.location();
    mixLocation = Locations.name(location).equals(SHARDS) ? Locations.parent(location) : location;
  }

  Summary follow(Address address) throws IOException {
    String workLocation = Locations.parent(Locations.parent(mixLocation));
    String mix = WorkDirectory.directory(Stage.MIX, Locations.name(mixLocation));
    try (Store store = Stores.open(workLocation, Map.of())) {
      Optional<Manifest> manifest = Manifest.read(store, mix + "/" + WorkDirectory.MANIFEST);
      if (manifest.isEmpty() || manifest.get().stage() != Stage.MIX) {
        throw new ConfigException(
            Wording.of("Cannot trace in %s: expected a mix directory, as work/mix/…", mixLocation));
      }
      String tokenize =
          WorkDirectory.directory(
              Stage.TOKENIZE, manifest.get().tree().at("upstream").at("tokenize").asText());
      String path = mix + "/" + Shards.path(SHARDS, address.shard());
      if (store.stat(path).isEmpty()) {
        throw new ConfigException(
            Wording.of(
                "Cannot trace in shard %d: there is no %s; expected a number below %d, counting from 0",
                address.shard(), path, manifest.get().count("shards")));
      }
      try (ShardReader shard = ShardReader.open(store, path);
          TokenStore tokens = TokenStore.open(store, tokenize)) {
        return follow(store, shard, tokens, address);
      }
    }
  }

  private static Summary follow(Store store, ShardReader shard, TokenStore tokens, Address address)
      throws IOException {
    Row row = row(shard, address);
    int segment = 0;
    while (segment + 1 < row.segments() && row.starts()[segment + 1] <= address.offset()) {
      segment++;
    }
    String stratum = shard.info().strata().get(row.strata()[segment]);
    TokenPart part = part(tokens, stratum, row.runs()[segment], row.parts()[segment]);
    int ordinal = row.documents()[segment];
    int start = row.starts()[segment];
    int end = segment + 1 < row.segments() ? row.starts()[segment + 1] : row.length();
    int[] document = part.document(ordinal);
    int first = row.offsets()[segment];
    int[] inShard = Arrays.copyOfRange(row.inputIds(), start, end);
    int[] inStore =
        Arrays.copyOfRange(document, first, Math.min(document.length, first + end - start));
    if (!Arrays.equals(inShard, inStore)) {
      throw new CorruptDataException(
          Wording.of(
              "Tokens %d to %d of row %d of shard %d are not those of document %d of %s from its token %d",
              start, end, address.row(), address.shard(), ordinal, part.path(), first));
    }
    Summary summary =
        new Summary(
            "trace",
            Wording.of(
                "Token %d of row %d of shard %d",
                address.offset(), address.row(), address.shard()));
    summary.fact("stratum", "stratum", stratum);
    summary.fact("part", "part", part.path());
    summary.count("document in the part", "partDocument", ordinal);
    summary.fact("document id", "documentId", part.documentId(ordinal).hex());
    summary.fact(
        "epoch", "epoch", (long) row.epochs()[segment], String.valueOf(row.epochs()[segment]));
    int place = first + address.offset() - start;
    summary.fact(
        "token in the document",
        "documentToken",
        (long) place,
        Wording.of("%d of %d", place, document.length));
    Provenance.add(summary, store, part.path(), ordinal);
    int from = Math.max(0, address.offset() - start - AROUND);
    int to = Math.min(inShard.length, address.offset() - start + AROUND + 1);
    int[] shown = Arrays.copyOfRange(inShard, from, to);
    summary.fact(
        "ids around it", "ids", Arrays.stream(shown).boxed().toList(), Arrays.toString(shown));
    KnownTokenizers.find(store, shard.info().tokenizerFingerprint())
        .ifPresent(
            tokenizer ->
                summary.fact(
                    "text around it",
                    "text",
                    new String(tokenizer.decode(shown, 0, shown.length), StandardCharsets.UTF_8)
                        .replaceAll("\\s+", " ")));
    summary.fact(
        "same tokens",
        "sameTokens",
        true,
        Wording.of(
            "yes, all %d of this piece, in the shard and in the token store", inShard.length));
    return summary;
  }

  private static Row row(ShardReader shard, Address address) throws IOException {
    if (address.row() >= shard.rows()) {
      throw new ConfigException(
          Wording.of(
              "Cannot trace row %d: shard %d has %d rows",
              address.row(), address.shard(), shard.rows()));
    }
    Row row = new Row(shard.info().rowTokens());
    shard.read(address.row(), row);
    if (address.offset() >= row.length()) {
      throw new ConfigException(
          Wording.of(
              "Cannot trace token %d: row %d holds %d tokens",
              address.offset(), address.row(), row.length()));
    }
    return row;
  }

  private static TokenPart part(TokenStore tokens, String stratum, int run, int number) {
    for (TokenRun candidate : tokens.stratum(stratum).runs()) {
      if (candidate.number() == run) {
        for (TokenPart part : candidate.parts()) {
          if (part.number() == number) {
            return part;
          }
        }
      }
    }
    throw new CorruptDataException(
        Wording.of(
            "Cannot find part %d of run %d of stratum %s in the token store",
            number, run, stratum));
  }
}
