package org.gristmill.spark.tokenize;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.gristmill.common.identity.DocumentId;
import org.gristmill.common.store.FileDigest;
import org.gristmill.common.store.Store;
import org.gristmill.spark.job.StoreLocation;
import org.gristmill.spark.job.TaskCounts;
import org.gristmill.tokenization.store.TokenPartWriter;
import org.gristmill.tokenization.store.TokenType;

/**
 * Writes the parts of one task from its sorted token rows. A part without documents has a record
 * and no files.
 *
 * @param work the work directory
 * @param directory directory of the stage
 * @param layout parts of the run
 * @param type how tokens are stored
 * @param licenses licence of every unit that has one
 * @param written ordinals of parts that are there already
 * @param counts shown in the Spark UI
 */
record PartsWriter(
    StoreLocation work,
    String directory,
    RunLayout layout,
    TokenType type,
    HashMap<String, String> licenses,
    BitSet written,
    TaskCounts counts)
    implements Serializable {

  /** Writes every missing part of a group; gives their records. */
  Iterator<PartRecord> write(int group, Iterator<Row> sorted) throws IOException {
    List<PartRecord> records = new ArrayList<>();
    Row row = sorted.hasNext() ? sorted.next() : null;
    try (Store store = work.open()) {
      for (PartSpec part : layout.parts()) {
        if (part.group() != group || written.get(part.ordinal())) {
          continue;
        }
        if (row == null || row.getInt(1) != part.ordinal()) {
          records.add(empty(store, part));
          continue;
        }
        String path = part.path(directory);
        try (TokenPartWriter tokens = new TokenPartWriter(store, path, type);
            PartDocuments documents = new PartDocuments(store, path)) {
          TreeMap<String, Long> sums = new TreeMap<>();
          while (row != null && row.getInt(1) == part.ordinal()) {
            long count = add(tokens, documents, row);
            sums.merge(licenses.getOrDefault(row.getString(6), ""), count, Long::sum);
            row = sorted.hasNext() ? sorted.next() : null;
          }
          records.add(commit(store, part, tokens, documents, sums));
        }
      }
    }
    if (row != null) {
      throw new IllegalStateException(
          "Cannot place part " + row.getInt(1) + ": it does not belong to task " + group);
    }
    return records.iterator();
  }

  /** Adds a document; gives its tokens. */
  private int add(TokenPartWriter tokens, PartDocuments documents, Row row) throws IOException {
    byte[] docId = row.getAs(3);
    long key = row.getLong(2);
    int[] ids = TokenRows.unpack(row.getAs(10), type.width());
    DocumentId id = DocumentId.fromBytes(docId, 0);
    if (!row.isNullAt(12)) {
      int chosen = row.getInt(12);
      tokens.addPair(id, key, ids, row.getAs(11), 0, chosen, ids.length - chosen);
    } else if (!row.isNullAt(11)) {
      tokens.add(id, key, ids, row.<byte[]>getAs(11), 0, ids.length);
    } else {
      tokens.add(id, key, ids, 0, ids.length);
    }
    counts.add(1, (long) ids.length * type.width(), ids.length);
    documents.add(
        docId,
        key,
        ids.length,
        new PartDocuments.Place(
            row.getString(9),
            row.getString(4),
            row.getLong(5),
            row.getString(6),
            row.getInt(7),
            row.getLong(8)));
    return ids.length;
  }

  private PartRecord empty(Store store, PartSpec part) throws IOException {
    PartRecord record =
        new PartRecord(
            part.kind(), part.stratum(), 0, 0, new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    record.write(store, part.recordPath(directory));
    return record;
  }

  private PartRecord commit(
      Store store,
      PartSpec part,
      TokenPartWriter tokens,
      PartDocuments documents,
      TreeMap<String, Long> licenses)
      throws IOException {
    String prefix = directory + "/";
    Map<String, FileDigest> digests = new TreeMap<>();
    digests.put(part.path(directory) + PartDocuments.EXTENSION, documents.commit());
    TokenPartWriter.Summary summary = tokens.commit();
    digests.putAll(summary.files());
    TreeMap<String, Long> files = new TreeMap<>();
    TreeMap<String, String> checksums = new TreeMap<>();
    digests.forEach(
        (path, digest) -> {
          String name = path.substring(prefix.length());
          files.put(name, digest.bytes());
          checksums.put(name, digest.xxh64Hex());
        });
    PartRecord record =
        new PartRecord(
            part.kind(),
            part.stratum(),
            summary.documents(),
            summary.tokens(),
            licenses,
            files,
            checksums);
    record.write(store, part.recordPath(directory));
    return record;
  }
}
