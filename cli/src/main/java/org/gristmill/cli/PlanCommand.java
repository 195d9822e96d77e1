package org.gristmill.cli;

import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.gristmill.common.recipe.LoadedRecipe;
import org.gristmill.common.recipe.Source;
import org.gristmill.common.recipe.TokensAs;
import org.gristmill.common.work.ChainStatus;
import org.gristmill.common.work.Stage;
import org.gristmill.common.work.StageStatus;
import org.gristmill.common.work.WorkDirectory;
import org.gristmill.mixing.Inventory;
import org.gristmill.mixing.MixPlan;
import org.gristmill.mixing.MixPlanner;
import org.gristmill.mixing.Mixture;
import org.gristmill.mixing.PlanTable;
import org.gristmill.mixing.Stratum;
import org.gristmill.storage.hub.HubRequests;
import org.gristmill.tokenization.store.TokenStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says what a run would do and what its mix would hold. */
@Command(
    name = "plan",
    description = {
      "Show what a run would do and what the mix would hold, before any work.",
      "",
      "With a token store in the work directory: tokens asked, available and taken of each stratum,"
          + " epochs, effective tokens, and what holds a stratum back. Without one: the files and"
          + " bytes to read, the requests that takes on the Hub, and what their paths say of the strata. At the end what scaling laws say about the size of the vocabulary, and"
          + " bytes per token by language, measured on a sample of documents once there are any."
          + " Changes nothing.",
      "",
      "In the table, 'asked' is a stratum's share by weights alone, 'planned' what it gets after"
          + " max_epochs and min_tokens, and 'effective' what repeated tokens are worth in new ones."
    })
final class PlanCommand implements Callable<Integer> {

  private static final int LABELLED_ROWS = 40;

  private final Console console;

  @Mixin private RunOptions options;
  @Mixin private JsonOutput json;

  PlanCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    LoadedRecipe recipe = options.load();
    Mixture mixture = Mixture.parse(recipe.recipe().mixture());
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("recipe", recipe.recipe().name());
    try (WorkDirectory work = WorkDirectory.open(options.work(), Map.of())) {
      Chain chain = new Chain(recipe, work, options.changedInputs());
      ChainStatus status = chain.status();
      stages(status, figures);
      tokenSources(recipe, figures);
      Optional<Inventory> inventory = inventory(recipe, work, status);
      if (inventory.isPresent()) {
        mix(MixPlanner.plan(mixture, inventory.get()), figures);
      } else {
        inputs(recipe, work, figures);
      }
      VocabularyAdvisor.advise(recipe, work, status, console, figures);
    }
    json.write(figures);
    return Failures.DONE;
  }

  private void stages(ChainStatus status, Map<String, Object> figures) {
    TextTable table = new TextTable("lll");
    table.row("stage", "a run would", "");
    Map<String, Object> rows = new LinkedHashMap<>();
    for (StageStatus stage : status.stages()) {
      String action =
          switch (stage.state()) {
            case DONE -> "reuse it";
            case NEEDS_UNITS -> "extend it";
            case MISSING -> "run it";
          };
      table.row(
          stage.stage().key(),
          action,
          stage.isDone() ? stage.directory().orElse("") : stage.reason());
      rows.put(stage.stage().key(), action.substring(0, action.indexOf(' ')));
    }
    console.print("%s", table);
    console.print("");
    figures.put("stages", rows);
  }

  /** Sources of which there is no text that a rule could look at. */
  private void tokenSources(LoadedRecipe recipe, Map<String, Object> figures) {
    List<String> names =
        recipe.recipe().sources().stream()
            .filter(
                source ->
                    source
                        .sourceTokens()
                        .filter(tokens -> tokens.as() == TokensAs.TOKENS)
                        .isPresent())
            .map(Source::name)
            .toList();
    if (!names.isEmpty()) {
      console.print(
          "Read as tokens, so that no rule on text applies to them: %s", String.join(", ", names));
      console.print("");
      figures.put("readAsTokens", names);
    }
  }

  /** The strata of the token store that the recipe has now; empty before it is complete. */
  private static Optional<Inventory> inventory(
      LoadedRecipe recipe, WorkDirectory work, ChainStatus status) throws IOException {
    Optional<StageStatus> tokenize = status.stage(Stage.TOKENIZE).filter(StageStatus::isDone);
    if (tokenize.isEmpty()) {
      return Optional.empty();
    }
    Inventory.Builder inventory = Inventory.builder();
    String directory = tokenize.get().directory().orElseThrow();
    try (TokenStore tokens = TokenStore.open(work.store(), directory)) {
      tokens.stocks(recipe.recipe().mix().validationFraction(), inventory::add);
    }
    return Optional.of(inventory.build());
  }

  private void mix(MixPlan plan, Map<String, Object> figures) {
    console.print("%s", PlanTable.of(plan).stripTrailing());
    long heldOut = plan.validation().stream().mapToLong(stratum -> stratum.tokens()).sum();
    console.print("");
    console.print(
        "Held out for validation: %s tokens of %d strata",
        Wording.count(heldOut), plan.validation().size());
    if (!plan.unused().isEmpty()) {
      console.print("Named by no pattern: %s", join(plan.unused()));
    }
    figures.put("mix", plan.figures());
  }

  private void inputs(LoadedRecipe recipe, WorkDirectory work, Map<String, Object> figures)
      throws IOException {
    List<SourceInputs> sources = SourceInputs.of(recipe, work);
    TextTable table = new TextTable("llrr");
    table.row("source", "format", "files", "bytes");
    long files = 0;
    long bytes = 0;
    for (SourceInputs source : sources) {
      table.row(
          source.name(),
          source.format(),
          source.pending() > 0 ? source.pending() + " to fetch" : Wording.count(source.files()),
          Wording.bytes(source.bytes()));
      files += source.files();
      bytes += source.bytes();
    }
    table.row("total", "", Wording.count(files), Wording.bytes(bytes));
    console.print("%s", table);
    console.print("");
    HubRequests requests =
        sources.stream().map(SourceInputs::requests).reduce(HubRequests.NONE, HubRequests::plus);
    if (!requests.equals(HubRequests.NONE)) {
      console.print(
          "Reading from the Hub takes about %s requests that it counts and at most about %s that"
              + " it does not.",
          Wording.count(requests.counted()), Wording.count(requests.data()));
      console.print("");
    }
    labelled(sources);
    console.print(
        "Tokens per stratum are known once there is a token store: gristmill run %s --until tokenize",
        options.location());
    figures.put("sources", sources.stream().map(SourceInputs::figures).toList());
    figures.put("bytes", bytes);
  }

  /** What paths say of the strata, the largest first. */
  private void labelled(List<SourceInputs> sources) {
    Map<String, SourceInputs.Labelled> all = new TreeMap<>();
    sources.forEach(
        source ->
            source
                .labelled()
                .forEach(
                    (pattern, files) -> all.merge(pattern, files, SourceInputs.Labelled::plus)));
    if (all.isEmpty()) {
      return;
    }
    TextTable table = new TextTable("lrr");
    table.row("as paths say", "files", "bytes");
    all.entrySet().stream()
        .sorted(Comparator.comparingLong(entry -> -entry.getValue().bytes()))
        .limit(LABELLED_ROWS)
        .forEach(
            entry ->
                table.row(
                    entry.getKey(),
                    Wording.count(entry.getValue().files()),
                    Wording.bytes(entry.getValue().bytes())));
    console.print("%s", table);
    if (all.size() > LABELLED_ROWS) {
      console.print("and %s more, all in --json", Wording.count(all.size() - LABELLED_ROWS));
    }
    console.print("");
  }

  private static String join(List<Stratum> strata) {
    return String.join(", ", strata.stream().map(Stratum::path).toList());
  }
}
