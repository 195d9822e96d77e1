package org.gristmill.spark.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.gristmill.common.ConfigException;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.recipe.Columns;
import org.gristmill.common.store.Store;
import org.gristmill.common.work.Slice;
import org.gristmill.storage.parquet.ParquetObjects;
import org.gristmill.storage.parquet.ParquetRows;
import org.gristmill.storage.parquet.ParquetTableReader;

/**
 * Reads a Parquet file: a text column, or those of conversations or pairs of answers, and, where
 * asked, the corpus's identifier and labels. Only these columns are fetched. A damaged file is
 * rejected as a file; what was read of a damaged row group before the damage stays, and so do the
 * other row groups, whichever slices they are in.
 */
public final class ParquetReader implements SourceReader {
  private static final ObjectMapper TREES = new ObjectMapper();

  private final Columns columns;
  private final RowLabels labels;
  private final long maxDocumentBytes;
  private final Optional<ObjectRows> chats;

  /**
   * Reads the given columns.
   *
   * @param columns which columns mean what; each must exist in every file
   * @param labels labels of the rows
   * @param maxDocumentBytes texts above this are rejected
   */
  public ParquetReader(Columns columns, RowLabels labels, long maxDocumentBytes) {
    this(columns, labels, Optional.empty(), maxDocumentBytes);
  }

  ParquetReader(
      Columns columns, RowLabels labels, Optional<TokenDocuments> tokens, long maxDocumentBytes) {
    this.columns = columns;
    this.labels = labels;
    this.maxDocumentBytes = maxDocumentBytes;
    this.chats = ObjectRows.of(columns, labels, tokens, maxDocumentBytes);
  }

  @Override
  public void read(Store store, String path, Slice slice, SourceSink sink) throws IOException {
    try (ParquetTableReader file = ParquetTableReader.open(store, path)) {
      List<String> names = names(file.schema(), path);
      long row = 0;
      for (int group = 0; group < file.rowGroups(); group++) {
        if (slice.contains(file.middle(group), file.bytes())) {
          group(file, group, names, row, sink);
        }
        row += file.rows(group);
      }
    } catch (CorruptDataException | EOFException damaged) {
      sink.reject(Rejection.file(damaged.getMessage()));
    }
  }

  /** The asked columns, content first, after a check that they are there and of a readable type. */
  private List<String> names(MessageType schema, String path) {
    List<String> names = new ArrayList<>(columns.contentColumns());
    columns.id().ifPresent(names::add);
    labels.columnNames().stream()
        .filter(name -> !names.contains(name))
        .filter(name -> schema.containsField(name) || !labels.mayLack(name))
        .forEach(names::add);
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (!schema.containsField(name)) {
        throw new ConfigException(
            "Cannot read column '"
                + name
                + "' of "
                + path
                + ": there is no such column; expected one of "
                + schema.getFields().stream().map(Type::getName).toList());
      }
      Type type = schema.getType(name);
      Shape shape = i < columns.contentColumns().size() ? shape() : Shape.PLAIN;
      if (!shape.fits(type)) {
        throw new ConfigException(
            "Cannot read column '"
                + name
                + "' of "
                + path
                + ": its type is '"
                + type.toString().replaceAll("\\s+", " ")
                + "'; expected "
                + shape.words);
      }
    }
    return names;
  }

  private Shape shape() {
    return switch (columns.content()) {
      case TEXT -> columns.tokens().isPresent() ? Shape.IDS : Shape.STRING;
      case CONVERSATION -> Shape.LIST;
      case PREFERENCE -> Shape.STRING_OR_LIST;
    };
  }

  /** What a column can be. */
  private enum Shape {
    PLAIN("a plain value"),
    STRING("a string"),
    IDS("a list of token ids"),
    LIST("a list of messages"),
    STRING_OR_LIST("a string or a list of messages");

    private final String words;

    Shape(String words) {
      this.words = words;
    }

    boolean fits(Type type) {
      boolean plain = type.isPrimitive() && !type.isRepetition(Type.Repetition.REPEATED);
      boolean string =
          plain && type.asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY;
      return switch (this) {
        case PLAIN -> plain;
        case STRING -> string;
        case LIST, IDS -> !type.isPrimitive();
        case STRING_OR_LIST -> string || !type.isPrimitive();
      };
    }
  }

  private void group(
      ParquetTableReader file, int group, List<String> names, long firstRow, SourceSink sink)
      throws IOException {
    try {
      if (chats.isPresent()) {
        chats(chats.get(), file.readObjects(group, names), names, firstRow, sink);
      } else {
        group(file.read(group, names), names, firstRow, sink);
      }
    } catch (CorruptDataException | EOFException damaged) {
      sink.reject(Rejection.file(damaged.getMessage()));
    }
  }

  private void group(ParquetRows rows, List<String> names, long firstRow, SourceSink sink)
      throws IOException {
    while (rows.next()) {
      long row = firstRow + rows.row();
      if (rows.isNull(0)) {
        reject(sink, row, RejectReason.MISSING_TEXT, "'" + columns.text() + "' is null");
        continue;
      }
      byte[] text = rows.bytes(0);
      if (text.length > maxDocumentBytes) {
        String detail = text.length + " bytes, above max_document_bytes " + maxDocumentBytes;
        reject(sink, row, RejectReason.OVERSIZE, detail);
        continue;
      }
      Map<String, String> said = said(rows, names);
      try {
        DocumentLabels own = labels.of(name -> Optional.ofNullable(said.get(name)));
        Optional<String> id = columns.id().map(said::get);
        sink.document(new SourceDocument(row, text, "text", own, "", id));
      } catch (RejectedRow rejected) {
        reject(sink, row, rejected.reason, rejected.getMessage());
      }
    }
  }

  /** What the columns behind the content say about a row; nulls are left out. */
  private static Map<String, String> said(ParquetRows rows, List<String> names) {
    Map<String, String> said = new HashMap<>();
    for (int leaf = 1; leaf < names.size(); leaf++) {
      if (!rows.isNull(leaf)) {
        said.put(names.get(leaf), rows.label(leaf));
      }
    }
    return said;
  }

  private static void chats(
      ObjectRows chats, ParquetObjects rows, List<String> names, long firstRow, SourceSink sink)
      throws IOException {
    while (rows.next()) {
      long row = firstRow + rows.row();
      try {
        sink.document(
            chats.document(
                row,
                name ->
                    rows.value(names.indexOf(name))
                        .<JsonNode>map(TREES::valueToTree)
                        .orElse(MissingNode.getInstance())));
      } catch (RejectedRow rejected) {
        reject(sink, row, rejected.reason, rejected.getMessage());
      }
    }
  }

  private static void reject(SourceSink sink, long row, RejectReason reason, String detail)
      throws IOException {
    sink.reject(Rejection.row(row, OptionalLong.empty(), "", reason, detail));
  }
}
