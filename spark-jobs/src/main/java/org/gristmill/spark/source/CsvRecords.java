package org.gristmill.spark.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Splits a byte stream into records of fields as RFC 4180 has them: fields are separated by a
 * delimiter, records by line ends; a field in quotes may hold both, and a quote as two. Source: RFC
 * 4180, section 2; a single {@code \n} ends a record, too.
 *
 * <p>Works on bytes and holds one record of limited size, whatever the file holds: a quote that
 * never closes costs memory up to the limit and the record up to the next quote, where libraries
 * take the rest of the file into one field or give it up. Delimiters are ASCII, which no other
 * character's UTF-8 contains. Not thread-safe.
 */
final class CsvRecords {
  private static final int CHUNK_BYTES = 1 << 16;
  private static final int MOST_FIELDS = 1 << 14;

  /** What the next byte of a record belongs to. */
  private enum Place {
    FIELD_START,
    PLAIN,
    QUOTED,
    BEHIND_QUOTE,
    BEHIND_RETURN
  }

  private final InputStream in;
  private final byte delimiter;
  private final int maxRecordBytes;
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private int chunkAt;
  private int chunkEnd;
  private long consumed;
  private byte[] content = new byte[1 << 12];
  private int length;
  private int[] ends = new int[16];
  private int fields;
  private long offset;
  private boolean quoted;
  private boolean oversize;
  private String defect = "";

  CsvRecords(InputStream in, char delimiter, int maxRecordBytes) {
    this.in = in;
    this.delimiter = (byte) delimiter;
    this.maxRecordBytes = maxRecordBytes;
  }

  /** Moves to the next record; false at the end of the stream. Lines without a byte are none. */
  boolean next() throws IOException {
    offset = consumed;
    length = 0;
    fields = 0;
    quoted = false;
    oversize = false;
    defect = "";
    Place place = Place.FIELD_START;
    while (true) {
      if (chunkAt == chunkEnd && !fill()) {
        if (place == Place.QUOTED) {
          defect = "a quote that never closes";
        }
        return finish();
      }
      byte b = chunk[chunkAt++];
      consumed++;
      if (b == '\n' && place != Place.QUOTED) {
        if (finish()) {
          return true;
        }
        offset = consumed;
        place = Place.FIELD_START;
      } else {
        place = place == Place.QUOTED ? inside(b) : outside(place, b);
      }
    }
  }

  private Place inside(byte b) {
    if (b == '"') {
      return Place.BEHIND_QUOTE;
    }
    add(b);
    return Place.QUOTED;
  }

  private Place outside(Place place, byte b) {
    if (place == Place.BEHIND_RETURN) {
      defect = "a return inside of field " + (fields + 1);
    } else if (b == delimiter) {
      endField();
      return Place.FIELD_START;
    } else if (b == '\r') {
      return Place.BEHIND_RETURN;
    } else if (b == '"' && place == Place.FIELD_START) {
      quoted = true;
      return Place.QUOTED;
    } else if (b == '"' && place == Place.BEHIND_QUOTE) {
      add(b);
      return Place.QUOTED;
    } else if (b == '"') {
      defect = "a quote inside of field " + (fields + 1) + ", which has none around it";
    } else if (place == Place.BEHIND_QUOTE) {
      defect = "text behind the quotes of field " + (fields + 1);
    }
    add(b);
    return Place.PLAIN;
  }

  /** Ends the record; false if there was nothing in it. */
  private boolean finish() {
    if (fields == 0 && length == 0 && !quoted && !oversize && defect.isEmpty()) {
      return false;
    }
    endField();
    return true;
  }

  private boolean fill() throws IOException {
    chunkAt = 0;
    chunkEnd = Math.max(0, in.read(chunk, 0, chunk.length));
    return chunkEnd > 0;
  }

  private void add(byte b) {
    if (length == maxRecordBytes) {
      oversize = true;
      return;
    }
    if (length == content.length) {
      content = Arrays.copyOf(content, (int) Math.min(maxRecordBytes, 2L * length));
    }
    content[length++] = b;
  }

  private void endField() {
    if (fields == MOST_FIELDS) {
      defect = "more than " + MOST_FIELDS + " fields";
      return;
    }
    if (fields == ends.length) {
      ends = Arrays.copyOf(ends, 2 * fields);
    }
    ends[fields++] = length;
  }

  private int start(int field) {
    return field == 0 ? 0 : ends[field - 1];
  }

  /** Number of fields. */
  int fields() {
    return fields;
  }

  /** Content of a field without its quotes. */
  byte[] field(int index) {
    return Arrays.copyOfRange(content, start(index), ends[index]);
  }

  /** Offset of the record's first byte in the stream. */
  long offset() {
    return offset;
  }

  /** Whether the record was above the limit; its fields are then not all there. */
  boolean oversize() {
    return oversize;
  }

  /** What is wrong with the record, empty if nothing is. */
  String defect() {
    return defect;
  }
}
