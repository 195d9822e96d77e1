package org.gristmill.spark.ingest;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.gristmill.common.recipe.IngestOptions;
import org.gristmill.common.work.Slice;
import org.gristmill.common.work.Unit;
import org.gristmill.spark.source.SourceSpec;

/**
 * A unit to be ingested by one task.
 *
 * @param fingerprint its fingerprint, the name of its directory
 * @param source how its files are read
 * @param inputs its files in identity order
 * @param slice which part of its file it reads
 */
public record UnitWork(String fingerprint, SourceSpec source, List<UnitInput> inputs, Slice slice)
    implements Serializable {
  static UnitWork of(Unit unit, IngestOptions options) {
    List<UnitInput> inputs = new ArrayList<>();
    unit.inputs().forEach(file -> inputs.add(UnitInput.of(file)));
    return new UnitWork(
        unit.fingerprint(), SourceSpec.of(unit.settings(), options), inputs, unit.slice());
  }
}
