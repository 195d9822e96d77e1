package org.gristmill.tokenization.stream;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.gristmill.tokenization.pack.Packer;
import org.gristmill.tokenization.pack.PackingFigures;
import org.gristmill.tokenization.store.StratumTokens;
import org.gristmill.tokenization.store.TokenStore;

/**
 * What every packing makes of one token store: all documents under {@code tokens/}, each once,
 * mixed as a recipe would that asks for everything. Reads lengths only, never a token.
 */
public final class PackingComparison {
  private PackingComparison() {}

  /**
   * Compares.
   *
   * @param sequenceLength tokens a model sees at once; rows have one more
   * @param windowRows about how many rows make a window
   * @param seed orders documents as a mix with this seed
   * @return figures of every packing, concatenation first
   * @throws IOException if an index cannot be read
   */
  public static List<PackingFigures> of(
      TokenStore store, int sequenceLength, int windowRows, long seed) throws IOException {
    List<PackingFigures> figures = new ArrayList<>();
    for (Packer packer : Packer.all()) {
      MixSpec.Builder spec =
          MixSpec.builder()
              .sequenceLength(sequenceLength)
              .windowRows(windowRows)
              .seed(seed)
              .validationFraction(0)
              .packing(packer.name());
      for (StratumTokens stratum : store.strata().values()) {
        spec.stratum(stratum.name(), stratum.trainingTokens(0));
      }
      figures.add(RowStream.training(store, spec.build()).packing());
    }
    return figures;
  }
}
