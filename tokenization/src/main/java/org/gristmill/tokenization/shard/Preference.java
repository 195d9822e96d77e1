package org.gristmill.tokenization.shard;

import java.util.List;
import java.util.stream.IntStream;
import org.gristmill.tokenization.stream.Pair;

/**
 * A preference: one conversation with a chosen and a rejected ending.
 *
 * @param chosen tokens of the preferred conversation
 * @param rejected tokens of the other
 * @param chosenMask 1 where a token of {@code chosen} is learnt, else 0; as long as {@code chosen}
 * @param rejectedMask the same for {@code rejected}
 * @param stratum stratum number
 * @param run run of its document in the token store
 * @param part part of its document
 * @param document number of its document in the part
 * @param epoch how often the stratum had been gone through before
 */
public record Preference(
    List<Integer> chosen,
    List<Integer> rejected,
    List<Integer> chosenMask,
    List<Integer> rejectedMask,
    int stratum,
    int run,
    int part,
    int document,
    int epoch) {
  /** Copies the lists and checks masks. */
  public Preference {
    chosen = List.copyOf(chosen);
    rejected = List.copyOf(rejected);
    chosenMask = List.copyOf(chosenMask);
    rejectedMask = List.copyOf(rejectedMask);
    check(chosen, chosenMask);
    check(rejected, rejectedMask);
  }

  /** The preference of a pair in the token store. */
  static Preference of(Pair pair) {
    int all = pair.tokens().length;
    return new Preference(
        tokens(pair, 0, pair.chosenTokens()),
        tokens(pair, pair.chosenTokens(), all),
        mask(pair, 0, pair.chosenTokens()),
        mask(pair, pair.chosenTokens(), all),
        pair.stratum(),
        pair.run(),
        pair.part(),
        pair.document(),
        pair.epoch());
  }

  private static List<Integer> tokens(Pair pair, int from, int to) {
    return IntStream.range(from, to).mapToObj(t -> pair.tokens()[t]).toList();
  }

  private static List<Integer> mask(Pair pair, int from, int to) {
    return IntStream.range(from, to).mapToObj(t -> (int) pair.mask()[t]).toList();
  }

  private static void check(List<Integer> tokens, List<Integer> mask) {
    if (tokens.size() != mask.size() || mask.stream().anyMatch(m -> m != 0 && m != 1)) {
      throw new IllegalArgumentException(
          "Cannot mask " + tokens.size() + " tokens with " + mask + ": expected a 0 or 1 for each");
    }
  }
}
