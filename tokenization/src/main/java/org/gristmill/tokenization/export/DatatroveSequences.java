package org.gristmill.tokenization.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.store.RandomInput;
import org.gristmill.common.store.Store;
import org.gristmill.tokenization.store.ForwardReader;
import org.gristmill.tokenization.store.TokenType;

/**
 * Documents of a {@code .ds} with its {@code .ds.index}. How wide a token is follows from the last
 * document's end and the size of the file.
 */
final class DatatroveSequences implements TokenSequences {
  private static final int CHUNK = 1 << 12;

  private final String name;
  private final RandomInput data;
  private final RandomInput index;
  private final TokenType type;
  private final ForwardReader reader;
  private final MaskFile masks;
  private byte[] mask = new byte[0];
  private final ByteBuffer ends =
      ByteBuffer.allocate(CHUNK * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).limit(0);
  private long read;
  private long end;
  private int[] tokens = new int[0];
  private int length;

  private DatatroveSequences(
      String name, RandomInput data, RandomInput index, TokenType type, MaskFile masks) {
    this.masks = masks;
    this.name = name;
    this.data = data;
    this.index = index;
    this.type = type;
    this.reader = new ForwardReader(data, name, type, 0);
  }

  /**
   * Opens a set.
   *
   * @param path of the {@code .ds}
   * @throws CorruptDataException if the sizes of its files do not fit
   */
  static DatatroveSequences open(Store store, String path) throws IOException {
    RandomInput data = store.open(path);
    RandomInput index = null;
    boolean opened = false;
    try {
      index = store.open(path + ".index");
      TokenType type = type(path, data, index);
      MaskFile masks = MaskFile.open(store, path + ".loss", data.length() / type.width());
      opened = true;
      return new DatatroveSequences(path, data, index, type, masks);
    } finally {
      if (!opened) {
        data.close();
        if (index != null) {
          index.close();
        }
      }
    }
  }

  private static TokenType type(String name, RandomInput data, RandomInput index)
      throws IOException {
    if (index.length() % Long.BYTES != 0) {
      throw new CorruptDataException(
          "Cannot read "
              + name
              + ".index: it has "
              + index.length()
              + " bytes; expected a multiple of 8");
    }
    ByteBuffer last = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    if (index.length() > 0) {
      index.readFully(index.length() - Long.BYTES, last);
    }
    long tokens = last.getLong(0);
    for (TokenType type : new TokenType[] {TokenType.UINT16, TokenType.INT32}) {
      if (data.length() % type.width() == 0 && data.length() / type.width() == tokens) {
        return type;
      }
    }
    throw new CorruptDataException(
        "Cannot read "
            + name
            + ".index: its last document ends at token "
            + tokens
            + ", which does not fit the "
            + data.length()
            + " bytes of "
            + name
            + " at two or four bytes a token");
  }

  @Override
  public String kind() {
    return "datatrove set";
  }

  @Override
  public TokenType type() {
    return type;
  }

  @Override
  public boolean next() throws IOException {
    if (!ends.hasRemaining()) {
      if (read == index.length()) {
        return false;
      }
      ends.clear().limit((int) Math.min(ends.capacity(), index.length() - read));
      index.readFully(read, ends);
      read += ends.position();
      ends.flip();
    }
    long next = ends.getLong();
    if (next < end || next - end > Integer.MAX_VALUE - 8) {
      throw new CorruptDataException(
          "Cannot read "
              + name
              + ".index at byte "
              + (read - ends.remaining() - Long.BYTES)
              + ": a document from token "
              + end
              + " to "
              + next
              + "; expected ascending ends less than 2^31 apart");
    }
    length = (int) (next - end);
    tokens = reader.read(length, tokens);
    if (masks.isPresent()) {
      mask = masks.read(length);
    }
    end = next;
    return true;
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
  public boolean hasMask() {
    return masks.isPresent();
  }

  @Override
  public byte[] mask() {
    return hasMask() ? mask : TokenSequences.super.mask();
  }

  @Override
  public void close() throws IOException {
    try (data;
        index) {
      masks.close();
    }
  }
}
