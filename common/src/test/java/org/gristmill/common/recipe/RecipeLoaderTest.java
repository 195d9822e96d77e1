package org.gristmill.common.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gristmill.common.ConfigException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recipes are found with the files they name, and the command line goes first. */
class RecipeLoaderTest {
  @TempDir Path folder;
  private String recipe;

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(folder.resolve("recipes"));
    Files.createDirectories(folder.resolve("mixtures"));
    Files.writeString(
        folder.resolve("recipes/r.yaml"),
        """
        name: x
        sources:
          - {name: web, format: jsonl, path: ../a.jsonl, domain: web}
        tokenizer: {train: {}}
        mixture: ../mixtures/m.yaml
        """);
    Files.writeString(folder.resolve("mixtures/m.yaml"), "tokens: 10\nweights:\n  '**': 1\n");
    recipe = folder.resolve("recipes/r.yaml").toString();
  }

  @Test
  void loadsTheMixtureBesideTheRecipeAndKeepsItsLines() throws IOException {
    LoadedRecipe loaded = RecipeLoader.load(recipe, List.of());
    assertThat(loaded.recipe().mixture().at("weights").at("**").where())
        .endsWith("recipes/../mixtures/m.yaml:3");
    assertThat(loaded.resolve("../a.jsonl")).isEqualTo(folder + "/recipes/../a.jsonl");
    assertThat(loaded.resolve("/abs/x")).isEqualTo("/abs/x");
    assertThat(loaded.resolve("s3a://b/x")).isEqualTo("s3a://b/x");
    assertThat(loaded.isLocal()).isTrue();
  }

  @Test
  void commandLineReachesIntoTheMixtureFile() throws IOException {
    LoadedRecipe loaded =
        RecipeLoader.load(
            recipe, List.of("mixture.weights.**=3", "mix.seed=4", "mixture.tokens=20"));
    assertThat(loaded.recipe().mixture().at("weights").at("**").asLong()).isEqualTo(3);
    assertThat(loaded.recipe().mixture().at("tokens").asLong()).isEqualTo(20);
    assertThat(loaded.recipe().mix().seed()).isEqualTo(4);
  }

  @Test
  void commandLineCanNameAnotherMixtureFile() throws IOException {
    Path other = folder.resolve("other.yaml");
    Files.writeString(other, "tokens: 77\nweights: {'**': 1}\n");
    LoadedRecipe loaded = RecipeLoader.load(recipe, List.of("mixture=" + other));
    assertThat(loaded.recipe().mixture().at("tokens").asLong()).isEqualTo(77);
  }

  @Test
  void namesAMissingRecipe() {
    assertThatThrownBy(() -> RecipeLoader.load(folder + "/none.yaml", List.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessage("Cannot read recipe " + folder + "/none.yaml: there is no such file");
  }

  @Test
  void namesTheLineThatNamesAMissingMixture() throws IOException {
    Files.delete(folder.resolve("mixtures/m.yaml"));
    assertThatThrownBy(() -> RecipeLoader.load(recipe, List.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageMatching(".*r\\.yaml:5: Cannot read mixture .*m\\.yaml: there is no such file");
  }

  @Test
  void refusesARecipeThatIsNotUtf8() throws IOException {
    Files.write(folder.resolve("recipes/r.yaml"), new byte[] {'a', ':', ' ', (byte) 0xFF});
    assertThatThrownBy(() -> RecipeLoader.load(recipe, List.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessage("Cannot read recipe " + recipe + ": it is not UTF-8");
  }

  @Test
  void reportsAWrongKeyOfTheCommandLine() {
    assertThatThrownBy(() -> RecipeLoader.load(recipe, List.of("mix.sede=4")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("command line, --set mix.sede=4: Unknown key 'mix.sede'; did you mean 'seed'?");
  }
}
