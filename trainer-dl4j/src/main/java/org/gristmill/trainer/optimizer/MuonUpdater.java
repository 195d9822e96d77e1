package org.gristmill.trainer.optimizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.gristmill.trainer.kernels.Kernels;
import org.gristmill.trainer.kernels.Tensor;
import org.gristmill.trainer.runtime.Workers;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The running half of {@link Muon}: its state is the momentum. Each matrix is one thread's, so the
 * result does not depend on how many threads there are.
 */
final class MuonUpdater extends ViewUpdater<Muon> {

  private List<List<Projection>> shares = List.of();
  private NewtonSchulz[] iterations;
  private Kernels[] kernels;

  MuonUpdater(Muon settings) {
    super(settings);
  }

  @Override
  public void applyUpdater(INDArray gradient, int iteration, int epoch) {
    double rate = getConfig().getLearningRate(iteration, epoch);
    prepare(gradient);
    int threads = shares.size();
    int length = Math.toIntExact(gradient.length());
    Workers.forEach(
        threads,
        thread -> {
          int from = (int) ((long) length * thread / threads);
          int to = (int) ((long) length * (thread + 1) / threads);
          Tensor range = Tensor.view(gradient, from, to - from);
          Tensor momentum = Tensor.view(state(), from, to - from);
          kernels[thread].nesterov(range, momentum, getConfig().momentum(), 0, to - from);
        });
    Workers.forEach(
        threads,
        thread -> {
          Tensor group = Tensor.view(gradient, 0, length);
          for (Projection matrix : shares.get(thread)) {
            double scale = Math.sqrt(Math.max(1, (double) matrix.outputs() / matrix.inputs()));
            iterations[thread].apply(group, matrix, rate * scale);
          }
        });
  }

  private void prepare(INDArray gradient) {
    if (!shares.isEmpty()) {
      return;
    }
    shares =
        shares(getConfig().matrices(), Math.min(Workers.cores(), getConfig().matrices().size()));
    int largest = getConfig().matrices().stream().mapToInt(Projection::length).max().orElse(0);
    int side = getConfig().matrices().stream().mapToInt(Projection::shorterSide).max().orElse(0);
    iterations = new NewtonSchulz[shares.size()];
    kernels = new Kernels[shares.size()];
    // DL4J updates inside a workspace, whose memory is taken back after the step
    try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      for (int i = 0; i < kernels.length; i++) {
        iterations[i] = new NewtonSchulz(gradient.dataType(), largest, side);
        kernels[i] = Kernels.of(gradient.dataType());
      }
    }
  }

  /** Deals out matrices, the most work first, each to the thread with the least. */
  private static List<List<Projection>> shares(List<Projection> matrices, int threads) {
    List<List<Projection>> shares = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      shares.add(new ArrayList<>());
    }
    double[] loads = new double[threads];
    List<Projection> bySize =
        matrices.stream().sorted(Comparator.comparingDouble(MuonUpdater::work).reversed()).toList();
    for (Projection matrix : bySize) {
      double least = Arrays.stream(loads).min().orElseThrow();
      int thread = 0;
      while (loads[thread] > least) {
        thread++;
      }
      shares.get(thread).add(matrix);
      loads[thread] += work(matrix);
    }
    return shares;
  }

  private static double work(Projection matrix) {
    double side = matrix.shorterSide();
    return side * side * (2.0 * Math.max(matrix.inputs(), matrix.outputs()) + side);
  }
}
