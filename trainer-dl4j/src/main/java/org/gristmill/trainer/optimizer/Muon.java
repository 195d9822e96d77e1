package org.gristmill.trainer.optimizer;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * Muon (Jordan et al., 2024): Nesterov momentum of a matrix, orthogonalised by {@link
 * NewtonSchulz}, times rate * sqrt(max(1, outputs / inputs)). For matrices that multiply
 * activations; embeddings and norms want {@link AdamW}.
 *
 * <p>As with {@link AdamW}, decoupled decay is DL4J's {@code WeightDecay}.
 */
public final class Muon implements IUpdater {

  private static final long serialVersionUID = 1L;

  private final ISchedule schedule;
  private final double momentum;
  private final transient List<Projection> matrices;

  /**
   * @param schedule learning rate by iteration
   * @param momentum share of the old momentum, in [0, 1); 0.95 in the source
   * @param matrices every matrix of the vector this updater is given, none twice
   */
  public Muon(ISchedule schedule, double momentum, List<Projection> matrices) {
    this.schedule = schedule;
    this.momentum = momentum;
    this.matrices = List.copyOf(matrices);
  }

  double momentum() {
    return momentum;
  }

  List<Projection> matrices() {
    return matrices;
  }

  @Override
  public long stateSize(long parameters) {
    return parameters;
  }

  @Override
  public GradientUpdater<Muon> instantiate(INDArray state, boolean initialize) {
    MuonUpdater updater = new MuonUpdater(this);
    updater.setStateViewArray(state, state.shape(), state.ordering(), initialize);
    return updater;
  }

  @Override
  public GradientUpdater<Muon> instantiate(Map<String, INDArray> state, boolean initialize) {
    throw new UnsupportedOperationException(
        "Cannot build Muon from named arrays: expected one view of its state");
  }

  @Override
  public double getLearningRate(int iteration, int epoch) {
    return schedule.valueAt(iteration, epoch);
  }

  @Override
  public boolean hasLearningRate() {
    return true;
  }

  @Override
  public void setLrAndSchedule(double rate, ISchedule newSchedule) {
    throw new UnsupportedOperationException(
        "Cannot change the learning rate of Muon: expected a new network with another schedule");
  }

  @Override
  public Muon clone() {
    return new Muon(schedule.clone(), momentum, matrices);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Muon that
        && momentum == that.momentum
        && matrices.equals(that.matrices);
  }

  @Override
  public int hashCode() {
    return Objects.hash(momentum, matrices);
  }
}
