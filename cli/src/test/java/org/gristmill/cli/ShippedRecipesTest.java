package org.gristmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.config.YamlConfig;
import org.gristmill.common.recipe.RecipeLoader;
import org.gristmill.mixing.MixComponent;
import org.gristmill.mixing.Mixture;
import org.gristmill.mixing.Stratum;
import org.gristmill.mixing.StratumPattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recipes in conf/ plan against listings of their corpora, without a network. */
class ShippedRecipesTest {
  private static final Path CONF =
      Path.of(System.getProperty("gristmill.root", "..")).resolve("conf");

  @TempDir Path folder;

  /** Plans a recipe whose data sets lie in a folder instead of on the Hub; gives the figures. */
  private ConfigTree plan(String recipe) throws IOException {
    try (Stream<Path> files = Files.list(CONF.resolve("mixtures"))) {
      Files.createDirectories(folder.resolve("mixtures"));
      for (Path mixture : files.toList()) {
        Files.copy(mixture, folder.resolve("mixtures").resolve(mixture.getFileName()));
      }
    }
    Path here = folder.resolve("recipes").resolve(recipe + ".yaml");
    Files.createDirectories(here.getParent());
    String text = Files.readString(CONF.resolve("recipes").resolve(recipe + ".yaml"));
    Files.writeString(here, text.replace("hf://datasets", folder.resolve("hub").toString()));
    Path figures = folder.resolve("figures.json");
    Captured plan =
        Captured.run(folder, "plan", here, "--work", folder.resolve("work"), "--json", figures);
    assertThat(plan.code()).as(plan.err()).isZero();
    assertThat(plan.out()).contains("as paths say", "total");
    return YamlConfig.parseJson("figures", Files.readString(figures, StandardCharsets.UTF_8));
  }

  private RecordedListing listing() {
    return new RecordedListing(folder.resolve("hub"));
  }

  private static ConfigTree source(ConfigTree figures, int number) {
    return figures.at("sources").items().get(number);
  }

  @Test
  void industryCorpus2ReadsItsGeneralCategoriesInBothLanguages() throws IOException {
    listing().industryCorpus2();
    ConfigTree figures = plan("industrycorpus2-bilingual-10b");
    assertThat(source(figures, 0).at("files").asLong()).isEqualTo(5 * 2 * 2 * 2);
    assertThat(source(figures, 0).at("labelled").keys())
        .hasSize(20)
        .contains("zh/news_media/high/*", "en/game/middle/*")
        .noneMatch(pattern -> pattern.contains("/low/"));
    assertThat(source(figures, 1).at("labelled").keys())
        .hasSize(6)
        .contains("zh/biomedicine/high/*");
  }

  @Test
  void fineWebEduReadsItsSampleOnly() throws IOException {
    listing().fineWebEdu();
    ConfigTree figures = plan("fineweb-edu-10bt");
    assertThat(source(figures, 0).at("files").asLong()).isEqualTo(14);
    assertThat(figures.at("bytes").asLong()).isEqualTo(28_518_193_415L);
    assertThat(source(figures, 0).at("labelled").keys())
        .containsExactly("en/fineweb-edu/*/*/sample-10bt");
  }

  @Test
  void minilmReadsTheHighTierAndItsConversations() throws IOException {
    listing().industryCorpus2().chats();
    ConfigTree figures = plan("minilm");
    assertThat(source(figures, 0).at("labelled").keys())
        .hasSize(60)
        .allMatch(pattern -> pattern.endsWith("/high/*"));
    assertThat(source(figures, 1).at("files").asLong()).isEqualTo(1);
    assertThat(source(figures, 2).at("files").asLong()).isEqualTo(1);
  }

  @Test
  void openSeekReadsEightyFourDataSetsThatItsMixtureNamesOneByOne() throws IOException {
    List<String> prefixes = openSeekPrefixes();
    RecordedListing listing = listing();
    for (String prefix : prefixes) {
      String path = "BAAI/OpenSeek-Pretrain-100B/" + prefix + "_text_document";
      listing.file(path + ".bin", 4_000_000_000L);
      listing.file(path + ".idx", 20_000_034L);
    }
    Files.createDirectories(folder.resolve("recipes"));
    Files.write(folder.resolve("recipes/qwen.tiktoken"), SmallWork.tokenizer());
    ConfigTree figures = plan("openseek-100b");
    assertThat(source(figures, 0).at("files").asLong()).isEqualTo(168);
    assertThat(figures.at("readAsTokens").items()).hasSize(1);

    List<StratumPattern> patterns = patterns("openseek-baseline");
    assertThat(patterns).hasSize(84);
    List<Stratum> strata =
        source(figures, 0).at("labelled").keys().stream()
            .map(pattern -> Stratum.parse(pattern.replace("*", "all")))
            .toList();
    assertThat(strata).hasSize(84);
    assertThat(strata.stream().map(Stratum::domain).distinct()).hasSize(22);
    for (Stratum stratum : strata) {
      assertThat(patterns.stream().filter(pattern -> pattern.matches(stratum)))
          .as(stratum.path())
          .hasSize(1);
    }
    assertThat(patterns("openseek-small-v1")).hasSize(38);
  }

  /** The data sets, from the names of the strata they are. */
  private static List<String> openSeekPrefixes() throws IOException {
    Map<String, String> spelling =
        Map.of("nemotron-cc", "Nemotron-CC", "_cc-", "_CC-", "_opensource-", "_OpenSource-");
    return patterns("openseek-baseline").stream()
        .map(pattern -> pattern.text().substring(pattern.text().lastIndexOf('/') + 1))
        .map(part -> part.replaceFirst("\\.", "/"))
        .map(
            part -> {
              String spelt = part;
              for (Map.Entry<String, String> word : spelling.entrySet()) {
                spelt =
                    part.startsWith("zh") ? part : spelt.replace(word.getKey(), word.getValue());
              }
              return spelt;
            })
        .toList();
  }

  private static List<StratumPattern> patterns(String mixture) throws IOException {
    String text = Files.readString(CONF.resolve("mixtures/" + mixture + ".yaml"));
    return Mixture.parse(YamlConfig.parse(mixture, text)).components().stream()
        .map(MixComponent::pattern)
        .toList();
  }

  @Test
  void everyMixtureCanBeReadWithTheRecipeItIsMadeFor() throws IOException {
    Map<String, List<String>> mixtures = Map.of("minilm", List.of("minilm-sft", "minilm-dpo"));
    for (Map.Entry<String, List<String>> entry : mixtures.entrySet()) {
      for (String name : entry.getValue()) {
        String recipe = CONF.resolve("recipes/" + entry.getKey() + ".yaml").toString();
        String mixture = "mixture=" + CONF.resolve("mixtures/" + name + ".yaml").toAbsolutePath();
        assertThat(
                Mixture.parse(RecipeLoader.load(recipe, List.of(mixture)).recipe().mixture())
                    .components())
            .hasSize(1);
      }
    }
  }
}
