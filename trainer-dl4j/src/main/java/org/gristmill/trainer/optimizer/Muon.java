package org.gristmill.trainer.optimizer;

import java.util.List;
import java.util.Objects;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * Muon (Jordan et al., 2024): Nesterov momentum of a matrix, orthogonalised by {@link
 * NewtonSchulz}, times rate * sqrt(max(1, outputs / inputs)). For matrices that multiply
 * activations; embeddings and norms want {@link AdamW}.
 *
 * <p>As with {@link AdamW}, decoupled decay is DL4J's {@code WeightDecay}.
 */
public final class Muon extends ScheduledUpdater {

  private static final long serialVersionUID = 1L;

  private final double momentum;
  private final transient List<Projection> matrices;

  /**
   * @param schedule learning rate by iteration
   * @param momentum share of the old momentum, in [0, 1); 0.95 in the source
   * @param matrices every matrix of the vector this updater is given, none twice
   */
  public Muon(ISchedule schedule, double momentum, List<Projection> matrices) {
    super(schedule);
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
  MuonUpdater start() {
    return new MuonUpdater(this);
  }

  @Override
  public Muon clone() {
    return new Muon(schedule(), momentum, matrices);
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
