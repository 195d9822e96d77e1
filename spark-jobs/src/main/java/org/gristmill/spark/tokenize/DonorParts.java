package org.gristmill.spark.tokenize;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.gristmill.common.store.RandomInput;
import org.gristmill.common.store.Store;
import org.gristmill.spark.job.StoreLocation;
import org.gristmill.storage.parquet.ParquetRows;
import org.gristmill.storage.parquet.ParquetTableReader;
import org.gristmill.tokenization.store.MegatronIndex;

/** Parts of token stores made with the same tokenizer, whose tokens may be moved. */
final class DonorParts {
  private static final List<String> ADDRESS =
      List.of(PartDocuments.UNIT, PartDocuments.DOCUMENT_ROW, PartDocuments.EDITS);
  private static final List<String> ALL =
      List.of(
          PartDocuments.DOC_ID,
          PartDocuments.KEY,
          PartDocuments.LENGTH,
          PartDocuments.SOURCE,
          PartDocuments.FILE_IDENTITY,
          PartDocuments.ROW,
          PartDocuments.UNIT,
          PartDocuments.DOCUMENT_ROW,
          PartDocuments.EDITS);

  private DonorParts() {}

  /**
   * A document whose tokens are moved.
   *
   * @param donor number that stands for the part it lies in
   * @param ordinal its number there
   * @param part ordinal of the part that takes it
   */
  record Move(int donor, int ordinal, int part) implements Comparable<Move>, Serializable {
    @Override
    public int compareTo(Move other) {
      int byDonor = Integer.compare(donor, other.donor);
      return byDonor != 0 ? byDonor : Integer.compare(ordinal, other.ordinal);
    }
  }

  /**
   * What a part offers, by number of the unit.
   *
   * @param donor number that stands for the part
   * @param units number of every unit that is of interest
   */
  static Map<Integer, Offers> offers(
      StoreLocation work, int donor, String part, Map<String, Integer> units) throws IOException {
    Map<Integer, List<long[]>> found = new TreeMap<>();
    try (Store store = work.open();
        ParquetTableReader table = ParquetTableReader.open(store, part + PartDocuments.EXTENSION)) {
      int ordinal = 0;
      for (int group = 0; group < table.rowGroups(); group++) {
        ParquetRows rows = table.read(group, ADDRESS);
        while (rows.next()) {
          Integer unit = units.get(rows.string(0));
          if (unit != null) {
            found
                .computeIfAbsent(unit, any -> new ArrayList<>())
                .add(new long[] {rows.intValue(1), rows.longValue(2), ordinal});
          }
          ordinal++;
        }
      }
    }
    Map<Integer, Offers> offers = new TreeMap<>();
    found.forEach(
        (unit, documents) ->
            offers.put(
                unit,
                new Offers(
                    donor,
                    documents.stream().mapToInt(d -> (int) d[0]).toArray(),
                    documents.stream().mapToLong(d -> d[1]).toArray(),
                    documents.stream().mapToInt(d -> (int) d[2]).toArray())));
    return offers;
  }

  /**
   * Moves tokens: documents sorted by donor and ordinal become token rows. Each donor is read once
   * from front to back.
   */
  static final class Mover implements Iterator<Row> {
    private final StoreLocation work;
    private final List<String> donors;
    private final RunLayout layout;
    private final int width;
    private final Iterator<Move> wanted;
    private int donor = -1;
    private Store store;
    private ParquetTableReader table;
    private InputStream bin;
    private Optional<InputStream> mask = Optional.empty();
    private Optional<MegatronIndex> pairs = Optional.empty();
    private RandomInput index;
    private int group;
    private ParquetRows rows;
    private int ordinal;

    Mover(
        StoreLocation work,
        List<String> donors,
        RunLayout layout,
        int width,
        Iterator<Move> wanted) {
      this.work = work;
      this.donors = donors;
      this.layout = layout;
      this.width = width;
      this.wanted = wanted;
    }

    @Override
    public boolean hasNext() {
      boolean more = wanted.hasNext();
      if (!more) {
        close();
      }
      return more;
    }

    @Override
    public Row next() {
      if (!wanted.hasNext()) {
        throw new NoSuchElementException();
      }
      Move move = wanted.next();
      try {
        if (move.donor() != donor) {
          open(move.donor());
        }
        while (ordinal < move.ordinal()) {
          advance();
          bin.skipNBytes((long) rows.intValue(2) * width);
          if (mask.isPresent()) {
            mask.get().skipNBytes(rows.intValue(2));
          }
        }
        advance();
        return row(move.part(), move.ordinal());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private byte[] read(InputStream in, String extension, int length) throws IOException {
      byte[] bytes = in.readNBytes(length);
      if (bytes.length < length) {
        throw new EOFException(
            "Cannot read " + donors.get(donor) + extension + ": it is cut short");
      }
      return bytes;
    }

    private Row row(int part, int document) throws IOException {
      byte[] tokens = read(bin, ".bin", rows.intValue(2) * width);
      byte[] masks = mask.isPresent() ? read(mask.get(), ".mask", rows.intValue(2)) : null;
      int[] chosen = new int[1];
      if (pairs.isPresent()) {
        pairs.get().lengths(2L * document, 1, chosen, 0);
      }
      return RowFactory.create(
          layout.parts().get(part).group(),
          part,
          rows.longValue(1),
          rows.bytes(0),
          rows.string(4),
          rows.longValue(5),
          rows.string(6),
          rows.intValue(7),
          rows.longValue(8),
          rows.string(3),
          tokens,
          masks,
          pairs.isPresent() ? chosen[0] : null);
    }

    private void advance() throws IOException {
      while (rows == null || !rows.next()) {
        rows = table.read(group++, ALL);
      }
      ordinal++;
    }

    private void open(int next) throws IOException {
      close();
      donor = next;
      store = work.open();
      table = ParquetTableReader.open(store, donors.get(donor) + PartDocuments.EXTENSION);
      String path = donors.get(donor);
      bin = new BufferedInputStream(store.read(path + ".bin"), 1 << 18);
      mask =
          store.stat(path + ".mask").isPresent()
              ? Optional.of(new BufferedInputStream(store.read(path + ".mask"), 1 << 16))
              : Optional.empty();
      openIndex(path);
      group = 0;
      rows = null;
      ordinal = 0;
    }

    private void openIndex(String path) throws IOException {
      index = store.open(path + ".idx");
      long bytes = store.stat(path + ".bin").orElseThrow().bytes();
      MegatronIndex all = MegatronIndex.open(index, path + ".idx", bytes);
      pairs = all.sequences() == all.documents() ? Optional.empty() : Optional.of(all);
    }

    private void close() {
      if (store == null) {
        return;
      }
      try (Store closing = store;
          ParquetTableReader closingTable = table;
          InputStream closingBin = bin;
          InputStream closingMask = mask.orElse(null);
          RandomInput closingIndex = index) {
        store = null;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
