package org.gristmill.tokenization.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.gristmill.common.identity.DocumentId;
import org.gristmill.common.identity.KeySpace;
import org.gristmill.common.store.Store;

/** Random documents for tests, and how to put them into a token store. */
public final class Documents {
  private Documents() {}

  /** A document as tokens. */
  public record Document(DocumentId id, List<Integer> tokens) {
    public long key() {
      return id.key();
    }

    int[] array() {
      return tokens.stream().mapToInt(Integer::intValue).toArray();
    }
  }

  /** The order of a store. */
  public static List<Document> sorted(List<Document> documents) {
    return documents.stream()
        .sorted(Comparator.comparingLong(Document::key).thenComparing(Document::id))
        .toList();
  }

  /** Seeded documents, mostly short, some of many rows; tokens below 60,000. */
  public static List<Document> random(int count, int longest, long seed) {
    Random random = new Random(seed);
    List<Document> documents = new ArrayList<>();
    for (int d = 0; d < count; d++) {
      int length =
          1 + random.nextInt(random.nextInt(12) == 0 ? longest : Math.max(1, longest / 12));
      int[] tokens = random.ints(length, 0, 60_000).toArray();
      documents.add(
          new Document(
              DocumentId.ofTokens(tokens, 0, length),
              java.util.Arrays.stream(tokens).boxed().toList()));
    }
    return documents;
  }

  /** Writes one run of 2^bits parts; parts without documents are left out. */
  public static void write(
      Store store,
      String directory,
      String kind,
      String stratum,
      int run,
      int bits,
      List<Document> documents)
      throws IOException {
    for (int part = 0; part < 1 << bits; part++) {
      int wanted = part;
      List<Document> mine =
          sorted(documents).stream().filter(d -> KeySpace.part(d.key(), bits) == wanted).toList();
      if (mine.isEmpty()) {
        continue;
      }
      String path = TokenStore.partPath(directory, kind, stratum, run, part);
      try (TokenPartWriter writer = new TokenPartWriter(store, path, TokenType.UINT16)) {
        for (Document document : mine) {
          int[] tokens = document.array();
          writer.add(document.id(), document.key(), tokens, 0, tokens.length);
        }
        writer.commit();
      }
    }
  }
}
