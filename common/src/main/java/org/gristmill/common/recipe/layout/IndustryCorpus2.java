package org.gristmill.common.recipe.layout;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.gristmill.common.ConfigException;
import org.gristmill.common.config.Nearest;
import org.gristmill.common.recipe.Label;
import org.gristmill.common.recipe.LabelRule;
import org.gristmill.common.recipe.Labels;

/**
 * BAAI/IndustryCorpus2: {@code <category>/<chinese|english>/<high|middle|low>/rank_*.parquet}. In
 * the repositories of one industry each, {@code IndustryCorpus2_<industry>}, the repository's name
 * stands for the category. Chinese files have other columns than English ones; read are only those
 * that both have. The domain is the folder of the category, the category the Chinese word for it.
 *
 * <p>The folder of the 31st category, "others", is not documented; {@code others} and {@code other}
 * are taken for it.
 */
final class IndustryCorpus2 extends ParquetLayout {
  private static final Map<String, String> LANGUAGES = Map.of("chinese", "zh", "english", "en");
  private static final Set<String> TIERS = Set.of("high", "middle", "low");
  private static final String ONE_INDUSTRY = "IndustryCorpus2_";

  private static final Set<String> CATEGORIES =
      Set.of(
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
          "others",
          "petrochemical",
          "real_estate_construction",
          "sports",
          "subject_education_education",
          "technology_scientific_research",
          "tourism_geography",
          "transportation",
          "water_resources_ocean");

  /** Industries whose repository is named by a part of the folder's name. */
  private static final Map<String, String> INDUSTRIES = industries();

  IndustryCorpus2() {
    super("industrycorpus2", "{domain}/{language}/{quality}/rank_*.parquet");
  }

  private static Map<String, String> industries() {
    Map<String, String> names = new LinkedHashMap<>();
    for (String category : new TreeSet<>(CATEGORIES)) {
      names.put(category, category);
    }
    names.put("agriculture", "agriculture_forestry_animal_husbandry_fishery");
    names.put("current_affairs", "current_affairs_government_administration");
    names.put("electric_power", "electric_power_energy");
    names.put("film", "film_entertainment");
    names.put("finance", "finance_economics");
    names.put("law", "law_judiciary");
    names.put("literature", "literature_emotion");
    names.put("medicine", "medicine_health_psychology_traditional_chinese_medicine");
    names.put("other", "others");
    return names;
  }

  @Override
  public Labels labels() {
    return Labels.of(List.of(), Map.of(Label.CATEGORY, LabelRule.ofColumn("industry_type")));
  }

  @Override
  public Map<Label, String> ofPath(String location) {
    Map<Label, String> said = match(location);
    Map<Label, String> labels = new EnumMap<>(Label.class);
    labels.put(Label.DOMAIN, domain(location, said.get(Label.DOMAIN)));
    String language = LANGUAGES.get(said.get(Label.LANGUAGE));
    if (language == null) {
      throw unknown(location, "language", said.get(Label.LANGUAGE), LANGUAGES.keySet());
    }
    labels.put(Label.LANGUAGE, language);
    String tier = said.get(Label.QUALITY);
    if (!TIERS.contains(tier)) {
      throw unknown(location, "quality tier", tier, TIERS);
    }
    labels.put(Label.QUALITY, tier);
    return labels;
  }

  private String domain(String location, String folder) {
    String name = folder.startsWith(ONE_INDUSTRY) ? industry(folder) : folder;
    String category = INDUSTRIES.get(name);
    if (category == null) {
      throw unknown(location, "category", name, INDUSTRIES.keySet());
    }
    return category;
  }

  /** The industry in the name of a repository, without the revision that may follow it. */
  private static String industry(String repository) {
    int revision = repository.indexOf('@');
    return repository.substring(
        ONE_INDUSTRY.length(), revision < 0 ? repository.length() : revision);
  }

  private ConfigException unknown(String location, String what, String name, Set<String> known) {
    return refused(
        location, "'" + name + "' is no " + what + Nearest.hint(name, new TreeSet<>(known)));
  }
}
