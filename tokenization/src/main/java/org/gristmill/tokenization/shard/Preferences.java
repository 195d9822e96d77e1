package org.gristmill.tokenization.shard;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.store.AtomicOutput;
import org.gristmill.common.store.FileDigest;
import org.gristmill.common.store.RandomInput;
import org.gristmill.common.store.Store;

/**
 * The file of preferences: an Arrow IPC file like a shard, with whole conversations instead of
 * packed rows.
 */
public final class Preferences {
  private static final ArrowType INT32 = new ArrowType.Int(32, true);
  private static final ArrowType INT16 = new ArrowType.Int(16, true);
  private static final ArrowType UINT8 = new ArrowType.Int(8, false);

  private Preferences() {}

  private static Schema schema(ShardInfo info) {
    return new Schema(
        List.of(
            field("chosen", ArrowType.List.INSTANCE, field("item", INT32)),
            field("rejected", ArrowType.List.INSTANCE, field("item", INT32)),
            field("chosen_mask", ArrowType.List.INSTANCE, field("item", UINT8)),
            field("rejected_mask", ArrowType.List.INSTANCE, field("item", UINT8)),
            field("stratum", INT16),
            field(
                "source",
                ArrowType.Struct.INSTANCE,
                field("run", INT32),
                field("part", INT32),
                field("row", INT32),
                field("offset", INT32),
                field("epoch", INT16))),
        info.metadata());
  }

  private static Field field(String name, ArrowType type, Field... children) {
    return new Field(name, FieldType.notNullable(type), List.of(children));
  }

  /** Writes preferences in record batches of 1,024. */
  public static FileDigest write(
      Store store, String path, ShardInfo info, List<Preference> preferences) throws IOException {
    try (AtomicOutput output = store.create(path);
        BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot root = VectorSchemaRoot.create(schema(info), allocator);
        ArrowFileWriter file = new ArrowFileWriter(root, null, output)) {
      file.start();
      for (int first = 0; first < preferences.size(); first += ShardSchema.BATCH_ROWS) {
        int end = Math.min(preferences.size(), first + ShardSchema.BATCH_ROWS);
        root.allocateNew();
        fill(root, preferences.subList(first, end));
        file.writeBatch();
        root.clear();
      }
      file.end();
      return output.commit();
    }
  }

  private static void fill(VectorSchemaRoot root, List<Preference> batch) {
    SmallIntVector stratum = (SmallIntVector) root.getVector("stratum");
    StructVector source = (StructVector) root.getVector("source");
    for (int r = 0; r < batch.size(); r++) {
      Preference preference = batch.get(r);
      tokens((ListVector) root.getVector("chosen"), r, preference.chosen());
      tokens((ListVector) root.getVector("rejected"), r, preference.rejected());
      mask((ListVector) root.getVector("chosen_mask"), r, preference.chosenMask());
      mask((ListVector) root.getVector("rejected_mask"), r, preference.rejectedMask());
      stratum.setSafe(r, preference.stratum());
      source.setIndexDefined(r);
      source.getChild("run", IntVector.class).setSafe(r, preference.run());
      source.getChild("part", IntVector.class).setSafe(r, preference.part());
      source.getChild("row", IntVector.class).setSafe(r, preference.document());
      source.getChild("offset", IntVector.class).setSafe(r, 0);
      source.getChild("epoch", SmallIntVector.class).setSafe(r, preference.epoch());
    }
    root.setRowCount(batch.size());
  }

  private static void tokens(ListVector list, int row, List<Integer> values) {
    int at = list.startNewValue(row);
    for (int value : values) {
      ((IntVector) list.getDataVector()).setSafe(at++, value);
    }
    list.endValue(row, values.size());
  }

  private static void mask(ListVector list, int row, List<Integer> values) {
    int at = list.startNewValue(row);
    for (int value : values) {
      ((UInt1Vector) list.getDataVector()).setSafe(at++, value);
    }
    list.endValue(row, values.size());
  }

  /**
   * Reads a file of preferences whole.
   *
   * @throws CorruptDataException if it is none
   */
  public static List<Preference> read(Store store, String path) throws IOException {
    List<Preference> preferences = new ArrayList<>();
    try (RandomInput input = store.open(path);
        BufferAllocator allocator = new RootAllocator(4 * input.length() + (1 << 20));
        ArrowFileReader file = new ArrowFileReader(new StoreChannel(input), allocator)) {
      VectorSchemaRoot root = file.getVectorSchemaRoot();
      ShardInfo info = ShardInfo.of(root.getSchema().getCustomMetadata(), path);
      if (!root.getSchema().getFields().equals(schema(info).getFields())) {
        throw new CorruptDataException(
            "Cannot read " + path + ": its columns are not those of preferences");
      }
      while (file.loadNextBatch()) {
        for (int r = 0; r < root.getRowCount(); r++) {
          preferences.add(preference(root, r));
        }
      }
      return preferences;
    } catch (CorruptDataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new CorruptDataException("Cannot read " + path + ": " + e.getMessage(), e);
    }
  }

  private static Preference preference(VectorSchemaRoot root, int r) {
    StructVector source = (StructVector) root.getVector("source");
    return new Preference(
        integers((ListVector) root.getVector("chosen"), r),
        integers((ListVector) root.getVector("rejected"), r),
        integers((ListVector) root.getVector("chosen_mask"), r),
        integers((ListVector) root.getVector("rejected_mask"), r),
        ((SmallIntVector) root.getVector("stratum")).get(r),
        source.getChild("run", IntVector.class).get(r),
        source.getChild("part", IntVector.class).get(r),
        source.getChild("row", IntVector.class).get(r),
        source.getChild("epoch", SmallIntVector.class).get(r));
  }

  private static List<Integer> integers(ListVector list, int row) {
    List<Integer> values = new ArrayList<>();
    for (Object value : list.getObject(row)) {
      values.add(((Number) value).intValue());
    }
    return values;
  }
}
