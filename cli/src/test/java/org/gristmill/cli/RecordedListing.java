package org.gristmill.cli;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Folders that list as data sets on the Hub do: their names and lengths, without content. */
final class RecordedListing {
  private static final List<String> CATEGORIES =
      List.of(
          "accommodation_catering_hotel",
          "aerospace",
          "agriculture_forestry_animal_husbandry_fishery",
          "artificial_intelligence_machine_learning",
          "automobile",
          "biomedicine",
          "computer_communication",
          "computer_programming_code",
          "current_affairs_government_administration",
          "electric_power_energy",
          "film_entertainment",
          "finance_economics",
          "fire_safety_food_safety",
          "game",
          "law_judiciary",
          "literature_emotion",
          "mathematics_statistics",
          "medicine_health_psychology_traditional_chinese_medicine",
          "mining",
          "news_media",
          "other_information_services_information_security",
          "other_manufacturing",
          "petrochemical",
          "real_estate_construction",
          "sports",
          "subject_education_education",
          "technology_scientific_research",
          "tourism_geography",
          "transportation",
          "water_resources_ocean");

  private final Path root;

  RecordedListing(Path root) {
    this.root = root;
  }

  /** 30 categories, both languages, three tiers, two files each, ranks counted over all. */
  RecordedListing industryCorpus2() throws IOException {
    int rank = 0;
    for (String category : CATEGORIES) {
      for (String language : List.of("chinese", "english")) {
        for (String tier : List.of("high", "low", "middle")) {
          for (int i = 0; i < 2; i++) {
            file(
                "BAAI/IndustryCorpus2/%s/%s/%s/rank_%05d.parquet"
                    .formatted(category, language, tier, rank++),
                500_000_000L + rank);
          }
        }
      }
    }
    file("BAAI/IndustryCorpus2/README.md", 9_000);
    file("BAAI/IndustryCorpus2/._____temp/game/english/low/rank_09999.parquet", 1_000);
    return this;
  }

  /** The 14 files of the sample of ten billion tokens, and one of a crawl. */
  RecordedListing fineWebEdu() throws IOException {
    for (int i = 0; i < 14; i++) {
      long bytes = i < 13 ? 2_153_000_000L : 28_518_193_415L - 13 * 2_153_000_000L;
      file(
          String.format(Locale.ROOT, "HuggingFaceFW/fineweb-edu/sample/10BT/%03d_00000.parquet", i),
          bytes);
    }
    file("HuggingFaceFW/fineweb-edu/data/CC-MAIN-2017-43/000_00000.parquet", 2_000_000_000L);
    return this;
  }

  /** Conversations and pairs. */
  RecordedListing chats() throws IOException {
    file("HuggingFaceTB/smol-smoltalk/data/train-00000-of-00001.parquet", 700_000_000L);
    file("HuggingFaceTB/smol-smoltalk/data/test-00000-of-00001.parquet", 40_000_000L);
    file(
        "HuggingFaceH4/ultrafeedback_binarized/data/train_prefs-00000-of-00001.parquet",
        226_000_000L);
    return this;
  }

  /** Lists a file of zeros that takes no space. */
  void file(String path, long bytes) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
      content.setLength(bytes);
    }
  }
}
