package org.gristmill.trainer.model;

import org.gristmill.trainer.kernels.Kernels;
import org.gristmill.trainer.kernels.Tensor;
import org.gristmill.trainer.model.DecoderConfiguration.TrainingPlan;
import org.gristmill.trainer.runtime.Workers;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One {@link Decoder} per part of a batch. Parts and the order of their sum depend on the plan
 * alone, not on the number of cores, so that a run continues bit for bit on another machine of the
 * same kind.
 */
final class ReplicaSet {

  /** Numbers per piece of the sum: also fixed, since the norm is summed piece by piece. */
  private static final int PIECE = 1 << 18;

  private final Decoder[] decoders;
  private final INDArray[] gradients;
  private final int replicas;
  private final long length;
  private final Kernels[] kernels;
  private final Tensor[][] pieces;
  private final double[] squares;

  ReplicaSet(
      DecoderShape shape,
      TrainingPlan plan,
      DataType type,
      INDArray parameters,
      INDArray gradient) {
    replicas = plan.replicas();
    length = shape.parameters();
    decoders = new Decoder[replicas];
    gradients = new INDArray[replicas];
    for (int i = 0; i < replicas; i++) {
      gradients[i] = i == 0 ? gradient : Nd4j.create(type, length);
      decoders[i] = new Decoder(shape, plan.rowsAtOnce(), type, parameters, gradients[i]);
    }
    int count = Math.toIntExact((length + PIECE - 1) / PIECE);
    kernels = new Kernels[Workers.cores()];
    for (int i = 0; i < kernels.length; i++) {
      kernels[i] = Kernels.of(type);
    }
    pieces = new Tensor[count][replicas];
    squares = new double[count];
    for (int piece = 0; piece < count; piece++) {
      long from = (long) piece * PIECE;
      for (int i = 0; i < replicas; i++) {
        pieces[piece][i] = Tensor.view(gradients[i], from, Math.min(PIECE, length - from));
      }
    }
  }

  boolean writesTo(INDArray gradient) {
    return gradients[0].data().pointer().address() == gradient.data().pointer().address()
        && gradients[0].offset() == gradient.offset();
  }

  Decoder first() {
    return decoders[0];
  }

  void train(TokenBatch batch, double[] losses) {
    forEachPiece(
        (piece, kernel) -> {
          for (Tensor gradient : pieces[piece]) {
            kernel.zero(gradient);
          }
        });
    Workers.forEach(
        replicas, i -> decoders[i].train(batch, bound(batch, i), bound(batch, i + 1), losses));
  }

  void evaluate(TokenBatch batch, double[] losses) {
    Workers.forEach(
        replicas, i -> decoders[i].evaluate(batch, bound(batch, i), bound(batch, i + 1), losses));
  }

  /**
   * Sums the gradients into the first, scales it down to {@code clipNorm}; returns the norm before.
   */
  double sumAndClip(double clipNorm) {
    Tensor[][] others = new Tensor[pieces.length][];
    for (int piece = 0; piece < others.length; piece++) {
      others[piece] = java.util.Arrays.copyOfRange(pieces[piece], 1, replicas);
    }
    forEachPiece(
        (piece, kernel) -> {
          Tensor sum = pieces[piece][0];
          squares[piece] = kernel.addAndSquare(sum, others[piece], 0, sum.length());
        });
    double total = 0;
    for (double square : squares) {
      total += square;
    }
    double norm = Math.sqrt(total);
    if (norm > clipNorm) {
      double factor = clipNorm / norm;
      forEachPiece(
          (piece, kernel) -> {
            Tensor sum = pieces[piece][0];
            kernel.scale(sum, factor, 0, sum.length());
          });
    }
    return norm;
  }

  private int bound(TokenBatch batch, int replica) {
    return batch.rows() * replica / replicas;
  }

  private void forEachPiece(PieceTask task) {
    int threads = Math.min(kernels.length, pieces.length);
    Workers.forEach(
        threads,
        thread -> {
          for (int piece = thread; piece < pieces.length; piece += threads) {
            task.run(piece, kernels[thread]);
          }
        });
  }

  @FunctionalInterface
  private interface PieceTask {
    void run(int piece, Kernels kernel);
  }
}
