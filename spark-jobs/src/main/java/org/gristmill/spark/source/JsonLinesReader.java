package org.gristmill.spark.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.gristmill.common.recipe.Columns;
import org.gristmill.common.store.Store;
import org.gristmill.common.work.Slice;
import org.gristmill.spark.text.TextMeter;

/**
 * Reads JSON Lines: one object a line, UTF-8, compressed if the name says so. Empty lines are no
 * rows. The line of a conversation may also be the bare list of its messages. A line that is not a
 * JSON object with the content that its columns name is rejected with its number and offset; a
 * compressed file that is cut short is rejected as a file, its rows so far stay.
 */
public final class JsonLinesReader implements SourceReader {
  // A character may be written as a six-byte escape; the rest of the object gets its own megabyte.
  private static final int ESCAPED_BYTES = 6;
  private static final int OTHER_COLUMNS_BYTES = 1 << 20;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .disable(JsonFactory.Feature.CHARSET_DETECTION) // lines are UTF-8, zeros in them too
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private static final ObjectMapper TREES =
      new ObjectMapper(
              JSON.copy().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature()))
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final Columns columns;
  private final RowLabels labels;
  private final Set<String> labelColumns;
  private final long maxDocumentBytes;
  private final Optional<ObjectRows> chats;

  /**
   * Reads the given columns.
   *
   * @param columns which keys mean what
   * @param labels labels of the rows
   * @param maxDocumentBytes texts above this are rejected
   */
  public JsonLinesReader(Columns columns, RowLabels labels, long maxDocumentBytes) {
    this(columns, labels, Optional.empty(), maxDocumentBytes);
  }

  JsonLinesReader(
      Columns columns, RowLabels labels, Optional<TokenDocuments> tokens, long maxDocumentBytes) {
    this.columns = columns;
    this.labels = labels;
    this.labelColumns = Set.copyOf(labels.columnNames());
    this.maxDocumentBytes = maxDocumentBytes;
    this.chats = ObjectRows.of(columns, labels, tokens, maxDocumentBytes);
  }

  @Override
  public void read(Store store, String path, Slice slice, SourceSink sink) throws IOException {
    try (InputStream in = SourceInput.open(store, path)) {
      long maxLine = ESCAPED_BYTES * maxDocumentBytes + OTHER_COLUMNS_BYTES;
      LineReader lines = new LineReader(in, (int) Math.min(maxLine, LineReader.LONGEST));
      Line parsed = new Line();
      for (long row = 0; lines.next(); row++) {
        if (!lines.blank()) {
          parsed.line(lines, row, sink);
        }
      }
    } catch (DamagedInputException damaged) {
      sink.reject(Rejection.file(damaged.getMessage()));
    }
  }

  /** One line at a time; keeps its buffers. */
  private final class Line {
    private final TextMeter meter = new TextMeter();
    private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
    private Optional<byte[]> text = Optional.empty();
    private Optional<String> id = Optional.empty();
    private final Map<String, String> said = new HashMap<>();

    private void line(LineReader lines, long row, SourceSink sink) throws IOException {
      OptionalLong offset = OptionalLong.of(lines.offset());
      if (lines.oversize()) {
        String detail = "a line above the limit for max_document_bytes " + maxDocumentBytes;
        sink.reject(Rejection.row(row, offset, "", RejectReason.OVERSIZE, detail));
        return;
      }
      int malformed = meter.measure(lines.bytes(), 0, lines.length());
      if (malformed >= 0) {
        String detail = "malformed UTF-8 at byte " + malformed + " of the line";
        sink.reject(Rejection.row(row, offset, "", RejectReason.INVALID_UTF8, detail));
        return;
      }
      try {
        if (chats.isPresent()) {
          sink.document(chats.get().document(row, values(chats.get(), lines)));
        } else {
          parse(lines);
          emit(row, sink);
        }
      } catch (RejectedRow rejected) {
        sink.reject(Rejection.row(row, offset, "", rejected.reason, rejected.getMessage()));
      } catch (JsonProcessingException notJson) {
        String detail = notJson.getOriginalMessage();
        sink.reject(Rejection.row(row, offset, "", RejectReason.INVALID_JSON, detail));
      }
    }

    /** The values of a line by key; a bare list is the messages of a conversation. */
    private static Function<String, JsonNode> values(ObjectRows chats, LineReader lines)
        throws IOException {
      JsonNode line = TREES.readTree(lines.bytes(), start(lines), lines.length() - start(lines));
      if (line.isArray() && chats.messages().isPresent()) {
        return name -> name.equals(chats.messages().get()) ? line : MissingNode.getInstance();
      }
      if (!line.isObject()) {
        throw new RejectedRow(RejectReason.INVALID_JSON, "the line is not a JSON object");
      }
      return line::path;
    }

    private static int start(LineReader lines) {
      return ByteOrderMark.length(lines.bytes(), lines.length());
    }

    private void parse(LineReader lines) throws IOException {
      text = Optional.empty();
      id = Optional.empty();
      said.clear();
      try (JsonParser json =
          JSON.createParser(lines.bytes(), start(lines), lines.length() - start(lines))) {
        if (json.nextToken() != JsonToken.START_OBJECT) {
          throw new RejectedRow(RejectReason.INVALID_JSON, "the line is not a JSON object");
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
          column(json, json.currentName(), json.nextToken());
        }
        if (json.nextToken() != null) {
          throw new RejectedRow(RejectReason.INVALID_JSON, "more content follows the object");
        }
      }
    }

    private void column(JsonParser json, String name, JsonToken value) throws IOException {
      if (name.equals(columns.text())) {
        text = text(json, value);
      }
      if (columns.id().filter(name::equals).isPresent()) {
        id = label(json, value);
      }
      if (labelColumns.contains(name)) {
        said.remove(name);
        label(json, value).ifPresent(text -> said.put(name, text));
      }
      json.skipChildren();
    }

    private Optional<byte[]> text(JsonParser json, JsonToken value) throws IOException {
      if (value == JsonToken.VALUE_NULL) {
        return Optional.empty();
      }
      if (value != JsonToken.VALUE_STRING) {
        throw new RejectedRow(RejectReason.WRONG_TYPE, "'" + columns.text() + "' is not a string");
      }
      try {
        ByteBuffer utf8 =
            encoder.encode(
                CharBuffer.wrap(
                    json.getTextCharacters(), json.getTextOffset(), json.getTextLength()));
        byte[] bytes = new byte[utf8.remaining()];
        utf8.get(bytes);
        return Optional.of(bytes);
      } catch (CharacterCodingException surrogate) {
        throw new RejectedRow(RejectReason.INVALID_UTF8, "the text holds an unpaired surrogate");
      }
    }

    private static Optional<String> label(JsonParser json, JsonToken value) throws IOException {
      return value.isScalarValue() && value != JsonToken.VALUE_NULL
          ? Optional.of(json.getText())
          : Optional.empty();
    }

    private void emit(long row, SourceSink sink) throws IOException {
      if (text.isEmpty()) {
        throw new RejectedRow(
            RejectReason.MISSING_TEXT, "no '" + columns.text() + "' in the object");
      }
      byte[] bytes = text.get();
      if (bytes.length > maxDocumentBytes) {
        throw new RejectedRow(
            RejectReason.OVERSIZE,
            bytes.length + " bytes, above max_document_bytes " + maxDocumentBytes);
      }
      DocumentLabels own = labels.of(name -> Optional.ofNullable(said.get(name)));
      sink.document(new SourceDocument(row, bytes, "text", own, "", id));
    }
  }
}
