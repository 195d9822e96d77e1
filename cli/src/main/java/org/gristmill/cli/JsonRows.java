package org.gristmill.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.gristmill.common.ConfigException;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.store.AtomicOutput;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;

/** Files of one JSON object a line, on any file system. */
final class JsonRows {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonRows() {}

  /** What to do with a row. */
  interface Sink {
    /**
     * Takes a row.
     *
     * @param where file and line, for errors
     */
    void take(JsonNode row, String where) throws IOException;
  }

  /** What writes rows. */
  interface Rows {
    void writeTo(Writer out) throws IOException;
  }

  /** Reads all rows in order; empty lines are none. */
  static void read(String file, Sink sink) throws IOException {
    long number = 0;
    requireFile("read", file);
    try (Store store = Stores.open(folder(file), Map.of());
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    store.read(name(file)), StandardCharsets.UTF_8.newDecoder()))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          String where = file + " line " + number;
          sink.take(parse(line, where), where);
        }
      }
    } catch (CharacterCodingException e) {
      // the reader is ahead of the lines it gave
      throw new CorruptDataException(
          "Cannot read " + file + ": it is not UTF-8 somewhere behind line " + number, e);
    }
  }

  private static JsonNode parse(String line, String where) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new CorruptDataException(
          "Cannot read " + where + ": " + e.getOriginalMessage() + "; expected one JSON object", e);
    }
  }

  /** The row's {@code text} as UTF-8. */
  static byte[] text(JsonNode row, String where) {
    JsonNode text = row.path("text");
    if (!text.isTextual()) {
      throw new CorruptDataException(
          "Cannot read " + where + ": it has no text; expected {\"text\": \"...\"}");
    }
    try {
      ByteBuffer utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text.asText()));
      byte[] bytes = new byte[utf8.remaining()];
      utf8.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new CorruptDataException(
          "Cannot read " + where + ": the text holds an unpaired surrogate", e);
    }
  }

  /** The row's {@code ids}. */
  static int[] ids(JsonNode row, String where) {
    JsonNode list = row.path("ids");
    int[] ids = new int[list.size()];
    for (int i = 0; i < ids.length; i++) {
      if (!list.get(i).isInt()) {
        throw new CorruptDataException(
            "Cannot read " + where + ": id " + i + " is " + list.get(i) + "; expected a token id");
      }
      ids[i] = list.get(i).intValue();
    }
    if (!list.isArray()) {
      throw new CorruptDataException(
          "Cannot read " + where + ": it has no ids; expected {\"ids\": [...]}");
    }
    return ids;
  }

  /** The text as a JSON string. */
  static String quoted(String text) {
    try {
      return JSON.writeValueAsString(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The bytes of a file. */
  static byte[] readAll(String file) throws IOException {
    requireFile("read", file);
    try (Store store = Stores.open(folder(file), Map.of())) {
      return store.readAll(name(file));
    }
  }

  /** The bytes of a file of UTF-8. */
  static byte[] utf8(String file) throws IOException {
    byte[] bytes = readAll(file);
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException e) {
      throw new CorruptDataException("Cannot read " + file + ": it is not UTF-8", e);
    }
    return bytes;
  }

  /** Writes a file that is there as a whole or not at all. */
  static void write(String file, Rows rows) throws IOException {
    requireFile("write", file);
    try (Store store = Stores.open(folder(file), Map.of());
        AtomicOutput out = store.create(name(file))) {
      Writer text =
          new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
      rows.writeTo(text);
      text.flush();
      out.commit();
    }
  }

  /** Refuses a local folder, which the system's own message would not name. */
  private static void requireFile(String verb, String file) {
    if (!file.contains("://") && Files.isDirectory(Path.of(file))) {
      throw new ConfigException(
          "Cannot " + verb + " " + file + ": it is a directory; expected a file");
    }
  }

  private static String folder(String file) {
    int slash = file.lastIndexOf('/');
    return slash < 0 ? "." : slash == 0 ? "/" : file.substring(0, slash);
  }

  private static String name(String file) {
    return file.substring(file.lastIndexOf('/') + 1);
  }
}
