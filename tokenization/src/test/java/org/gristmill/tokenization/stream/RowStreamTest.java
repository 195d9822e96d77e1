package org.gristmill.tokenization.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.gristmill.common.ConfigException;
import org.gristmill.common.identity.DocumentId;
import org.gristmill.common.identity.KeySpace;
import org.gristmill.common.store.Store;
import org.gristmill.tokenization.store.Documents;
import org.gristmill.tokenization.store.Documents.Document;
import org.gristmill.tokenization.store.MemoryStore;
import org.gristmill.tokenization.store.StratumLine;
import org.gristmill.tokenization.store.TokenStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RowStreamTest {
  private static final String EN = "en/prose/long/all";
  private static final String ZH = "zh/prose/short/all";
  private static final String CODE = "en/code/all/all";

  private Store store;
  private final Map<String, List<Document>> documents = new TreeMap<>();

  @BeforeEach
  void writeStore() throws IOException {
    store = new MemoryStore();
    documents.put(EN, Documents.random(300, 400, 1));
    documents.put(ZH, Documents.random(120, 90, 2));
    documents.put(CODE, Documents.random(9, 700, 3));
    int bits = 0;
    for (Map.Entry<String, List<Document>> stratum : documents.entrySet()) {
      Documents.write(store, "t", "tokens", stratum.getKey(), 0, bits++, stratum.getValue());
    }
  }

  private static MixSpec.Builder spec() {
    return MixSpec.builder()
        .sequenceLength(31)
        .windowRows(16)
        .seed(7)
        .validationFraction(0.1)
        .tokenizer("f", 60_001, 60_000);
  }

  private RowStream stream(MixSpec spec) throws IOException {
    return RowStream.training(TokenStore.open(store, "t"), spec);
  }

  @Test
  void equalsItsDefinition() throws IOException {
    MixSpec spec = spec().stratum(EN, 5001).stratum(ZH, 2222).stratum(CODE, 9050).build();
    List<List<ReferenceStream.Piece>> expected = ReferenceStream.windows(spec, documents);
    RowStream stream = stream(spec);

    assertThat(stream.windows()).isEqualTo(expected.size()).isEqualTo(32);
    long rowsBefore = 0;
    for (int w = 0; w < expected.size(); w++) {
      List<Integer> tokens = new ArrayList<>();
      for (ReferenceStream.Piece piece : expected.get(w)) {
        tokens.addAll(
            piece.document().tokens().subList(piece.offset(), piece.offset() + piece.length()));
      }
      assertThat(stream.rowsBefore(w)).isEqualTo(rowsBefore);
      WindowRows window = stream.window(w);
      assertThat(window.rows()).isEqualTo((tokens.size() + 31) / 32);
      rowsBefore += window.rows();
      Row row = new Row(32);
      for (int r = 0; r < window.rows(); r++) {
        window.read(r, row);
        List<Integer> wanted = tokens.subList(r * 32, Math.min(tokens.size(), r * 32 + 32));
        assertThat(row.length()).isEqualTo(wanted.size());
        assertThat(Arrays.stream(row.inputIds(), 0, row.length()).boxed().toList())
            .isEqualTo(wanted);
        assertThat(Arrays.stream(row.inputIds(), row.length(), 32).filter(id -> id != 60_000))
            .isEmpty();
        checkSources(row, spec);
      }
    }
    assertThat(stream.rows()).isEqualTo(rowsBefore);
  }

  /** Every segment's source leads to a document with those tokens. */
  private void checkSources(Row row, MixSpec spec) throws IOException {
    try (TokenStore tokens = TokenStore.open(store, "t")) {
      for (int s = 0; s < row.segments(); s++) {
        int end = s + 1 < row.segments() ? row.starts()[s + 1] : row.length();
        int number = row.parts()[s];
        int[] document =
            tokens
                .stratum(spec.stratumNames().get(row.strata()[s]))
                .runs()
                .get(row.runs()[s])
                .parts()
                .stream()
                .filter(part -> part.number() == number)
                .findFirst()
                .orElseThrow()
                .document(row.documents()[s]);
        assertThat(Arrays.copyOfRange(row.inputIds(), row.starts()[s], end))
            .isEqualTo(
                Arrays.copyOfRange(
                    document, row.offsets()[s], row.offsets()[s] + end - row.starts()[s]));
      }
    }
  }

  @Test
  void windowsTileEveryBudgetExactlyOnceAndBordersStayWithinOneRow() throws IOException {
    for (long seed = 0; seed < 10; seed++) {
      MixSpec spec =
          spec()
              .seed(seed)
              .windowRows(1 + (int) seed * 3)
              .stratum(EN, 7000 + seed)
              .stratum(ZH, 1)
              .stratum(CODE, 6001)
              .build();
      RowStream stream = stream(spec);
      long[] taken = new long[3];
      for (long w = 0; w < stream.windows(); w++) {
        assertThat(stream.tokensBefore(w)).isEqualTo(taken);
        for (int s = 0; s < 3; s++) {
          double share = spec.strata().get(s).tokens() * (double) w / stream.windows();
          assertThat((double) taken[s]).isBetween(share - 33, share + 33);
        }
        for (Row row : rows(stream, w)) {
          for (int s = 0; s < row.segments(); s++) {
            int end = s + 1 < row.segments() ? row.starts()[s + 1] : row.length();
            taken[row.strata()[s]] += end - row.starts()[s];
          }
        }
      }
      assertThat(taken).containsExactly(7000 + seed, 1, 6001).isEqualTo(stream.tokens());
    }
  }

  @Test
  void windowsDoNotDependOnTheOrderTheyAreReadIn() throws IOException {
    MixSpec spec = spec().stratum(EN, 9000).stratum(CODE, 4000).build();
    List<String> forward = allRows(stream(spec));
    RowStream other = stream(spec);
    List<Long> order = new ArrayList<>();
    for (long w = 0; w < other.windows(); w++) {
      order.add(w);
    }
    java.util.Collections.shuffle(order, new Random(1));
    Map<Long, List<String>> read = new HashMap<>();
    for (long w : order) {
      read.put(w, rows(other, w).stream().map(Row::toString).toList());
    }
    List<String> joined = new ArrayList<>();
    for (long w = 0; w < other.windows(); w++) {
      joined.addAll(read.get(w));
    }
    assertThat(joined).isEqualTo(forward);
  }

  @Test
  void aLargerBudgetContainsTheSmallerSample() throws IOException {
    Set<String> once = tokenPlaces(spec().stratum(EN, 3000).stratum(CODE, 900).build());
    Set<String> twice = tokenPlaces(spec().stratum(EN, 6000).stratum(CODE, 1800).build());
    assertThat(once).hasSize(3900);
    assertThat(twice).hasSize(7800).containsAll(once);
  }

  @Test
  void anotherSeedTakesOtherDocuments() throws IOException {
    Set<String> seven = tokenPlaces(spec().stratum(EN, 3000).build());
    Set<String> eight = tokenPlaces(spec().seed(8).stratum(EN, 3000).build());
    assertThat(eight).hasSize(3000).isNotEqualTo(seven);
  }

  private Set<String> tokenPlaces(MixSpec spec) throws IOException {
    Set<String> places = new HashSet<>();
    RowStream stream = stream(spec);
    for (long w = 0; w < stream.windows(); w++) {
      for (Row row : rows(stream, w)) {
        for (int s = 0; s < row.segments(); s++) {
          int end = s + 1 < row.segments() ? row.starts()[s + 1] : row.length();
          for (int i = 0; i < end - row.starts()[s]; i++) {
            places.add(
                row.strata()[s]
                    + "/"
                    + row.parts()[s]
                    + "/"
                    + row.documents()[s]
                    + "/"
                    + (row.offsets()[s] + i)
                    + "/"
                    + row.epochs()[s]);
          }
        }
      }
    }
    return places;
  }

  @Test
  void severalRunsAndPartsReadAsOne() throws IOException {
    MixSpec spec = spec().stratum(EN, 30_000).stratum(ZH, 2000).stratum(CODE, 20_000).build();
    List<String> one = tokensOnly(stream(spec));
    for (int runs : new int[] {2, 5}) {
      Random random = new Random(runs);
      String directory = "runs" + runs;
      for (Map.Entry<String, List<Document>> stratum : documents.entrySet()) {
        List<List<Document>> split = new ArrayList<>();
        for (int r = 0; r < runs; r++) {
          split.add(new ArrayList<>());
        }
        stratum.getValue().forEach(document -> split.get(random.nextInt(runs)).add(document));
        for (int r = 0; r < runs; r++) {
          Documents.write(store, directory, "tokens", stratum.getKey(), r, r % 3, split.get(r));
        }
      }
      RowStream several = RowStream.training(TokenStore.open(store, directory), spec);
      assertThat(tokensOnly(several)).isEqualTo(one);
    }
  }

  @Test
  void wholeStrataEndBeforeTheDocumentThatDoesNotFit() throws IOException {
    Set<Long> borders = new HashSet<>();
    try (TokenStore tokens = TokenStore.open(store, "t")) {
      StratumLine line = tokens.stratum(CODE).trainingLine(0.1, 7);
      for (line.seek(0); line.start() < 3000; line.next()) {
        borders.add(line.start());
      }
    }
    for (long budget = 0; budget < 2000; budget += 37) {
      long taken = stream(spec().wholeStratum(CODE, budget).build()).tokens()[0];
      long asked = budget;
      assertThat(taken)
          .isEqualTo(borders.stream().filter(b -> b <= asked).max(Long::compare).orElseThrow());
    }
  }

  @Test
  void validationHoldsTheDocumentsThatTrainingNeverSees() throws IOException {
    Documents.write(store, "t", "validation", ZH, 0, 0, Documents.random(5, 50, 77));
    MixSpec spec = spec().stratum(EN, 100).stratum(ZH, 100).build();
    RowStream validation = RowStream.validation(TokenStore.open(store, "t"), spec);
    long limit = KeySpace.trainingLimit(0.1);
    long heldOut =
        documents.get(EN).stream()
            .filter(d -> d.key() >= limit)
            .mapToLong(d -> d.tokens().size())
            .sum();
    assertThat(validation.tokens()[0]).isEqualTo(heldOut);
    boolean fromHeldOutSource = false;
    try (TokenStore tokens = TokenStore.open(store, "t")) {
      for (long w = 0; w < validation.windows(); w++) {
        for (Row row : rows(validation, w)) {
          for (int s = 0; s < row.segments(); s++) {
            if (row.runs()[s] >= 1 << 15) {
              fromHeldOutSource = true;
              continue;
            }
            DocumentId id =
                tokens
                    .stratum(spec.stratumNames().get(row.strata()[s]))
                    .runs()
                    .get(0)
                    .parts()
                    .get(row.parts()[s])
                    .documentId(row.documents()[s]);
            assertThat(id.key()).isGreaterThanOrEqualTo(limit);
          }
        }
      }
    }
    assertThat(fromHeldOutSource).isTrue();
    assertThat(
            RowStream.validation(
                    TokenStore.open(store, "t"), spec().stratum(EN, 9).validationTokens(40).build())
                .tokens())
        .containsExactly(40);
  }

  @Test
  void refusesAStratumTheStoreDoesNotHave() {
    assertThatThrownBy(() -> stream(spec().stratum("fr/prose/all/all", 10).build()))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(
            "Cannot find stratum 'fr/prose/all/all' in token store t; expected one of");
  }

  private static List<Row> rows(RowStream stream, long window) throws IOException {
    WindowRows rows = stream.window(window);
    List<Row> result = new ArrayList<>();
    for (int r = 0; r < rows.rows(); r++) {
      Row row = new Row(stream.spec().rowTokens());
      rows.read(r, row);
      result.add(row);
    }
    return result;
  }

  private static List<String> allRows(RowStream stream) throws IOException {
    List<String> all = new ArrayList<>();
    for (long w = 0; w < stream.windows(); w++) {
      rows(stream, w).forEach(row -> all.add(row.toString()));
    }
    return all;
  }

  private static List<String> tokensOnly(RowStream stream) throws IOException {
    List<String> all = new ArrayList<>();
    for (long w = 0; w < stream.windows(); w++) {
      rows(stream, w)
          .forEach(
              row ->
                  all.add(
                      row.length()
                          + Arrays.toString(row.inputIds())
                          + Arrays.toString(Arrays.copyOf(row.starts(), row.segments()))
                          + Arrays.toString(Arrays.copyOf(row.epochs(), row.segments()))));
    }
    return all;
  }
}
