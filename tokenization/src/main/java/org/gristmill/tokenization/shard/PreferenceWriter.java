package org.gristmill.tokenization.shard;

import java.io.IOException;
import java.util.List;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.gristmill.common.store.Store;

/**
 * Writes a file of preferences in record batches of 1,024. Equal preferences give equal bytes.
 * Nothing is visible before {@link #commit}. Holds one record batch. Not thread-safe.
 */
public final class PreferenceWriter extends RecordFile {

  /** Starts a file. */
  public PreferenceWriter(Store store, String path, ShardInfo info) throws IOException {
    super(store, path, Preferences.schema(info));
    root().allocateNew();
  }

  /** Appends a preference. */
  public void add(Preference preference) throws IOException {
    int r = batchRows();
    tokens("chosen", r, preference.chosen());
    tokens("rejected", r, preference.rejected());
    mask("chosen_mask", r, preference.chosenMask());
    mask("rejected_mask", r, preference.rejectedMask());
    ((SmallIntVector) root().getVector("stratum")).setSafe(r, preference.stratum());
    StructVector source = (StructVector) root().getVector("source");
    source.setIndexDefined(r);
    source.getChild("run", IntVector.class).setSafe(r, preference.run());
    source.getChild("part", IntVector.class).setSafe(r, preference.part());
    source.getChild("row", IntVector.class).setSafe(r, preference.document());
    source.getChild("offset", IntVector.class).setSafe(r, 0);
    source.getChild("epoch", SmallIntVector.class).setSafe(r, preference.epoch());
    rowAdded();
  }

  private void tokens(String column, int row, List<Integer> values) {
    ListVector list = (ListVector) root().getVector(column);
    int at = list.startNewValue(row);
    for (int value : values) {
      ((IntVector) list.getDataVector()).setSafe(at++, value);
    }
    list.endValue(row, values.size());
  }

  private void mask(String column, int row, List<Integer> values) {
    ListVector list = (ListVector) root().getVector(column);
    int at = list.startNewValue(row);
    for (int value : values) {
      ((UInt1Vector) list.getDataVector()).setSafe(at++, value);
    }
    list.endValue(row, values.size());
  }

  @Override
  void endBatch() {
    // lists know their lengths row by row
  }

  @Override
  void startBatch() {
    root().clear();
    root().allocateNew();
  }
}
