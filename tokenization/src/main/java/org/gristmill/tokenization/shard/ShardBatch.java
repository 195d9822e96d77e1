package org.gristmill.tokenization.shard;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.gristmill.tokenization.stream.Row;

/** A record batch of a shard in plain arrays, checked while it is copied out of Arrow. */
final class ShardBatch {
  private int rowTokens;
  private int[] inputIds = new int[0];
  private Optional<byte[]> lossMask = Optional.empty();
  private int[] lengths = new int[0];
  private int[] firsts = new int[0];
  private int[] starts = new int[0];
  private short[] strata = new short[0];
  private int[][] source = new int[4][];
  private short[] epochs = new short[0];

  /**
   * Takes over a batch.
   *
   * @throws IllegalArgumentException if a value is outside its range
   * @throws IndexOutOfBoundsException if a buffer is shorter than its counts promise
   */
  void copy(VectorSchemaRoot root, ShardInfo info) {
    int rows = root.getRowCount();
    for (FieldVector vector : root.getFieldVectors()) {
      require(vector.getValueCount() == rows, "column " + vector.getName() + " has other rows");
    }
    rowTokens = info.rowTokens();
    FixedSizeListVector ids = (FixedSizeListVector) root.getVector(ShardSchema.INPUT_IDS);
    inputIds = ints(ids.getDataVector(), Math.multiplyExact(rows, rowTokens), inputIds);
    for (int i = 0; i < rows * rowTokens; i++) {
      require(inputIds[i] >= 0 && inputIds[i] < info.vocabularySize(), "token " + inputIds[i]);
    }
    lossMask = mask((FixedSizeListVector) root.getVector(ShardSchema.LOSS_MASK), rows);
    lengths = ints(root.getVector(ShardSchema.LENGTH), rows, lengths);
    ListVector segments = (ListVector) root.getVector(ShardSchema.SEGMENTS);
    ListVector stratum = (ListVector) root.getVector(ShardSchema.STRATUM);
    ListVector sources = (ListVector) root.getVector(ShardSchema.SOURCE);
    firsts = offsets(segments, rows, firsts);
    int[] same = firsts.clone();
    sameOffsets(offsets(stratum, rows, new int[0]), same, rows);
    sameOffsets(offsets(sources, rows, new int[0]), same, rows);
    int count = firsts[rows];
    starts = ints(segments.getDataVector(), count, starts);
    strata = shorts(stratum.getDataVector(), count, strata);
    StructVector struct = (StructVector) sources.getDataVector();
    String[] names = {"run", "part", "row", "offset"};
    for (int c = 0; c < names.length; c++) {
      source[c] = ints(struct.getChild(names[c]), count, new int[0]);
    }
    epochs = shorts(struct.getChild("epoch"), count, epochs);
    checkRows(rows, info);
  }

  private Optional<byte[]> mask(FixedSizeListVector column, int rows) {
    if (column == null) {
      return Optional.empty();
    }
    byte[] mask = new byte[rows * rowTokens];
    column.getDataVector().getDataBuffer().nioBuffer(0, mask.length).get(mask);
    for (byte learnt : mask) {
      require(learnt == 0 || learnt == 1, "loss mask " + learnt);
    }
    return Optional.of(mask);
  }

  private void checkRows(int rows, ShardInfo info) {
    for (int r = 0; r < rows; r++) {
      require(lengths[r] >= 0 && lengths[r] <= rowTokens, "length " + lengths[r]);
      int before = -1;
      for (int s = firsts[r]; s < firsts[r + 1]; s++) {
        require(starts[s] > before && starts[s] < lengths[r], "segment start " + starts[s]);
        require(before >= 0 || starts[s] == 0, "first segment start " + starts[s]);
        require(strata[s] >= 0 && strata[s] < info.strata().size(), "stratum " + strata[s]);
        before = starts[s];
      }
      require(lengths[r] == 0 || firsts[r] < firsts[r + 1], "row without segments");
    }
  }

  private static void require(boolean right, String found) {
    if (!right) {
      throw new IllegalArgumentException(found + " is out of range");
    }
  }

  private static int[] ints(FieldVector vector, int count, int[] reuse) {
    int[] target = reuse.length < count ? new int[count] : reuse;
    long bytes = (long) count * Integer.BYTES;
    vector
        .getDataBuffer()
        .nioBuffer(0, Math.toIntExact(bytes))
        .order(ByteOrder.LITTLE_ENDIAN)
        .asIntBuffer()
        .get(target, 0, count);
    return target;
  }

  private static short[] shorts(FieldVector vector, int count, short[] reuse) {
    short[] target = reuse.length < count ? new short[count] : reuse;
    vector
        .getDataBuffer()
        .nioBuffer(0, Math.multiplyExact(count, Short.BYTES))
        .order(ByteOrder.LITTLE_ENDIAN)
        .asShortBuffer()
        .get(target, 0, count);
    return target;
  }

  private static int[] offsets(ListVector list, int rows, int[] reuse) {
    int[] target = reuse.length <= rows ? new int[rows + 1] : reuse;
    ArrowBuf buffer = list.getOffsetBuffer();
    for (int r = 0; r <= rows; r++) {
      target[r] = buffer.getInt((long) r * Integer.BYTES);
      require(r == 0 ? target[0] == 0 : target[r] >= target[r - 1], "list offset " + target[r]);
    }
    return target;
  }

  private static void sameOffsets(int[] offsets, int[] expected, int rows) {
    for (int r = 0; r <= rows; r++) {
      require(offsets[r] == expected[r], "list offset " + offsets[r]);
    }
  }

  void read(int row, Row target) {
    target.clear();
    System.arraycopy(inputIds, row * rowTokens, target.inputIds(), 0, rowTokens);
    if (lossMask.isPresent()) {
      System.arraycopy(lossMask.get(), row * rowTokens, target.lossMask(), 0, rowTokens);
    } else {
      Arrays.fill(target.lossMask(), 0, rowTokens, (byte) 1);
    }
    target.length(lengths[row]);
    for (int s = firsts[row]; s < firsts[row + 1]; s++) {
      target.addSegment(
          starts[s], strata[s], source[0][s], source[1][s], source[2][s], source[3][s], epochs[s]);
    }
  }
}
