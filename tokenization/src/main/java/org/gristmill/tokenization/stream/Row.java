package org.gristmill.tokenization.stream;

import java.util.Arrays;

/**
 * One row of a mix, filled anew by each read: tokens, which of them are learnt, the segments they
 * are made of, and where each segment came from. Arrays belong to the row; only the first {@link
 * #segments} entries of the segment arrays count. Not thread-safe.
 */
public final class Row {
  private final int[] inputIds;
  private final byte[] lossMask;
  private int length;
  private int segments;
  private int[] starts = new int[8];
  private short[] strata = new short[8];
  private int[] runs = new int[8];
  private int[] parts = new int[8];
  private int[] documents = new int[8];
  private int[] offsets = new int[8];
  private short[] epochs = new short[8];

  /**
   * An empty row.
   *
   * @param tokens {@link MixSpec#rowTokens()}
   */
  public Row(int tokens) {
    inputIds = new int[tokens];
    lossMask = new byte[tokens];
    Arrays.fill(lossMask, (byte) 1);
  }

  /** Tokens, padded behind {@link #length}. */
  public int[] inputIds() {
    return inputIds;
  }

  /**
   * 1 for every token that is learnt, else 0; all 1 from a source without masks. Behind {@link
   * #length} it has no meaning.
   */
  public byte[] lossMask() {
    return lossMask;
  }

  /** Tokens that are not padding. */
  public int length() {
    return length;
  }

  /** Number of segments. */
  public int segments() {
    return segments;
  }

  /** First token of each segment; the last segment ends at {@link #length}. */
  public int[] starts() {
    return starts;
  }

  /** Stratum number of each segment. */
  public short[] strata() {
    return strata;
  }

  /** Run of each segment's document. */
  public int[] runs() {
    return runs;
  }

  /** Part number of each segment's document. */
  public int[] parts() {
    return parts;
  }

  /** Number of each segment's document in its part. */
  public int[] documents() {
    return documents;
  }

  /** First token of each segment in its document. */
  public int[] offsets() {
    return offsets;
  }

  /** How often the stratum's line had gone round before each segment. */
  public short[] epochs() {
    return epochs;
  }

  /** Forgets all segments; tokens stay until overwritten. */
  public void clear() {
    length = 0;
    segments = 0;
  }

  /** Sets the number of tokens that count. */
  public void length(int tokens) {
    length = tokens;
  }

  /** Appends a segment. */
  public void addSegment(
      int start, int stratum, int run, int part, int document, int offset, int epoch) {
    if (segments == starts.length) {
      int capacity = segments * 2;
      starts = Arrays.copyOf(starts, capacity);
      strata = Arrays.copyOf(strata, capacity);
      runs = Arrays.copyOf(runs, capacity);
      parts = Arrays.copyOf(parts, capacity);
      documents = Arrays.copyOf(documents, capacity);
      offsets = Arrays.copyOf(offsets, capacity);
      epochs = Arrays.copyOf(epochs, capacity);
    }
    starts[segments] = start;
    strata[segments] = (short) stratum;
    runs[segments] = run;
    parts[segments] = part;
    documents[segments] = document;
    offsets[segments] = offset;
    epochs[segments++] = (short) epoch;
  }

  /** The row written out in full, for messages and comparisons. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("length ").append(length);
    for (int s = 0; s < segments; s++) {
      text.append("\n  at ").append(starts[s]).append(": stratum ").append(strata[s]);
      text.append(", run ").append(runs[s]).append(", part ").append(parts[s]);
      text.append(", document ").append(documents[s]).append(", offset ").append(offsets[s]);
      text.append(", epoch ").append(epochs[s]);
    }
    text.append('\n').append(Arrays.toString(inputIds));
    for (int t = 0; t < length; t++) {
      if (lossMask[t] == 0) {
        text.append("\n  not learnt: ").append(t);
      }
    }
    return text.toString();
  }
}
