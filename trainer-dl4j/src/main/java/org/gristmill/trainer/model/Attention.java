package org.gristmill.trainer.model;

import static org.gristmill.trainer.kernels.Kernels.Transpose.NO;
import static org.gristmill.trainer.kernels.Kernels.Transpose.YES;

import org.gristmill.trainer.kernels.Kernels;
import org.gristmill.trainer.kernels.Tensor;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Causal attention inside the segments of a row. A position sees itself and what stands before it
 * in its own segment, so products run per segment and, inside it, per block of queries with the
 * keys up to the block's end: masked blocks are never computed. Heads of queries share keys and
 * values in groups (Ainslie et al., 2023).
 */
final class Attention {

  private static final int QUERY_BLOCK = 64;

  private final DecoderShape shape;
  private final Kernels kernels;
  private final int positions;
  private final int headWidth;
  private final int stride;
  private final int group;
  private final double scale;
  private final Tensor scoreGradients;

  Attention(DecoderShape shape, Kernels kernels, DataType type) {
    this.shape = shape;
    this.kernels = kernels;
    positions = shape.sequenceLength();
    headWidth = shape.headWidth();
    stride = shape.projectionWidth();
    group = shape.heads() / shape.keyValueHeads();
    scale = 1 / Math.sqrt(headWidth);
    scoreGradients = Tensor.zeros(type, Math.min(QUERY_BLOCK, positions), positions);
  }

  /**
   * Writes probabilities and mixed values.
   *
   * @param lines positions of all rows together; only the last row may be short
   */
  void forward(
      Tensor projected, Tensor probabilities, Tensor mixed, int[] segmentStarts, int lines) {
    forEachBlock(
        segmentStarts,
        lines,
        (row, from, start, end) -> {
          int keys = end - from;
          for (int head = 0; head < shape.heads(); head++) {
            long at = probabilityAt(row, head, start, from);
            kernels.multiply(
                NO,
                YES,
                end - start,
                keys,
                headWidth,
                1,
                projected,
                queryAt(row, start, head),
                stride,
                projected,
                keyAt(row, from, head),
                stride,
                0,
                probabilities,
                at,
                positions);
            kernels.softmaxForward(
                probabilities, at, positions, end - start, start - from, keys, scale);
            kernels.multiply(
                NO,
                NO,
                end - start,
                headWidth,
                keys,
                1,
                probabilities,
                at,
                positions,
                projected,
                valueAt(row, from, head),
                stride,
                0,
                mixed,
                mixedAt(row, start, head),
                shape.width());
          }
        });
  }

  /** Writes the gradient of the projections, which must be zero before. */
  void backward(
      Tensor projected,
      Tensor probabilities,
      Tensor mixedGradient,
      Tensor projectedGradient,
      int[] segmentStarts,
      int lines) {
    forEachBlock(
        segmentStarts,
        lines,
        (row, from, start, end) -> {
          for (int head = 0; head < shape.heads(); head++) {
            backward(
                projected,
                probabilities,
                mixedGradient,
                projectedGradient,
                row,
                from,
                start,
                end,
                head);
          }
        });
  }

  private void backward(
      Tensor projected,
      Tensor probabilities,
      Tensor mixedGradient,
      Tensor projectedGradient,
      int row,
      int from,
      int start,
      int end,
      int head) {
    int queries = end - start;
    int keys = end - from;
    long at = probabilityAt(row, head, start, from);
    long mixedAt = mixedAt(row, start, head);
    kernels.multiply(
        NO,
        YES,
        queries,
        keys,
        headWidth,
        1,
        mixedGradient,
        mixedAt,
        shape.width(),
        projected,
        valueAt(row, from, head),
        stride,
        0,
        scoreGradients,
        0,
        positions);
    kernels.multiply(
        YES,
        NO,
        keys,
        headWidth,
        queries,
        1,
        probabilities,
        at,
        positions,
        mixedGradient,
        mixedAt,
        shape.width(),
        1,
        projectedGradient,
        valueAt(row, from, head),
        stride);
    kernels.softmaxBackward(
        probabilities,
        at,
        positions,
        scoreGradients,
        0,
        positions,
        queries,
        start - from,
        keys,
        scale);
    kernels.multiply(
        NO,
        NO,
        queries,
        headWidth,
        keys,
        1,
        scoreGradients,
        0,
        positions,
        projected,
        keyAt(row, from, head),
        stride,
        0,
        projectedGradient,
        queryAt(row, start, head),
        stride);
    kernels.multiply(
        YES,
        NO,
        keys,
        headWidth,
        queries,
        1,
        scoreGradients,
        0,
        positions,
        projected,
        queryAt(row, start, head),
        stride,
        1,
        projectedGradient,
        keyAt(row, from, head),
        stride);
  }

  private void forEachBlock(int[] segmentStarts, int lines, BlockTask task) {
    for (int line = 0; line < lines; line += positions) {
      int length = Math.min(positions, lines - line);
      int row = line / positions;
      int from = 0;
      while (from < length) {
        int end = from + 1;
        while (end < length && segmentStarts[line + end] == from) {
          end++;
        }
        for (int start = from; start < end; start += QUERY_BLOCK) {
          task.run(row, from, start, Math.min(end, start + QUERY_BLOCK));
        }
        from = end;
      }
    }
  }

  private long probabilityAt(int row, int head, int query, int key) {
    return (((long) row * shape.heads() + head) * positions + query) * positions + key;
  }

  private long mixedAt(int row, int position, int head) {
    return ((long) row * positions + position) * shape.width() + (long) head * headWidth;
  }

  private long queryAt(int row, int position, int head) {
    return ((long) row * positions + position) * stride + (long) head * headWidth;
  }

  private long keyAt(int row, int position, int head) {
    return ((long) row * positions + position) * stride
        + (long) (shape.heads() + head / group) * headWidth;
  }

  private long valueAt(int row, int position, int head) {
    return keyAt(row, position, head) + (long) shape.keyValueHeads() * headWidth;
  }

  /** Queries {@code start .. end} of a segment that begins at {@code from}. */
  @FunctionalInterface
  private interface BlockTask {
    void run(int row, int from, int start, int end);
  }
}
