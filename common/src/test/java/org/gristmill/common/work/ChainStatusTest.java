package org.gristmill.common.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gristmill.common.ConfigException;
import org.gristmill.common.recipe.RecipeLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chain knows what a change of recipe or inputs costs, before anything runs. */
class ChainStatusTest {
  @TempDir Path folder;
  private WorkDirectory work;

  @BeforeEach
  void write() throws IOException {
    work = WorkDirectory.open(folder.resolve("work").toString(), Map.of());
    Files.createDirectories(folder.resolve("data"));
    input("a", "first file");
    input("b", "second file");
    Files.writeString(
        folder.resolve("r.yaml"),
        """
        name: r
        sources:
          - {name: web, format: jsonl, path: data/*.jsonl, domain: web}
        tokenizer: {train: {}}
        mixture: {tokens: 10, weights: {'**': 1, 'zh/**': 2}}
        train: {preset: tiny, steps: 5}
        """);
  }

  private void input(String name, String text) throws IOException {
    Files.writeString(folder.resolve("data/" + name + ".jsonl"), text);
  }

  private ChainStatus chain(ChangedInputs changed, InputHashing hashing, String... overrides)
      throws IOException {
    String recipe = folder.resolve("r.yaml").toString();
    return ChainStatus.of(
        RecipeLoader.load(recipe, List.of(overrides)), work, Map.of(), changed, hashing);
  }

  private ChainStatus hashed(String... overrides) throws IOException {
    return chain(ChangedInputs.REFUSE, InputHashing.HASH, overrides);
  }

  /** Does what the stages do, as far as the chain can see. */
  private ChainStatus finish(ChainStatus chain) throws IOException {
    IngestPlan plan = chain.ingest().orElseThrow();
    plan.manifest().build().write(work.store(), plan.directory() + "/manifest.json");
    List<String> units = plan.units().stream().map(Unit::fingerprint).toList();
    for (StageStatus status : chain.stages()) {
      if (status.stage() != Stage.INGEST) {
        Manifest.builder(status.stage(), status.fingerprint().orElseThrow())
            .units(units)
            .build()
            .write(work.store(), status.directory().orElseThrow() + "/manifest.json");
      }
    }
    return hashed();
  }

  private static List<Stage> open(ChainStatus chain) {
    return chain.stages().stream()
        .filter(status -> !status.isDone())
        .map(StageStatus::stage)
        .toList();
  }

  @Test
  void leavesThePlanOpenUntilInputsAreHashed() throws IOException {
    ChainStatus chain = chain(ChangedInputs.REFUSE, InputHashing.RECALL);
    assertThat(chain.ingest()).isEmpty();
    assertThat(chain.stage(Stage.INGEST).orElseThrow().reason()).isEqualTo("2 new input files");
    assertThat(chain.stage(Stage.MIX).orElseThrow().reason()).isEqualTo("ingest comes first");
    assertThat(chain.fingerprint(Stage.MIX)).isEmpty();
    assertThat(folder.resolve("work")).doesNotExist();
  }

  @Test
  void saysThereIsNothingToDoWithoutReadingInputs() throws IOException {
    finish(hashed());
    ChainStatus chain = chain(ChangedInputs.REFUSE, InputHashing.RECALL);
    assertThat(open(chain)).isEmpty();
    assertThat(chain.isDoneUntil(Stage.TRAIN)).isTrue();
    assertThat(chain.pointer().stages()).hasSize(7);
    assertThat(chain.pointer().tokenizer().orElseThrow()).endsWith("/tokenizer.json");
  }

  @Test
  void aChangedSectionReachesOnlyWhatFollows() throws IOException {
    finish(hashed());
    assertThat(open(hashed("mixture.weights.**=5"))).containsExactly(Stage.MIX, Stage.TRAIN);
    assertThat(open(hashed("mix.seed=5"))).containsExactly(Stage.MIX, Stage.TRAIN);
    assertThat(open(hashed("train.steps=6"))).containsExactly(Stage.TRAIN);
    ChainStatus prompted = hashed("train.samples=[{prompt: once}]");
    assertThat(prompted.fingerprint(Stage.TRAIN)).isEqualTo(hashed().fingerprint(Stage.TRAIN));
    assertThat(prompted.stage(Stage.TRAIN).orElseThrow().reason())
        .isEqualTo("other samples to generate");
    assertThat(open(hashed("bucket.min_characters=5")))
        .containsExactly(Stage.BUCKET, Stage.TOKENIZE, Stage.MIX, Stage.TRAIN);
    assertThat(open(hashed("tokenizer.train.vocabulary_size=5000")))
        .containsExactly(Stage.VOCABULARY, Stage.TOKENIZE, Stage.MIX, Stage.TRAIN);
    assertThat(open(hashed("dedup.exact=false"))).hasSize(6).doesNotContain(Stage.INGEST);
    assertThat(open(hashed("ingest.max_document_bytes=5"))).hasSize(7);
    assertThat(open(hashed("name=other"))).isEmpty();
    assertThat(open(hashed("mixture.tokens=10.0"))).isEmpty();
  }

  @Test
  void theOrderOfPatternsIsPartOfTheMixture() throws IOException {
    finish(hashed());
    assertThat(open(hashed("mixture={tokens: 10, weights: {'zh/**': 2, '**': 1}}")))
        .containsExactly(Stage.MIX, Stage.TRAIN);
    assertThat(open(hashed("mixture={weights: {'**': 1, 'zh/**': 2}, tokens: 10}"))).isEmpty();
  }

  @Test
  void anAddedFileIsANewGenerationOfTheSameLineage() throws IOException {
    ChainStatus before = finish(hashed());
    input("c", "third file");
    ChainStatus after = hashed();
    assertThat(after.ingest().orElseThrow().lineage())
        .isEqualTo(before.ingest().orElseThrow().lineage());
    assertThat(after.ingest().orElseThrow().generations()).hasSize(2);
    assertThat(after.ingest().orElseThrow().added()).hasSize(1);
    assertThat(after.fingerprint(Stage.TOKENIZE)).isEqualTo(before.fingerprint(Stage.TOKENIZE));
    assertThat(after.fingerprint(Stage.VOCABULARY)).isEqualTo(before.fingerprint(Stage.VOCABULARY));
    assertThat(after.fingerprint(Stage.MIX)).isNotEqualTo(before.fingerprint(Stage.MIX));
    for (Stage stage : List.of(Stage.INGEST, Stage.DEDUP, Stage.BUCKET, Stage.TOKENIZE)) {
      assertThat(after.stage(stage).orElseThrow().state())
          .as(stage.key())
          .isEqualTo(StageStatus.State.NEEDS_UNITS);
    }
    assertThat(after.stage(Stage.VOCABULARY).orElseThrow().isDone()).isTrue();
    assertThat(after.stage(Stage.MIX).orElseThrow().state()).isEqualTo(StageStatus.State.MISSING);

    ChainStatus finished = finish(after);
    assertThat(open(finished)).isEmpty();
    List<List<Unit>> generations = finished.ingest().orElseThrow().generations();
    assertThat(generations.get(0)).isEqualTo(before.ingest().orElseThrow().generations().get(0));
  }

  @Test
  void aRenamedFileChangesNothing() throws IOException {
    ChainStatus before = finish(hashed());
    Files.move(folder.resolve("data/a.jsonl"), folder.resolve("data/z.jsonl"));
    ChainStatus after = hashed();
    assertThat(open(after)).isEmpty();
    assertThat(after.fingerprint(Stage.MIX)).isEqualTo(before.fingerprint(Stage.MIX));
  }

  @Test
  void vanishedAndChangedFilesAreRefusedByName() throws IOException {
    finish(hashed());
    Files.delete(folder.resolve("data/a.jsonl"));
    input("b", "another second file");
    assertThatThrownBy(this::hashed)
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Cannot go on with inputs that are not those of the last run: web:b.jsonl changed,"
                + " web:a.jsonl vanished; put them back, or start over from what is there with"
                + " --accept-changed");
  }

  @Test
  void acceptedChangesStartANewLineageAndKeepWholeUnits() throws IOException {
    finish(hashed());
    input("c", "third file");
    ChainStatus two = finish(hashed());
    Unit kept = two.ingest().orElseThrow().generations().get(0).get(0);
    Files.delete(folder.resolve("data/c.jsonl"));
    input("d", "fourth file");
    ChainStatus restarted = chain(ChangedInputs.ACCEPT, InputHashing.HASH);
    IngestPlan plan = restarted.ingest().orElseThrow();
    assertThat(plan.finished()).isEmpty();
    assertThat(plan.added()).hasSize(2).contains(kept);
    assertThat(plan.lineage()).isNotEqualTo(two.ingest().orElseThrow().lineage());
    assertThat(restarted.stage(Stage.DEDUP).orElseThrow().state())
        .isEqualTo(StageStatus.State.MISSING);
    finish(restarted);
    assertThat(open(hashed())).isEmpty();
  }

  @Test
  void losingTheFilesOfALaterGenerationStartsANewLineageThatStays() throws IOException {
    ChainStatus one = finish(hashed());
    input("c", "third file");
    ChainStatus two = finish(hashed());
    Files.delete(folder.resolve("data/c.jsonl"));
    ChainStatus restarted = chain(ChangedInputs.ACCEPT, InputHashing.HASH);
    IngestPlan plan = restarted.ingest().orElseThrow();
    assertThat(plan.units()).isEqualTo(one.ingest().orElseThrow().units());
    assertThat(plan.lineage()).isNotEqualTo(two.ingest().orElseThrow().lineage());
    assertThat(open(restarted)).hasSize(7);
    ChainStatus finished = finish(restarted);
    assertThat(open(finished)).isEmpty();
    assertThat(finished.ingest().orElseThrow().lineage()).isEqualTo(plan.lineage());

    input("c", "third file");
    ChainStatus again = finish(hashed());
    assertThat(again.ingest().orElseThrow().lineage()).isEqualTo(plan.lineage());
    Files.delete(folder.resolve("data/c.jsonl"));
    assertThat(chain(ChangedInputs.ACCEPT, InputHashing.HASH).ingest().orElseThrow().lineage())
        .isNotEqualTo(plan.lineage());
  }

  @Test
  void anArtefactOfUnitsThatAreGoneIsNotDone() throws IOException {
    ChainStatus chain = finish(hashed());
    List<String> units = new ArrayList<>();
    chain.ingest().orElseThrow().units().forEach(unit -> units.add(unit.fingerprint()));
    units.add("0123456789abcdef");
    Manifest.builder(Stage.BUCKET, chain.fingerprint(Stage.BUCKET).orElseThrow())
        .units(units)
        .build()
        .write(
            work.store(),
            chain.stage(Stage.BUCKET).orElseThrow().directory().orElseThrow() + "/manifest.json");
    StageStatus bucket = hashed().stage(Stage.BUCKET).orElseThrow();
    assertThat(bucket.state()).isEqualTo(StageStatus.State.MISSING);
    assertThat(bucket.reason()).isEqualTo("holds 1 units that are gone");
  }

  @Test
  void aKilledFirstRunPlansTheSameUnitsAgain() throws IOException {
    List<Unit> first = hashed().ingest().orElseThrow().added();
    assertThat(hashed().ingest().orElseThrow().added()).isEqualTo(first);
  }

  @Test
  void aTokenizerFileReplacesTheVocabularyStage() throws IOException {
    Files.writeString(folder.resolve("t.json"), "{}");
    String recipe = Files.readString(folder.resolve("r.yaml"));
    Files.writeString(folder.resolve("r.yaml"), recipe.replace("{train: {}}", "{path: t.json}"));
    ChainStatus chain = hashed();
    assertThat(chain.stage(Stage.VOCABULARY)).isEmpty();
    assertThat(chain.pointer().tokenizer()).contains("t.json");
    String before = chain.fingerprint(Stage.TOKENIZE).orElseThrow();
    Files.writeString(folder.resolve("t.json"), "{ }");
    assertThat(hashed().fingerprint(Stage.TOKENIZE).orElseThrow()).isNotEqualTo(before);
    Files.delete(folder.resolve("t.json"));
    assertThatThrownBy(this::hashed)
        .isInstanceOf(ConfigException.class)
        .hasMessage("Cannot read tokenizer " + folder + "/t.json: there is no such file");
  }

  @Test
  void missingMavenArtifactsLeaveThePlanOpen() throws IOException {
    String recipe = Files.readString(folder.resolve("r.yaml"));
    Files.writeString(
        folder.resolve("r.yaml"),
        recipe.replace(
            "- {name: web, format: jsonl, path: data/*.jsonl, domain: web}",
            "- {name: j, format: jar, maven: ['g:a:1', 'g:b:2']}"));
    ChainStatus chain = chain(ChangedInputs.REFUSE, InputHashing.RECALL);
    assertThat(chain.stage(Stage.INGEST).orElseThrow().reason()).isEqualTo("fetches 2 jars");
    for (String artifact : List.of("g:a:1", "g:b:2")) {
      work.store()
          .writeAtomically(
              "downloads/" + MavenArtifacts.fileName(artifact),
              artifact.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    List<String> paths = new ArrayList<>();
    hashed().ingest().orElseThrow().units().get(0).inputs().forEach(file -> paths.add(file.path()));
    assertThat(paths).containsExactlyInAnyOrder("g.a-1-sources.jar", "g.b-2-sources.jar");
  }
}
