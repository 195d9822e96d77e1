package org.gristmill.tokenization.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.store.RandomInput;
import org.gristmill.common.store.Store;
import org.gristmill.tokenization.store.TokenType;

/**
 * The column {@code input_ids} of a saved data set of Hugging Face datasets, and {@code loss_mask}
 * where there is one.
 */
final class DatasetsSequences implements TokenSequences {
  private final Store store;
  private final List<String> paths;
  private int nextPath;
  private Stream stream;
  private boolean masked;
  private int[] tokens = new int[0];
  private byte[] mask = new byte[0];
  private int length;

  private DatasetsSequences(Store store, List<String> paths) {
    this.store = store;
    this.paths = paths;
  }

  /**
   * Opens a saved data set.
   *
   * @param directory empty, or ending in a slash
   */
  static DatasetsSequences open(Store store, String directory) throws IOException {
    String name = directory + DatasetsSchema.STATE;
    List<String> paths = new ArrayList<>();
    try {
      JsonNode files =
          MdsSink.JSON
              .readTree(new String(store.readAll(name), StandardCharsets.UTF_8))
              .path("_data_files");
      for (JsonNode file : files) {
        String path = file.path("filename").asText();
        if (!path.matches("[A-Za-z0-9_][A-Za-z0-9_.-]*")) {
          throw new CorruptDataException(
              "Cannot read " + name + ": file name '" + path + "'; expected a plain name");
        }
        if (store.stat(directory + path).isEmpty()) {
          throw new CorruptDataException(
              "Cannot read " + directory + path + ": it is missing; " + name + " names it");
        }
        paths.add(directory + path);
      }
      if (!files.isArray()) {
        throw new CorruptDataException("Cannot read " + name + ": it has no list _data_files");
      }
    } catch (JsonProcessingException e) {
      throw new CorruptDataException("Cannot read " + name + ": it is no JSON", e);
    }
    return new DatasetsSequences(store, paths);
  }

  /** One stream alone. */
  static DatasetsSequences ofFile(Store store, String path) {
    return new DatasetsSequences(store, List.of(path));
  }

  @Override
  public String kind() {
    return "Hugging Face data set";
  }

  @Override
  public TokenType type() {
    return TokenType.INT32;
  }

  @Override
  public boolean next() throws IOException {
    while (stream == null || !stream.hasRow()) {
      if (stream != null) {
        stream.close();
        stream = null;
      }
      if (nextPath == paths.size()) {
        return false;
      }
      stream = new Stream(store, paths.get(nextPath++));
      masked = nextPath == 1 ? stream.masked : masked;
      if (stream.masked != masked) {
        throw new CorruptDataException(
            "Cannot read " + stream.path + ": it has other columns than " + paths.get(0));
      }
    }
    if (masked) {
      mask = stream.mask(mask);
    }
    tokens = stream.read(tokens);
    length = stream.length;
    return true;
  }

  @Override
  public boolean hasMask() {
    return masked;
  }

  @Override
  public byte[] mask() {
    return hasMask() ? mask : TokenSequences.super.mask();
  }

  @Override
  public int[] tokens() {
    return tokens;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public void close() throws IOException {
    if (stream != null) {
      stream.close();
    }
  }

  /** A file that is read batch after batch. */
  private static final class Stream implements Closeable {
    private final String path;
    private final BufferAllocator allocator;
    private final InputStream input;
    private final ArrowStreamReader reader;
    private final boolean masked;
    private int row;
    private int rows;
    private int length;

    Stream(Store store, String path) throws IOException {
      this.path = path;
      long bytes;
      try (RandomInput file = store.open(path)) {
        ArrowStreamCheck.check(file, path);
        bytes = file.length();
      }
      allocator = new RootAllocator(4 * bytes + (1 << 20));
      input = store.read(path);
      reader = new ArrowStreamReader(input, allocator);
      boolean opened = false;
      try {
        if (!DatasetsSchema.fits(reader.getVectorSchemaRoot().getSchema())) {
          throw new CorruptDataException(
              "Cannot read "
                  + path
                  + ": its columns are not one of lists of int32 called "
                  + DatasetsSchema.COLUMN
                  + ", and besides it at most one of lists of uint8 called "
                  + DatasetsSchema.MASK);
        }
        masked = DatasetsSchema.hasMask(reader.getVectorSchemaRoot().getSchema());
        opened = true;
      } catch (CorruptDataException e) {
        throw e;
      } catch (IOException | RuntimeException | StackOverflowError e) {
        throw corrupt(e);
      } finally {
        if (!opened) {
          close();
        }
      }
    }

    private CorruptDataException corrupt(Throwable e) {
      String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      return new CorruptDataException("Cannot read " + path + ": " + reason, e);
    }

    boolean hasRow() {
      try {
        while (row == rows) {
          if (!reader.loadNextBatch()) {
            return false;
          }
          row = 0;
          rows = reader.getVectorSchemaRoot().getRowCount();
          if (lists(DatasetsSchema.COLUMN).getValueCount() != rows
              || (masked && lists(DatasetsSchema.MASK).getValueCount() != rows)) {
            throw new CorruptDataException(
                "Cannot read " + path + ": a record batch whose column has other rows");
          }
        }
        return true;
      } catch (CorruptDataException e) {
        throw e;
      } catch (IOException | RuntimeException | StackOverflowError e) {
        throw corrupt(e);
      }
    }

    private ListVector lists(String column) throws IOException {
      return (ListVector) reader.getVectorSchemaRoot().getVector(column);
    }

    /** First value of the list of this row; the length is noted. */
    private int find(ListVector lists) {
      int from = lists.getOffsetBuffer().getInt(4L * row);
      int until = lists.getOffsetBuffer().getInt(4L * (row + 1));
      if (from < 0 || until < from || until > lists.getDataVector().getValueCount()) {
        throw new CorruptDataException(
            "Cannot read "
                + path
                + ": a list from value "
                + from
                + " to "
                + until
                + " of "
                + lists.getDataVector().getValueCount());
      }
      length = until - from;
      return from;
    }

    /** The mask of the row that {@link #read} reads next. */
    byte[] mask(byte[] reuse) throws IOException {
      try {
        ListVector lists = lists(DatasetsSchema.MASK);
        find(lists(DatasetsSchema.COLUMN));
        int tokens = length;
        int from = find(lists);
        if (length != tokens) {
          throw new CorruptDataException(
              "Cannot read " + path + ": a mask of " + length + " for " + tokens + " tokens");
        }
        byte[] mask = reuse.length >= length ? reuse : new byte[length];
        for (int i = 0; i < length; i++) {
          mask[i] = lists.getDataVector().getDataBuffer().getByte(from + i);
          if (mask[i] != 0 && mask[i] != 1) {
            throw new CorruptDataException(
                "Cannot read " + path + ": " + mask[i] + " in a mask; expected 0 or 1");
          }
        }
        return mask;
      } catch (IndexOutOfBoundsException e) {
        throw corrupt(e);
      }
    }

    int[] read(int[] reuse) throws IOException {
      try {
        ListVector lists = lists(DatasetsSchema.COLUMN);
        IntVector values = (IntVector) lists.getDataVector();
        int from = find(lists);
        int[] tokens = reuse.length >= length ? reuse : new int[length];
        for (int i = 0; i < length; i++) {
          tokens[i] = values.getDataBuffer().getInt(4L * (from + i));
          if (tokens[i] < 0) {
            throw new CorruptDataException("Cannot read " + path + ": token " + tokens[i]);
          }
        }
        row++;
        return tokens;
      } catch (IndexOutOfBoundsException e) {
        throw corrupt(e);
      }
    }

    @Override
    public void close() throws IOException {
      try (input;
          allocator) {
        reader.close();
      }
    }
  }
}
