package org.gristmill.tokenization.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.gristmill.common.identity.DocumentId;
import org.gristmill.tokenization.store.Documents;
import org.gristmill.tokenization.store.Documents.Document;
import org.gristmill.tokenization.store.MemoryStore;
import org.gristmill.tokenization.store.TokenPartWriter;
import org.gristmill.tokenization.store.TokenStore;
import org.gristmill.tokenization.store.TokenType;
import org.gristmill.tokenization.stream.MixSpec;
import org.gristmill.tokenization.stream.PairStream;
import org.gristmill.tokenization.stream.RowStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pairs leave the token store whole and unpacked. */
class PreferencesTest {
  private static final String TEXT = "en/prose/all/all";
  private static final String PAIRS = "en/preference/all/all";

  private final MemoryStore store = new MemoryStore();
  private final List<Document> documents = Documents.random(1500, 200, 4);
  private long pairTokens;

  /** A document's chosen part is its first third; every seventh token is learnt. */
  @BeforeEach
  void writeStore() throws IOException {
    Documents.write(store, "t", "tokens", TEXT, 0, 0, Documents.random(50, 100, 1));
    String path = TokenStore.partPath("t", "tokens", PAIRS, 0, 0);
    try (TokenPartWriter writer = new TokenPartWriter(store, path, TokenType.UINT16)) {
      for (Document document : Documents.sorted(documents)) {
        int[] tokens = document.tokens().stream().mapToInt(Integer::intValue).toArray();
        byte[] mask = new byte[tokens.length];
        for (int t = 0; t < mask.length; t++) {
          mask[t] = (byte) (tokens[t] % 7 == 0 ? 1 : 0);
        }
        int chosen = tokens.length / 3;
        writer.addPair(
            document.id(), document.key(), tokens, mask, 0, chosen, tokens.length - chosen);
        pairTokens += tokens.length;
      }
      writer.commit();
    }
  }

  private MixSpec.Builder spec() {
    return MixSpec.builder()
        .sequenceLength(31)
        .windowRows(64)
        .seed(5)
        .validationFraction(0.1)
        .shardBytes(1)
        .tokenizer("fingerprint", 60_001, 60_000)
        .stratum(TEXT, 1000);
  }

  private List<Preference> write(MixSpec spec, String directory) throws IOException {
    List<Preference> all = new ArrayList<>();
    try (TokenStore tokens = TokenStore.open(store, "t")) {
      PairStream stream = PairStream.training(tokens, spec);
      long taken = 0;
      for (int shard = Preferences.count(stream) - 1; shard >= 0; shard--) {
        Shards.Summary summary = Preferences.write(stream, store, directory, shard);
        List<Preference> read = Preferences.read(store, Shards.path(directory, shard));
        assertThat(summary.rows()).isEqualTo(read.size());
        taken += summary.strataTokens().get(1);
        all.addAll(0, read);
      }
      assertThat(taken).isEqualTo(stream.tokens()[1]);
    }
    return all;
  }

  private static List<Integer> joined(Preference preference) {
    List<Integer> tokens = new ArrayList<>(preference.chosen());
    tokens.addAll(preference.rejected());
    return tokens;
  }

  private Set<List<Integer>> training() {
    Set<List<Integer>> training = new HashSet<>();
    for (Document document : documents) {
      if (document.key() < (long) (0.9 * Long.MAX_VALUE)) {
        training.add(document.tokens());
      }
    }
    return training;
  }

  @Test
  void oneEpochGivesEveryTrainingPairOnceWithItsMasks() throws IOException {
    long available;
    try (TokenStore tokens = TokenStore.open(store, "t")) {
      available = tokens.stratum(PAIRS).trainingTokens(0.1);
      assertThat(available).isLessThan(pairTokens);
    }
    List<Preference> all = write(spec().wholeStratum(PAIRS, available).build(), "p");
    Set<List<Integer>> expected = training();
    assertThat(all).hasSize(expected.size());
    assertThat(all.stream().map(PreferencesTest::joined))
        .containsExactlyInAnyOrderElementsOf(expected);
    for (Preference preference : all) {
      assertThat(preference.chosen()).hasSize(joined(preference).size() / 3);
      assertThat(preference.rejectedMask())
          .isEqualTo(preference.rejected().stream().map(t -> t % 7 == 0 ? 1 : 0).toList());
      assertThat(preference.stratum()).isEqualTo(1);
      assertThat(preference.epoch()).isZero();
    }
  }

  @Test
  void aBudgetInsideAPairLeavesItOutEvenIfThePlanDoesNotCallTheStratumWhole() throws IOException {
    for (long budget : new Random(1).longs(20, 300, 20_000).toArray()) {
      List<Preference> whole = write(spec().wholeStratum(PAIRS, budget).build(), "w");
      List<Preference> other = write(spec().stratum(PAIRS, budget).build(), "o");
      assertThat(other).isEqualTo(whole);
      int tokens = whole.stream().mapToInt(p -> joined(p).size()).sum();
      assertThat((long) tokens).isBetween(budget - 200, budget);
      assertThat(training()).containsAll(whole.stream().map(PreferencesTest::joined).toList());
    }
  }

  @Test
  void pairsMakeNoRowsAndNeedNoMaskColumn() throws IOException {
    MixSpec spec = spec().wholeStratum(PAIRS, 10_000).build();
    try (TokenStore tokens = TokenStore.open(store, "t")) {
      RowStream rows = RowStream.training(tokens, spec);
      assertThat(rows.tokens()).containsExactly(1000, 0);
      assertThat(rows.rows()).isEqualTo(32);
      assertThat(rows.isMasked()).isFalse();
      assertThat(PairStream.validation(tokens, spec).window(0))
          .hasSizeGreaterThan(10)
          .allMatch(pair -> key(pair.tokens()) > 0.9 * Long.MAX_VALUE);
    }
  }

  private static long key(int[] tokens) {
    return DocumentId.ofTokens(tokens, 0, tokens.length).key();
  }

  @Test
  void pairsOfSeveralStrataInterleaveInTheOrderOfTheirSeed() throws IOException {
    List<Preference> one = write(spec().wholeStratum(PAIRS, 20_000).build(), "a");
    List<Preference> again = write(spec().wholeStratum(PAIRS, 20_000).build(), "b");
    List<Preference> seeded = write(spec().seed(6).wholeStratum(PAIRS, 20_000).build(), "c");
    assertThat(again).isEqualTo(one);
    assertThat(seeded).isNotEqualTo(one);
    assertThat(IntStream.range(0, one.size()).map(i -> one.get(i).document()).distinct().count())
        .isEqualTo(one.size());
  }
}
