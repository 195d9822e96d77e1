package org.gristmill.trainer.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.gristmill.common.identity.DocumentId;
import org.gristmill.common.store.Store;
import org.gristmill.tokenization.SpecialTokens;
import org.gristmill.tokenization.Tokenizer;
import org.gristmill.tokenization.Tokenizers;
import org.gristmill.tokenization.bpe.BpeTrainer;
import org.gristmill.tokenization.bpe.PreTokenizer;
import org.gristmill.tokenization.bpe.TokenizerJson;
import org.gristmill.tokenization.shard.Shards;
import org.gristmill.tokenization.store.TokenPartWriter;
import org.gristmill.tokenization.store.TokenStore;
import org.gristmill.tokenization.store.TokenType;
import org.gristmill.tokenization.stream.MixSpec;
import org.gristmill.tokenization.stream.MixSpecJson;
import org.gristmill.tokenization.stream.RowStream;

/** A small token store of made-up sentences in two languages, its tokenizer, and its mix. */
public final class SmallStore {

  public static final String TOKENS = "tokenize";
  public static final String MIX = "mix";
  public static final List<String> STRATA = List.of("en/prose/all/all", "zh/prose/all/all");

  private static final String[][] WORDS = {
    {" the", " miller", " grinds", " grain", " and", " water", " turns", " wheel", " slowly", "."},
    {"磨坊", "的", "水车", "慢慢", "转动", "谷物", "变成", "面粉", "，", "。"}
  };

  private SmallStore() {}

  /** A byte-level vocabulary of 300 tokens with the usual end of documents. */
  public static byte[] tokenizer() {
    BpeTrainer trainer =
        new BpeTrainer(
            new BpeTrainer.Options(
                PreTokenizer.Pattern.GPT2,
                300,
                1,
                List.of("<|endoftext|>"),
                BpeTrainer.Alphabet.ALL_BYTES));
    for (String[] language : WORDS) {
      for (int i = 0; i < language.length; i++) {
        trainer.add(language[i].getBytes(StandardCharsets.UTF_8), 100 - i);
      }
    }
    return TokenizerJson.write(trainer.train());
  }

  /** Writes the store below {@link #TOKENS}, and plan, shards and validation below {@link #MIX}. */
  public static MixSpec write(Store store, long tokensPerStratum) throws IOException {
    Tokenizer tokenizer = Tokenizers.parse(tokenizer());
    for (int stratum = 0; stratum < STRATA.size(); stratum++) {
      writeStratum(store, tokenizer, stratum);
    }
    int end = tokenizer.specialTokenId("<|endoftext|>").orElseThrow();
    MixSpec spec =
        MixSpec.builder()
            .stratum(STRATA.get(0), tokensPerStratum)
            .stratum(STRATA.get(1), tokensPerStratum)
            .sequenceLength(32)
            .windowRows(16)
            .validationFraction(0.1)
            .shardBytes(8_000)
            .tokenizer(tokenizer.fingerprint(), tokenizer.vocabularySize(), end)
            .specialToken("<|endoftext|>", end)
            .build();
    store.writeAtomically(MIX + "/" + MixSpecJson.FILE, MixSpecJson.write(spec));
    try (TokenStore tokens = TokenStore.open(store, TOKENS)) {
      RowStream training = RowStream.training(tokens, spec);
      for (int shard = 0; shard < Shards.count(training); shard++) {
        Shards.write(training, store, MIX + "/shards", shard);
      }
      RowStream validation = RowStream.validation(tokens, spec);
      for (int shard = 0; shard < Shards.count(validation); shard++) {
        Shards.write(validation, store, MIX + "/validation", shard);
      }
    }
    return spec;
  }

  private static void writeStratum(Store store, Tokenizer tokenizer, int stratum)
      throws IOException {
    record Document(DocumentId id, List<Integer> tokens) {}
    Random random = new Random(stratum);
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      StringBuilder text = new StringBuilder();
      int word = random.nextInt(10);
      for (int n = 5 + random.nextInt(20); n > 0; n--) {
        text.append(WORDS[stratum][word]);
        word = (word + 1 + random.nextInt(2)) % 10;
      }
      byte[] utf8 = text.toString().getBytes(StandardCharsets.UTF_8);
      int[] ids = new int[utf8.length + 1];
      int count = tokenizer.encode(utf8, 0, utf8.length, SpecialTokens.AS_TEXT, ids, 0);
      ids[count++] = tokenizer.specialTokenId("<|endoftext|>").orElseThrow();
      documents.add(
          new Document(
              DocumentId.ofText(utf8, 0, utf8.length),
              java.util.Arrays.stream(ids, 0, count).boxed().toList()));
    }
    documents.sort(
        Comparator.comparingLong((Document document) -> document.id().key())
            .thenComparing(Document::id));
    String path = TokenStore.partPath(TOKENS, TokenStore.TOKENS, STRATA.get(stratum), 0, 0);
    try (TokenPartWriter writer = new TokenPartWriter(store, path, TokenType.UINT16)) {
      for (Document document : documents) {
        int[] ids = document.tokens().stream().mapToInt(Integer::intValue).toArray();
        writer.add(document.id(), document.id().key(), ids, 0, ids.length);
      }
      writer.commit();
    }
  }
}
