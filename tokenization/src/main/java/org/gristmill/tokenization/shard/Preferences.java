package org.gristmill.tokenization.shard;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.store.FileDigest;
import org.gristmill.common.store.RandomInput;
import org.gristmill.common.store.Store;
import org.gristmill.tokenization.stream.Pair;
import org.gristmill.tokenization.stream.PairStream;

/**
 * Files of preferences: Arrow IPC files like shards, with whole conversations instead of packed
 * rows. Written by {@link PreferenceWriter}.
 */
public final class Preferences {
  private static final ArrowType INT32 = new ArrowType.Int(32, true);
  private static final ArrowType INT16 = new ArrowType.Int(16, true);
  private static final ArrowType UINT8 = new ArrowType.Int(8, false);

  private Preferences() {}

  /** Number of files of a stream; none without pairs. */
  public static int count(PairStream stream) {
    return Shards.count(stream.windows(), stream.spec());
  }

  /** Writes one file of a stream; equal streams give equal bytes, whoever writes which file. */
  public static Shards.Summary write(PairStream stream, Store store, String directory, int shard)
      throws IOException {
    ShardInfo info = ShardInfo.of(stream.spec());
    long[] tokens = new long[info.strata().size()];
    try (PreferenceWriter writer =
        new PreferenceWriter(store, Shards.path(directory, shard), info)) {
      long end = Shards.firstWindow(stream.windows(), stream.spec(), shard + 1);
      for (long w = Shards.firstWindow(stream.windows(), stream.spec(), shard); w < end; w++) {
        for (Pair pair : stream.window(w)) {
          writer.add(Preference.of(pair));
          tokens[pair.stratum()] += pair.tokens().length;
        }
      }
      long rows = writer.rows();
      FileDigest digest = writer.commit();
      return new Shards.Summary(shard, rows, Arrays.stream(tokens).boxed().toList(), 0, digest);
    }
  }

  static Schema schema(ShardInfo info) {
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

  /** Whether a file holds preferences rather than rows, by the names of its columns. */
  public static boolean areIn(Store store, String path) throws IOException {
    try (RandomInput input = store.open(path);
        BufferAllocator allocator = new RootAllocator(4 * input.length() + (1 << 20));
        ArrowFileReader file = new ArrowFileReader(new StoreChannel(input), allocator)) {
      return file.getVectorSchemaRoot().getVector("chosen_mask") != null;
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // What it is instead, its reader says.
      return false;
    }
  }

  /** What the preferences of a file share. */
  public static ShardInfo info(Store store, String path) throws IOException {
    try (RandomInput input = store.open(path);
        BufferAllocator allocator = new RootAllocator(4 * input.length() + (1 << 20));
        ArrowFileReader file = new ArrowFileReader(new StoreChannel(input), allocator)) {
      return ShardInfo.of(file.getVectorSchemaRoot().getSchema().getCustomMetadata(), path);
    }
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
