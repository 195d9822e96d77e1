package org.gristmill.spark.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.gristmill.common.ConfigException;
import org.gristmill.common.recipe.Columns;
import org.gristmill.common.recipe.CsvOptions;
import org.gristmill.common.store.Store;
import org.gristmill.common.work.Slice;
import org.gristmill.spark.text.TextMeter;

/**
 * Reads CSV in UTF-8: a record is a row, the first record names the columns unless the recipe does.
 * Rows are numbered from the first record behind the header. A record whose quotes or number of
 * fields do not fit is rejected with its number and offset; a file that is damaged from some point
 * on is rejected as a file, its rows so far stay.
 */
public final class CsvReader implements SourceReader {
  // All columns but those of the content, together.
  private static final int OTHER_COLUMNS_BYTES = 1 << 20;
  private static final int LONGEST = Integer.MAX_VALUE - 16;

  private final Columns columns;
  private final CsvOptions options;
  private final RowLabels labels;
  private final long maxDocumentBytes;
  private final Optional<ChatRows> chats;

  /**
   * Reads the given columns.
   *
   * @param columns which columns mean what; each must exist in every file
   * @param options layout of the records
   * @param labels labels of the rows
   * @param maxDocumentBytes texts above this are rejected
   */
  public CsvReader(Columns columns, CsvOptions options, RowLabels labels, long maxDocumentBytes) {
    this.columns = columns;
    this.options = options;
    this.labels = labels;
    this.maxDocumentBytes = maxDocumentBytes;
    this.chats = ChatRows.of(columns, labels, maxDocumentBytes);
  }

  @Override
  public void read(Store store, String path, Slice slice, SourceSink sink) throws IOException {
    try (InputStream in = SourceInput.open(store, path)) {
      int most = columns.contentColumns().size();
      long limit = Math.min(most * maxDocumentBytes + OTHER_COLUMNS_BYTES, LONGEST);
      CsvRecords records = new CsvRecords(in, options.delimiter().charAt(0), (int) limit);
      List<String> names = options.header();
      if (names.isEmpty()) {
        if (!records.next()) {
          sink.reject(Rejection.file("no header: the file is empty"));
          return;
        }
        if (records.oversize() || !records.defect().isEmpty()) {
          sink.reject(Rejection.file("no header: " + defect(records)));
          return;
        }
        names = names(records);
      }
      check(names, path);
      TextMeter meter = new TextMeter();
      for (long row = 0; records.next(); row++) {
        try {
          sink.document(document(row, records, names, meter));
        } catch (RejectedRow rejected) {
          OptionalLong offset = OptionalLong.of(records.offset());
          sink.reject(Rejection.row(row, offset, "", rejected.reason, rejected.getMessage()));
        }
      }
    } catch (DamagedInputException damaged) {
      sink.reject(Rejection.file(damaged.getMessage()));
    }
  }

  private static List<String> names(CsvRecords header) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < header.fields(); i++) {
      byte[] name = header.field(i);
      int start = i == 0 ? ByteOrderMark.length(name, name.length) : 0;
      names.add(new String(name, start, name.length - start, StandardCharsets.UTF_8));
    }
    return names;
  }

  private void check(List<String> names, String path) {
    List<String> asked = new ArrayList<>(columns.contentColumns());
    columns.id().ifPresent(asked::add);
    labels.columnNames().stream().filter(name -> !labels.mayLack(name)).forEach(asked::add);
    for (String name : asked) {
      int place = names.indexOf(name);
      if (place < 0 || place != names.lastIndexOf(name)) {
        throw new ConfigException(
            "Cannot read column '"
                + name
                + "' of "
                + path
                + (place < 0 ? ": there is no such column" : ": there are several")
                + "; expected one of "
                + names);
      }
    }
  }

  private String defect(CsvRecords record) {
    return record.oversize()
        ? "a record above the limit for max_document_bytes " + maxDocumentBytes
        : record.defect();
  }

  private SourceDocument document(long row, CsvRecords record, List<String> names, TextMeter meter)
      throws RejectedRow {
    if (record.oversize()) {
      throw new RejectedRow(RejectReason.OVERSIZE, defect(record));
    }
    if (!record.defect().isEmpty()) {
      throw new RejectedRow(RejectReason.INVALID_CSV, record.defect());
    }
    if (record.fields() != names.size()) {
      throw new RejectedRow(
          RejectReason.INVALID_CSV,
          record.fields() + " fields; expected " + names.size() + " as in the header");
    }
    if (chats.isPresent()) {
      return chats.get().document(row, name -> value(record, names.indexOf(name), meter));
    }
    byte[] text = record.field(names.indexOf(columns.text()));
    if (text.length > maxDocumentBytes) {
      throw new RejectedRow(
          RejectReason.OVERSIZE,
          text.length + " bytes, above max_document_bytes " + maxDocumentBytes);
    }
    return new SourceDocument(
        row,
        text,
        "text",
        labels.of(name -> label(record, names.indexOf(name))),
        "",
        columns.id().flatMap(name -> label(record, names.indexOf(name))));
  }

  /** A field as JSON: a string, its bytes if they are no UTF-8, nothing if it is empty. */
  private static JsonNode value(CsvRecords record, int field, TextMeter meter) {
    byte[] bytes = field < 0 ? new byte[0] : record.field(field);
    if (bytes.length == 0) {
      return MissingNode.getInstance();
    }
    return meter.measure(bytes, 0, bytes.length) < 0
        ? TextNode.valueOf(new String(bytes, StandardCharsets.UTF_8))
        : BinaryNode.valueOf(bytes);
  }

  private static Optional<String> label(CsvRecords record, int field) {
    byte[] bytes = field < 0 ? new byte[0] : record.field(field);
    return bytes.length == 0
        ? Optional.empty()
        : Optional.of(new String(bytes, StandardCharsets.UTF_8));
  }
}
