package org.gristmill.cli;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.recipe.LoadedRecipe;
import org.gristmill.common.work.ChainStatus;
import org.gristmill.common.work.ChangedInputs;
import org.gristmill.common.work.InputHashing;
import org.gristmill.common.work.InputListing;
import org.gristmill.common.work.Lease;
import org.gristmill.common.work.MavenArtifacts;
import org.gristmill.common.work.RunPointer;
import org.gristmill.common.work.Stage;
import org.gristmill.common.work.StageStatus;
import org.gristmill.common.work.WorkDirectory;

/**
 * A recipe in a work directory.
 *
 * @param recipe the recipe
 * @param work the work directory, closed by the caller
 * @param changed what to do about inputs that changed
 */
record Chain(LoadedRecipe recipe, WorkDirectory work, ChangedInputs changed) {

  /** Looks without reading any input or writing anything. */
  ChainStatus status() throws IOException {
    return ChainStatus.of(recipe, work, Map.of(), changed, InputHashing.RECALL);
  }

  /** Fetches the jars that the recipe names by coordinates and the work directory lacks. */
  void fetch(Console console) throws IOException {
    List<String> missing = InputListing.missingArtifacts(recipe, work);
    if (missing.isEmpty()) {
      return;
    }
    console.say("Fetching %d source jars through Maven", missing.size());
    try (Lease lease = work.lease("fetch")) {
      MavenArtifacts.fetch(missing, lease.guarded());
    }
  }

  /**
   * Makes the recipe's pointer name the stages that are done, for example after going back to
   * earlier settings.
   *
   * @return whether it named others before
   */
  boolean point(ChainStatus status) throws IOException {
    Map<Stage, String> done = new EnumMap<>(Stage.class);
    for (StageStatus stage : status.stages()) {
      if (stage.isDone()) {
        stage.fingerprint().ifPresent(digits -> done.put(stage.stage(), digits));
      }
    }
    RunPointer wanted = new RunPointer(recipe.recipe().name(), done, status.pointer().tokenizer());
    if (present().filter(wanted::equals).isPresent()) {
      return false;
    }
    try (Lease lease = work.lease("run")) {
      wanted.write(lease.guarded());
    }
    return true;
  }

  /** What the pointer names; nothing if it is damaged, because it is written anew then. */
  private Optional<RunPointer> present() throws IOException {
    try {
      return RunPointer.read(work, recipe.recipe().name());
    } catch (CorruptDataException damaged) {
      return Optional.empty();
    }
  }

  /**
   * Writes the report where it is asked for or absent.
   *
   * @return its path below the work directory
   */
  String report(boolean always) throws IOException {
    String path = ReportPage.path(recipe.recipe().name());
    if (always || work.store().stat(path).isEmpty()) {
      try (Lease lease = work.lease("report")) {
        ReportPage.write(lease.guarded(), recipe.recipe().name());
      }
    }
    return path;
  }
}
