package org.gristmill.spark.chain;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.parquet.schema.MessageTypeParser;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.gristmill.storage.parquet.ParquetTableWriter;

/** Small texts in folders and files as published corpora have them, with what is odd about them. */
final class PublishedCorpora {
  /** Columns of a Chinese file of IndustryCorpus2, in the order of its footer. */
  private static final String CHINESE_COLUMNS =
      "message m { optional binary text (UTF8); optional double alnum_ratio; optional double"
          + " avg_line_length; optional double char_rep_ratio; optional double"
          + " flagged_words_ratio; optional int64 max_line_length; optional int64 num_words;"
          + " optional double perplexity; optional double quality_score; optional double"
          + " special_char_ratio; optional double word_rep_ratio; optional int64 _id; optional"
          + " binary industry_type (UTF8); }";

  private static final String ENGLISH_COLUMNS =
      "message m { optional binary text (UTF8); optional double alnum_ratio; optional double"
          + " avg_line_length; optional double char_rep_ratio; optional int64 max_line_length;"
          + " optional int64 num_words; optional double quality_score; optional double"
          + " special_char_ratio; optional binary industry_type (UTF8); }";

  private static final String EDU_COLUMNS =
      "message m { required binary text (UTF8); required binary id (UTF8); required binary dump"
          + " (UTF8); required binary url (UTF8);%s required binary file_path (UTF8); required"
          + " binary language (UTF8); required double language_score; required int64 token_count;"
          + " required double score; required int64 int_score; }";

  private PublishedCorpora() {}

  /**
   * Two categories of IndustryCorpus2 in both languages and three tiers: ranks counted over all
   * folders, with gaps; other columns by language; cards; and what an unfinished download leaves.
   */
  static void industryCorpus2(Path root, int texts) throws IOException {
    int rank = 0;
    for (String category : List.of("news_media", "game")) {
      for (String language : List.of("chinese", "english")) {
        for (String tier : List.of("high", "middle", "low")) {
          String label = category.equals("game") ? "游戏" : "新闻传媒";
          Path folder = root.resolve(category).resolve(language).resolve(tier);
          industryFile(folder, rank, language, tier, label, texts);
          rank += rank % 3 == 0 ? 17 : 1;
        }
      }
    }
    Corpus.write(root.resolve("README.md"), bytes("# a card\n"));
    Corpus.write(root.resolve(".gitattributes"), bytes("*.parquet filter=lfs\n"));
    Corpus.write(
        root.resolve("game/english/._____temp/game/english/low/rank_09999.parquet"),
        bytes("PAR1 and no end"));
  }

  /** A file of IndustryCorpus2. */
  static void industryFile(
      Path folder, int rank, String language, String tier, String label, int texts)
      throws IOException {
    boolean chinese = language.equals("chinese");
    Path file = folder.resolve(String.format(java.util.Locale.ROOT, "rank_%05d.parquet", rank));
    double base = tier.equals("high") ? 4 : tier.equals("middle") ? 3 : 1;
    try (Store store = open(file);
        ParquetTableWriter table =
            table(store, file, chinese ? CHINESE_COLUMNS : ENGLISH_COLUMNS)) {
      for (int i = 0; i < texts; i++) {
        String text = Corpus.text(rank * 1000L + i, chinese, 80 + i * 3);
        double score = base + (i % 256) / 256.0;
        if (chinese) {
          table.write(
              text, 0.9, 40.0, 0.1, 0.0, 70L, 100L, 300.0 + i, score, 0.1, 0.1, (long) i, label);
        } else {
          table.write(text, 0.9, 40.0, 0.1, 70L, 100L, score, 0.1, label);
        }
      }
      table.commit(Map.of());
    }
  }

  /** A crawl of FineWeb-Edu, whose files have a date, and a sample, whose files have none. */
  static void fineWebEdu(Path root, int texts) throws IOException {
    Path crawl = root.resolve("data/CC-MAIN-2013-20/train-00000-of-00014.parquet");
    eduFile(crawl, "CC-MAIN-2013-20", " required binary date (UTF8);", 1, texts);
    eduFile(root.resolve("sample/10BT/000_00000.parquet"), "CC-MAIN-2022-05", "", 2, texts);
    Corpus.write(root.resolve("README.md"), bytes("# a card\n"));
  }

  private static void eduFile(Path file, String dump, String date, int seed, int texts)
      throws IOException {
    try (Store store = open(file);
        ParquetTableWriter table = table(store, file, EDU_COLUMNS.formatted(date))) {
      for (int i = 0; i < texts; i++) {
        double score = 2.5 + i % 10 * 0.25;
        long rounded = Math.round(score);
        Object[] first = {Corpus.text(seed * 1000L + i, false, 60), "<urn:uuid:" + i + ">", dump};
        Object[] last = {"s3://crawl/" + i, "en", 0.98, 77L, score, rounded};
        Object[] middle = date.isEmpty() ? new Object[] {"u"} : new Object[] {"u", "2013-05-18"};
        table.write(
            java.util.stream.Stream.of(first, middle, last).flatMap(Arrays::stream).toArray());
      }
      table.commit(Map.of());
    }
  }

  /** Shards of one column, without statistics and dictionaries. */
  static void shards(Path root, int shards, int texts) throws IOException {
    for (int i = 0; i < shards; i++) {
      Path file = root.resolve(String.format(java.util.Locale.ROOT, "shard_%05d.parquet", i));
      try (Store store = open(file);
          ParquetTableWriter table =
              new ParquetTableWriter(
                  store,
                  file.getFileName().toString(),
                  MessageTypeParser.parseMessageType("message m { optional binary text (UTF8); }"),
                  4000,
                  List.of("text"))) {
        for (int j = 0; j < texts; j++) {
          table.write(Corpus.text(i * 1000L + j, false, 60));
        }
        table.commit(Map.of());
      }
    }
  }

  private static Store open(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    return Stores.open(file.getParent().toString(), Map.of());
  }

  private static ParquetTableWriter table(Store store, Path file, String columns)
      throws IOException {
    return new ParquetTableWriter(
        store,
        file.getFileName().toString(),
        MessageTypeParser.parseMessageType(columns),
        2000,
        List.of("text"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
