package org.gristmill.common.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.gristmill.common.ConfigException;
import org.gristmill.common.hash.Xxh128;
import org.gristmill.common.recipe.LoadedRecipe;
import org.gristmill.common.recipe.RecipeLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Paths of a recipe find their files, and files are known by their content. */
class InputListingTest {
  @TempDir Path folder;
  private WorkDirectory work;

  @BeforeEach
  void open() throws IOException {
    work = WorkDirectory.open(folder.resolve("work").toString(), Map.of());
    for (String path :
        List.of(
            "a.jsonl", "b.jsonl", "sub/c.jsonl", "sub/deep/d.jsonl", ".hidden.jsonl", "x.txt")) {
      Path file = folder.resolve("data").resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, path);
    }
  }

  private List<InputFile> list(String path) throws IOException {
    Path recipe = folder.resolve("recipe.yaml");
    Files.writeString(
        recipe,
        "name: r\nsources:\n  - {name: s, format: jsonl, domain: d, path: "
            + path
            + "}\ntokenizer: {train: {}}\nmixture: {weights: {}}\n");
    LoadedRecipe loaded = RecipeLoader.load(recipe.toString(), List.of());
    return InputListing.of(loaded, loaded.recipe().sources().get(0), work, Map.of());
  }

  private List<String> paths(String path) throws IOException {
    return list(path).stream().map(InputFile::path).toList();
  }

  @Test
  void globsMatchNamesFoldersAndChoices() throws IOException {
    assertThat(paths("data/a.jsonl")).containsExactly("a.jsonl");
    assertThat(paths("'data/*.jsonl'")).containsExactly("a.jsonl", "b.jsonl");
    assertThat(paths("'data/**/*.jsonl'"))
        .containsExactly("a.jsonl", "b.jsonl", "sub/c.jsonl", "sub/deep/d.jsonl");
    assertThat(paths("'data/{a,x}.{jsonl,txt}'")).containsExactly("a.jsonl", "x.txt");
    assertThat(paths("'data/[ab].jsonl'")).containsExactly("a.jsonl", "b.jsonl");
    assertThat(paths("'data/[!a].jsonl'")).containsExactly("b.jsonl");
    assertThat(paths("'data/?ub/?.jsonl'")).containsExactly("sub/c.jsonl");
    assertThat(paths("data/sub")).containsExactly("c.jsonl", "deep/d.jsonl");
    assertThat(paths("['data/*.jsonl', data/a.jsonl, data/x.txt]"))
        .containsExactly("a.jsonl", "b.jsonl", "x.txt");
    assertThat(paths(folder.toUri() + "data/a.jsonl")).containsExactly("a.jsonl");
  }

  @Test
  void locationsLeadToTheFile() throws IOException {
    for (InputFile file : list("'data/**/*.jsonl'")) {
      assertThat(Files.readString(Path.of(file.location()))).isEqualTo(file.path());
      assertThat(file.bytes()).isEqualTo(file.path().length());
    }
  }

  @Test
  void aMegatronDataSetIsTwoFilesWhicheverIsNamed() throws IOException {
    for (String path : List.of("m/a.bin", "m/a.idx", "m/b.bin", "m/README.md")) {
      Path file = folder.resolve("data").resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, path);
    }
    assertThat(megatron("data/m/a.bin")).containsExactly("a.bin", "a.idx");
    assertThat(megatron("'data/m/a.i*'")).containsExactly("a.bin", "a.idx");
    assertThatThrownBy(() -> megatron("data/m"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Cannot read source 's': "
                + folder
                + "/data/m/b.bin has no .idx beside it; expected both files of each data set");
    Files.delete(folder.resolve("data/m/b.bin"));
    assertThat(megatron("data/m")).containsExactly("a.bin", "a.idx");
  }

  private List<String> megatron(String path) throws IOException {
    Path recipe = folder.resolve("recipe.yaml");
    Files.writeString(
        recipe,
        "name: r\nsources:\n  - {name: s, format: megatron, domain: d, path: "
            + path
            + "}\ntokenizer: {path: t.json}\nmixture: {weights: {}}\n");
    LoadedRecipe loaded = RecipeLoader.load(recipe.toString(), List.of());
    return InputListing.of(loaded, loaded.recipe().sources().get(0), work, Map.of()).stream()
        .map(InputFile::path)
        .toList();
  }

  @Test
  void namesAPathThatMatchesNothing() {
    assertThatThrownBy(() -> list("'data/*.parquet'"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Cannot read source 's': no file matches data/*.parquet (looked in "
                + folder
                + "/data)");
    assertThatThrownBy(() -> list("'data/[.jsonl'"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("expected a glob");
  }

  @Test
  void identitiesAreHashesOfContentAndRememberedByTime() throws IOException {
    List<InputFile> files = list("'data/*.jsonl'");
    InputIdentities first = InputIdentities.load(work);
    assertThat(first.recall(files)).noneMatch(InputFile::isIdentified);
    List<InputFile> identified = first.identify(files, Map.of());
    assertThat(identified.get(0).identity())
        .isEqualTo(
            Xxh128.hash("a.jsonl".getBytes(java.nio.charset.StandardCharsets.UTF_8), 0, 7).hex());
    first.save();
    assertThat(InputIdentities.load(work).recall(files)).isEqualTo(identified);

    Path changed = folder.resolve("data/a.jsonl");
    Files.writeString(changed, "A.jsonl");
    Files.setLastModifiedTime(changed, FileTime.fromMillis(files.get(0).modifiedMillis() + 5000));
    List<InputFile> again = InputIdentities.load(work).recall(list("'data/*.jsonl'"));
    assertThat(again.get(0).isIdentified()).isFalse();
    assertThat(again.get(1).isIdentified()).isTrue();
  }

  @Test
  void aDamagedMemoryOfIdentitiesIsForgotten() throws IOException {
    work.store().writeAtomically("ingest/identities.json", new byte[] {'{', '1'});
    assertThat(InputIdentities.load(work).recall(list("data/a.jsonl")))
        .noneMatch(InputFile::isIdentified);
  }
}
