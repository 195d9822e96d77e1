package org.gristmill.spark.tokenize;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The wanted documents of one unit, in the order of their rows: where the tokens of each come from.
 * Filled by one thread, then read by any.
 */
final class UnitPlan implements Serializable {
  private static final long serialVersionUID = 1;

  /** Stands above every donor: nobody offers the document. */
  private static final int NOBODY = Integer.MAX_VALUE;

  private final int unit;
  private int count;
  private int[] rows = new int[256];
  private long[] treatments = new long[256];
  private int[] parts = new int[256];
  private int[] donors = new int[0];
  private int[] ordinals = new int[0];

  UnitPlan(int unit) {
    this.unit = unit;
  }

  /** Adds a wanted document; rows ascend. */
  void add(int row, long treatment, int part) {
    if (count == rows.length) {
      rows = Arrays.copyOf(rows, count * 2);
      treatments = Arrays.copyOf(treatments, count * 2);
      parts = Arrays.copyOf(parts, count * 2);
    }
    rows[count] = row;
    treatments[count] = treatment;
    parts[count++] = part;
  }

  /** Gives every document to the smallest (donor, ordinal) that offers it as it is wanted. */
  UnitPlan match(Iterable<Offers> offers) {
    rows = Arrays.copyOf(rows, count);
    treatments = Arrays.copyOf(treatments, count);
    parts = Arrays.copyOf(parts, count);
    donors = new int[count];
    ordinals = new int[count];
    Arrays.fill(donors, NOBODY);
    for (Offers offer : offers) {
      for (int i = 0; i < offer.rows().length; i++) {
        int at = Arrays.binarySearch(rows, offer.rows()[i]);
        if (at >= 0
            && treatments[at] == offer.treatments()[i]
            && isBefore(offer.donor(), offer.ordinals()[i], at)) {
          donors[at] = offer.donor();
          ordinals[at] = offer.ordinals()[i];
        }
      }
    }
    return this;
  }

  private boolean isBefore(int donor, int ordinal, int at) {
    return donor < donors[at] || (donor == donors[at] && ordinal < ordinals[at]);
  }

  /** Documents nobody offers, in the order of their rows. */
  Stream<Wanted> missing() {
    return IntStream.range(0, count)
        .filter(i -> donors[i] == NOBODY)
        .mapToObj(i -> new Wanted(unit, rows[i], treatments[i], parts[i]));
  }

  /** Number of documents that are taken from donors. */
  long moved() {
    return IntStream.range(0, count).filter(i -> donors[i] != NOBODY).count();
  }

  /** The other documents by donor. */
  Map<Integer, Moves> moves() {
    TreeMap<Integer, List<Integer>> places = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      if (donors[i] != NOBODY) {
        places.computeIfAbsent(donors[i], donor -> new ArrayList<>()).add(i);
      }
    }
    TreeMap<Integer, Moves> moves = new TreeMap<>();
    places.forEach(
        (donor, mine) ->
            moves.put(
                donor,
                new Moves(
                    mine.stream().mapToInt(i -> ordinals[i]).toArray(),
                    mine.stream().mapToInt(i -> parts[i]).toArray())));
    return moves;
  }
}
