package org.gristmill.spark.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.store.RandomInput;

/**
 * A zip file read by position, so that one broken entry costs that entry and nothing else. Source:
 * the .ZIP application note, 4.3 and 4.4 (zip64 included). Not thread-safe.
 */
final class ZipDirectory {
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int END64_SIGNATURE = 0x06064b50;
  private static final int LOCATOR64_SIGNATURE = 0x07064b50;
  private static final int ENTRY_SIGNATURE = 0x02014b50;
  private static final int LOCAL_SIGNATURE = 0x04034b50;
  private static final int END_BYTES = 22;
  private static final int LOCATOR64_BYTES = 20;
  private static final int ENTRY_BYTES = 46;
  private static final int LOCAL_BYTES = 30;
  private static final long UNSIGNED_INT = 0xFFFFFFFFL;

  private final RandomInput input;
  private final List<ZipEntryInfo> entries = new ArrayList<>();

  /**
   * Reads the directory.
   *
   * @throws CorruptDataException if there is none or it is damaged
   */
  ZipDirectory(RandomInput input) throws IOException {
    this.input = input;
    ByteBuffer directory = directory();
    while (directory.hasRemaining()) {
      if (directory.remaining() < ENTRY_BYTES || directory.getInt() != ENTRY_SIGNATURE) {
        throw new CorruptDataException(
            "Cannot read the zip directory: entry " + entries.size() + " is damaged");
      }
      entries.add(entry(directory));
    }
  }

  /** Entries in the order of the directory. */
  List<ZipEntryInfo> entries() {
    return entries;
  }

  private ByteBuffer directory() throws IOException {
    long length = input.length();
    if (length < END_BYTES) {
      throw new CorruptDataException("Cannot read a zip file of " + length + " bytes");
    }
    int tailBytes = (int) Math.min(length, END_BYTES + 0xFFFF + LOCATOR64_BYTES);
    ByteBuffer tail = read(length - tailBytes, tailBytes);
    for (int at = tailBytes - END_BYTES; at >= 0; at--) {
      if (tail.getInt(at) == END_SIGNATURE
          && at + END_BYTES + (tail.getShort(at + 20) & 0xFFFF) == tailBytes) {
        return directory(tail, at);
      }
    }
    throw new CorruptDataException(
        "Cannot find the zip directory: the file is cut short or not a zip file");
  }

  private ByteBuffer directory(ByteBuffer tail, int end) throws IOException {
    long bytes = tail.getInt(end + 12) & UNSIGNED_INT;
    long offset = tail.getInt(end + 16) & UNSIGNED_INT;
    int locator = end - LOCATOR64_BYTES;
    boolean zip64 = locator >= 0 && tail.getInt(locator) == LOCATOR64_SIGNATURE;
    if (zip64) {
      ByteBuffer end64 = range(tail.getLong(locator + 8), 56);
      if (end64.getInt(0) != END64_SIGNATURE) {
        throw new CorruptDataException("Cannot read the zip directory: its zip64 end is damaged");
      }
      bytes = end64.getLong(40);
      offset = end64.getLong(48);
    }
    return range(offset, bytes);
  }

  private ByteBuffer range(long offset, long bytes) throws IOException {
    if (offset < 0
        || bytes < 0
        || bytes > Integer.MAX_VALUE - 8
        || offset > input.length() - bytes) {
      throw new CorruptDataException(
          "Cannot read " + bytes + " bytes at " + offset + " of a zip file of " + input.length());
    }
    return read(offset, (int) bytes);
  }

  private ByteBuffer read(long offset, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    input.readFully(offset, buffer);
    return buffer.flip();
  }

  private ZipEntryInfo entry(ByteBuffer directory) {
    int start = directory.position() - 4;
    int flags = directory.getShort(start + 8);
    long compressed = directory.getInt(start + 20) & UNSIGNED_INT;
    long bytes = directory.getInt(start + 24) & UNSIGNED_INT;
    int nameBytes = directory.getShort(start + 28) & 0xFFFF;
    int extraBytes = directory.getShort(start + 30) & 0xFFFF;
    int commentBytes = directory.getShort(start + 32) & 0xFFFF;
    long offset = directory.getInt(start + 42) & UNSIGNED_INT;
    int variable = nameBytes + extraBytes + commentBytes;
    if (directory.limit() - start - ENTRY_BYTES < variable) {
      throw new CorruptDataException(
          "Cannot read the zip directory: entry " + entries.size() + " is cut short");
    }
    byte[] nameUtf8 = new byte[nameBytes];
    directory.get(start + ENTRY_BYTES, nameUtf8);
    String name = new String(nameUtf8, StandardCharsets.UTF_8);
    int extra = start + ENTRY_BYTES + nameBytes;
    for (int at = extra; at + 4 <= extra + extraBytes; ) {
      int id = directory.getShort(at) & 0xFFFF;
      int size = directory.getShort(at + 2) & 0xFFFF;
      if (id == 1 && at + 4 + size <= extra + extraBytes) {
        ByteBuffer wide = directory.slice(at + 4, size).order(ByteOrder.LITTLE_ENDIAN);
        bytes = bytes == UNSIGNED_INT && wide.remaining() >= 8 ? wide.getLong() : bytes;
        compressed =
            compressed == UNSIGNED_INT && wide.remaining() >= 8 ? wide.getLong() : compressed;
        offset = offset == UNSIGNED_INT && wide.remaining() >= 8 ? wide.getLong() : offset;
      }
      at += 4 + size;
    }
    directory.position(start + ENTRY_BYTES + variable);
    return new ZipEntryInfo(
        name,
        directory.getShort(start + 10) & 0xFFFF,
        (flags & 1) != 0,
        directory.getInt(start + 16) & UNSIGNED_INT,
        compressed,
        bytes,
        offset);
  }

  /**
   * Content of an entry, checked against its length and CRC.
   *
   * @throws CorruptDataException if the entry is damaged
   */
  byte[] content(ZipEntryInfo entry) throws IOException {
    if (entry.encrypted() || (entry.method() != 0 && entry.method() != 8)) {
      throw broken(entry, "encrypted, or of unknown compression method " + entry.method());
    }
    ByteBuffer local = range(entry.headerOffset(), LOCAL_BYTES);
    if (local.getInt(0) != LOCAL_SIGNATURE) {
      throw broken(entry, "no local header at " + entry.headerOffset());
    }
    int skipped = (local.getShort(26) & 0xFFFF) + (local.getShort(28) & 0xFFFF);
    ByteBuffer data = range(entry.headerOffset() + LOCAL_BYTES + skipped, entry.compressedBytes());
    byte[] stored = new byte[data.remaining()];
    data.get(stored);
    byte[] content = entry.method() == 0 ? stored : inflate(entry, stored);
    CRC32 crc = new CRC32();
    crc.update(content);
    if (content.length != entry.bytes() || crc.getValue() != entry.crc()) {
      throw broken(entry, "its content does not match its checksum");
    }
    return content;
  }

  private static byte[] inflate(ZipEntryInfo entry, byte[] stored) {
    byte[] content = new byte[Math.toIntExact(entry.bytes())];
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(stored);
      int filled = 0;
      while (filled < content.length) {
        int count = inflater.inflate(content, filled, content.length - filled);
        if (count == 0) {
          throw broken(entry, "its data ends after " + filled + " of " + entry.bytes() + " bytes");
        }
        filled += count;
      }
      return content;
    } catch (DataFormatException damaged) {
      throw broken(entry, "its data does not decompress (" + damaged.getMessage() + ")");
    } finally {
      inflater.end();
    }
  }

  private static CorruptDataException broken(ZipEntryInfo entry, String reason) {
    return new CorruptDataException("Cannot read zip entry " + entry.name() + ": " + reason);
  }
}
