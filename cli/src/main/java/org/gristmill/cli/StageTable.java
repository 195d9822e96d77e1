package org.gristmill.cli;

import java.util.List;
import org.gristmill.common.work.Timing;

/** The table that ends a run. */
final class StageTable {

  private StageTable() {}

  static String of(List<StageFigures> stages) {
    TextTable table = new TextTable("llrrl");
    table.row("stage", "", "wall time", "peak memory", "directory");
    long millis = 0;
    for (StageFigures stage : stages) {
      boolean ran = stage.outcome() != StageFigures.Outcome.REUSED;
      long stageMillis = stage.timing().map(t -> Math.round(t.seconds() * 1000)).orElse(0L);
      millis += ran ? stageMillis : 0;
      table.row(
          stage.stage().key(),
          stage.outcome().key(),
          ran && stage.timing().isPresent() ? Wording.duration(stageMillis) : "",
          ran ? stage.timing().map(StageTable::peak).orElse("") : "",
          stage.directory());
    }
    table.row("together", "", Wording.duration(millis), "", "");
    return table.toString();
  }

  static String peak(Timing timing) {
    return timing.peakMemoryBytes().isPresent()
        ? Wording.bytes(timing.peakMemoryBytes().getAsLong())
        : "";
  }
}
