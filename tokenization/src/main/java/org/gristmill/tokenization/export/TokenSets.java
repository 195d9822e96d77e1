package org.gristmill.tokenization.export;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.store.FileInfo;
import org.gristmill.common.store.RandomInput;
import org.gristmill.common.store.Store;
import org.gristmill.tokenization.store.StratumTokens;
import org.gristmill.tokenization.store.TokenPart;
import org.gristmill.tokenization.store.TokenRun;
import org.gristmill.tokenization.store.TokenStore;

/**
 * Finds out what token data a file or folder holds: a token store, shards, or a set of another
 * project. Finding reads names and first bytes only.
 */
public final class TokenSets {
  private static final String HELD_OUT = "validation/";

  private TokenSets() {}

  /** Opens one file or set. */
  interface Opener {
    TokenSequences open() throws IOException;
  }

  /** Sequences that belong together. */
  public static final class TokenSet {
    private final String name;
    private final List<Opener> openers;

    private TokenSet(String name, List<Opener> openers) {
      this.name = name;
      this.openers = openers;
    }

    /** Stratum of a token store, or name of a set; empty if there is just one. */
    public String name() {
      return name;
    }

    /**
     * Opens its first file; the others follow when they are reached.
     *
     * @throws CorruptDataException if the file is damaged
     */
    public TokenSequences open() throws IOException {
      return openers.size() == 1 ? openers.get(0).open() : new ChainedSequences(openers);
    }
  }

  /**
   * The token data in a file.
   *
   * @return one set, or none if it is not token data of a known format
   */
  public static List<TokenSet> ofFile(Store store, String file) throws IOException {
    String stem = stem(file);
    if (file.endsWith(".idx") || isPaired(store, file)) {
      return one(() -> MegatronSequences.open(store, stem));
    }
    if (file.endsWith(".ds") || file.endsWith(".ds.index") || file.endsWith(".ds.metadata")) {
      String data = file.endsWith(".ds") ? file : stem;
      return one(() -> DatatroveSequences.open(store, data));
    }
    try (RandomInput input = store.open(file)) {
      if (file.endsWith(".bin") && BinHeader.isAt(input)) {
        return one(() -> BinSequences.open(store, file));
      }
      if (file.endsWith(".arrow") && ArrowStreamCheck.isAt(input)) {
        return one(() -> DatasetsSequences.ofFile(store, file));
      }
    }
    return List.of();
  }

  /** Whether a file is the {@code .bin} of a Megatron set. */
  private static boolean isPaired(Store store, String file) throws IOException {
    return file.endsWith(".bin") && store.stat(stem(file) + ".idx").isPresent();
  }

  private static List<TokenSet> one(Opener opener) {
    return List.of(new TokenSet("", List.of(opener)));
  }

  private static String stem(String file) {
    return file.contains(".") ? file.substring(0, file.lastIndexOf('.')) : file;
  }

  /**
   * The token data in the root of a store: of a token store one set for every stratum, held-out
   * sources under {@code validation/}; of a mix its training rows; of Megatron, datatrove and llm.c
   * files one set for each. Strata of pairs are left out, see {@link #strataOfPairs}.
   *
   * @return no set if there is no token data of a known format
   */
  public static List<TokenSet> ofFolder(Store store) throws IOException {
    try (TokenStore tokens = TokenStore.open(store, "")) {
      if (!tokens.strata().isEmpty()) {
        return strata(store, tokens);
      }
    }
    for (String shards : List.of("", "shards")) {
      String first = shards.isEmpty() ? "shard-00000.arrow" : "shards/shard-00000.arrow";
      if (store.stat(first).isPresent()) {
        return one(() -> new ShardSequences(store, shards));
      }
    }
    if (store.stat("index.json").isPresent()) {
      return one(() -> MdsSequences.open(store, ""));
    }
    if (store.stat(DatasetsSchema.STATE).isPresent()) {
      return one(() -> DatasetsSequences.open(store, ""));
    }
    List<TokenSet> sets = new ArrayList<>();
    for (FileInfo file : store.list("")) {
      String path = file.path();
      String stem = stem(path);
      boolean isBin = path.endsWith(".bin") && !isPaired(store, path);
      if (isBin || path.endsWith(".idx") || path.endsWith(".ds")) {
        for (TokenSet set : ofFile(store, path)) {
          sets.add(new TokenSet(stem, set.openers));
        }
      }
    }
    return sets.size() == 1 ? List.of(new TokenSet("", sets.get(0).openers)) : sets;
  }

  /**
   * Strata of the token store in the root of a store that {@link #ofFolder} leaves out, because
   * they hold pairs of answers and not sequences of their own.
   */
  public static List<String> strataOfPairs(Store store) throws IOException {
    List<String> names = new ArrayList<>();
    try (TokenStore tokens = TokenStore.open(store, "")) {
      for (StratumTokens stratum : tokens.strata().values()) {
        if (stratum.hasPairs()) {
          names.add(stratum.name());
        }
      }
    }
    return names;
  }

  private static List<TokenSet> strata(Store store, TokenStore tokens) throws IOException {
    SortedMap<String, List<Opener>> found = new TreeMap<>();
    for (StratumTokens stratum : tokens.strata().values()) {
      if (!stratum.hasPairs()) {
        boolean masked = stratum.hasMask();
        parts(store, stratum.runs(), masked, found, stratum.name());
        parts(store, stratum.heldOutRuns(), masked, found, HELD_OUT + stratum.name());
      }
    }
    List<TokenSet> sets = new ArrayList<>();
    for (Map.Entry<String, List<Opener>> set : found.entrySet()) {
      sets.add(new TokenSet(set.getKey(), set.getValue()));
    }
    return sets;
  }

  private static void parts(
      Store store,
      List<TokenRun> runs,
      boolean masked,
      Map<String, List<Opener>> found,
      String name) {
    for (TokenRun run : runs) {
      for (TokenPart part : run.parts()) {
        found
            .computeIfAbsent(name, any -> new ArrayList<>())
            .add(
                () ->
                    masked
                        ? MegatronSequences.masked(store, part.path())
                        : MegatronSequences.open(store, part.path()));
      }
    }
  }
}
