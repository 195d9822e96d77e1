package org.gristmill.trainer.model;

import java.util.ArrayList;
import java.util.List;
import org.gristmill.trainer.optimizer.Projection;

/**
 * Where each matrix stands in the one flat parameter vector: embedding, then norms, then matrices.
 * The order puts what is not decayed first and keeps each group contiguous. Matrices are row-major,
 * input by output.
 */
public final class ParameterLayout {

  /** Groups of the flat vector, in order; each is one parameter of the DL4J layer. */
  public enum Group {
    /** {@code [vocabulary, width]}, used for input and output; not decayed. */
    EMBEDDING,
    /**
     * Gains of all norms: attention and feed-forward norm per layer, then the last; not decayed.
     */
    NORMS,
    /** All projections; decayed. */
    MATRICES;

    /** The name DL4J knows the group by. */
    public String key() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * One named block.
   *
   * @param name {@code embedding}, {@code layers.3.attention_norm}, ...
   * @param group the group it belongs to
   * @param offset first number in the flat vector
   * @param rows input dimension, 1 for norms
   * @param columns output dimension
   */
  public record Block(String name, Group group, long offset, int rows, int columns) {
    /** Numbers in the block. */
    public long length() {
      return (long) rows * columns;
    }
  }

  private final List<Block> blocks = new ArrayList<>();
  private final int layers;
  private long length;

  /** Lays out the parameters of a shape. */
  public ParameterLayout(DecoderShape shape) {
    layers = shape.layers();
    int width = shape.width();
    add("embedding", Group.EMBEDDING, shape.vocabularySize(), width);
    for (int layer = 0; layer < layers; layer++) {
      add("layers." + layer + ".attention_norm", Group.NORMS, 1, width);
      add("layers." + layer + ".feed_forward_norm", Group.NORMS, 1, width);
    }
    add("norm", Group.NORMS, 1, width);
    for (int layer = 0; layer < layers; layer++) {
      String prefix = "layers." + layer + ".";
      add(prefix + "query_key_value", Group.MATRICES, width, shape.projectionWidth());
      add(prefix + "attention_output", Group.MATRICES, width, width);
      add(prefix + "gate_up", Group.MATRICES, width, 2 * shape.feedForward());
      add(prefix + "down", Group.MATRICES, shape.feedForward(), width);
    }
  }

  /** All blocks, in order of the vector. */
  public List<Block> blocks() {
    return List.copyOf(blocks);
  }

  /** Numbers in the flat vector. */
  public long length() {
    return length;
  }

  /** Numbers in a group. */
  public long length(Group group) {
    return blocks.stream().filter(block -> block.group() == group).mapToLong(Block::length).sum();
  }

  /**
   * The projections inside the group of matrices: queries, keys, values, gates and ups that share a
   * block stand one by one.
   *
   * @param shape the shape this layout was made for
   */
  public static List<Projection> projections(DecoderShape shape) {
    ParameterLayout layout = new ParameterLayout(shape);
    int keys = shape.keyValueHeads() * shape.headWidth();
    int ffn = shape.feedForward();
    List<Projection> projections = new ArrayList<>();
    for (int layer = 0; layer < shape.layers(); layer++) {
      layout.split(layout.queryKeyValue(layer), projections, shape.width(), keys, keys);
      layout.split(layout.attentionOutput(layer), projections, shape.width());
      layout.split(layout.gateUp(layer), projections, ffn, ffn);
      layout.split(layout.down(layer), projections, shape.width());
    }
    return projections;
  }

  private void split(Block block, List<Projection> projections, int... outputs) {
    long at = block.offset() - queryKeyValue(0).offset();
    for (int columns : outputs) {
      projections.add(new Projection(at, block.rows(), columns, block.columns()));
      at += columns;
    }
  }

  Block embedding() {
    return blocks.get(0);
  }

  Block attentionNorm(int layer) {
    return blocks.get(1 + 2 * layer);
  }

  Block feedForwardNorm(int layer) {
    return blocks.get(2 + 2 * layer);
  }

  Block lastNorm() {
    return blocks.get(1 + 2 * layers);
  }

  Block queryKeyValue(int layer) {
    return blocks.get(2 + 2 * layers + 4 * layer);
  }

  Block attentionOutput(int layer) {
    return blocks.get(3 + 2 * layers + 4 * layer);
  }

  Block gateUp(int layer) {
    return blocks.get(4 + 2 * layers + 4 * layer);
  }

  Block down(int layer) {
    return blocks.get(5 + 2 * layers + 4 * layer);
  }

  private void add(String name, Group group, int rows, int columns) {
    Block block = new Block(name, group, length, rows, columns);
    blocks.add(block);
    length += block.length();
  }
}
