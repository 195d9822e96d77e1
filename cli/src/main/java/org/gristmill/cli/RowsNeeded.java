package org.gristmill.cli;

import org.gristmill.common.ConfigException;
import org.gristmill.common.recipe.MixOptions;
import org.gristmill.common.recipe.Recipe;
import org.gristmill.common.recipe.TrainOptions;
import org.gristmill.mixing.Mixture;

/** Whether a training fits the mix of its recipe, as far as the recipe alone tells. */
final class RowsNeeded {

  private RowsNeeded() {}

  /**
   * Refuses a training that reads more rows than its mix can have; one near the border is left to
   * the trainer, which counts the rows there are.
   *
   * @throws ConfigException if the mix's tokens cannot fill the rows of all steps
   */
  static void check(Recipe recipe, Mixture mixture) {
    if (recipe.train().isEmpty() || mixture.tokens().isEmpty()) {
      return;
    }
    TrainOptions train = recipe.train().get();
    long rows = mostRows(recipe.mix(), mixture.tokens().getAsLong());
    long steps = train.steps(recipe.mix().sequenceLength());
    long possible = saturated(rows, train.maxMixEpochs()) / train.batchRows();
    if (steps > possible) {
      throw new ConfigException(
          Wording.of(
              "Cannot train %s steps of %s rows: a mix of %s tokens has about %s rows of %s, to be"
                  + " read %s; expected at most %s steps, a mixture of more tokens, or a higher"
                  + " train.max_mix_epochs",
              Wording.count(steps),
              Wording.count(train.batchRows()),
              Wording.count(mixture.tokens().getAsLong()),
              Wording.count(rows),
              Wording.count(recipe.mix().sequenceLength() + 1L),
              train.maxMixEpochs() == 1 ? "once" : train.maxMixEpochs() + " times",
              Wording.count(possible)));
    }
  }

  /** Every window may end with a row that is padded. */
  private static long mostRows(MixOptions mix, long tokens) {
    long full = tokens / (mix.sequenceLength() + 1);
    return full + full / mix.windowRows() + 1;
  }

  private static long saturated(long rows, long times) {
    return rows > Long.MAX_VALUE / times ? Long.MAX_VALUE : rows * times;
  }
}
