package org.gristmill.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gristmill.common.store.Store;
import org.gristmill.common.work.ChainStatus;
import org.gristmill.common.work.Stage;
import org.gristmill.common.work.StageStatus;
import org.gristmill.common.work.Timing;

/**
 * What one run did about one stage.
 *
 * @param stage the stage
 * @param directory its artefact below the work directory
 * @param outcome what this run did
 * @param timing what it took when it ran, in this run or an earlier one
 */
record StageFigures(Stage stage, String directory, Outcome outcome, Optional<Timing> timing) {

  enum Outcome {
    /** It was there. */
    REUSED,
    /** It was there for some units, and now is for all. */
    EXTENDED,
    /** It was not there. */
    RAN;

    String key() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  static List<StageFigures> of(Store store, ChainStatus before, ChainStatus after, Stage last)
      throws IOException {
    List<StageFigures> figures = new ArrayList<>();
    for (StageStatus stage : after.stages()) {
      if (stage.stage().compareTo(last) > 0 || stage.directory().isEmpty()) {
        continue;
      }
      String directory = stage.directory().get();
      StageStatus.State was =
          before.stage(stage.stage()).map(StageStatus::state).orElse(StageStatus.State.MISSING);
      Outcome outcome =
          switch (was) {
            case DONE -> Outcome.REUSED;
            case NEEDS_UNITS -> Outcome.EXTENDED;
            case MISSING -> Outcome.RAN;
          };
      figures.add(
          new StageFigures(stage.stage(), directory, outcome, Timing.read(store, directory)));
    }
    return figures;
  }

  /** The figures of all stages under stable names. */
  static Map<String, Object> figures(String recipe, List<StageFigures> stages) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (StageFigures stage : stages) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("stage", stage.stage().key());
      row.put("outcome", stage.outcome().key());
      row.put("directory", stage.directory());
      stage.timing().ifPresent(timing -> row.put("seconds", timing.seconds()));
      stage
          .timing()
          .ifPresent(
              timing ->
                  timing.peakMemoryBytes().ifPresent(peak -> row.put("peakMemoryBytes", peak)));
      rows.add(row);
    }
    return Map.of("recipe", recipe, "stages", rows);
  }
}
