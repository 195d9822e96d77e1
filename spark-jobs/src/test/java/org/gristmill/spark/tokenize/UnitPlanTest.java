package org.gristmill.spark.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnitPlanTest {
  private static Offers offers(int donor, int[]... documents) {
    int[] rows = new int[documents.length];
    long[] treatments = new long[documents.length];
    int[] ordinals = new int[documents.length];
    for (int d = 0; d < documents.length; d++) {
      rows[d] = documents[d][0];
      treatments[d] = documents[d][1];
      ordinals[d] = documents[d][2];
    }
    return new Offers(donor, rows, treatments, ordinals);
  }

  private static UnitPlan plan(List<Offers> offers) {
    UnitPlan plan = new UnitPlan(4);
    plan.add(3, 0, 7);
    plan.add(5, 99, 7);
    plan.add(6, 0, 8);
    plan.add(9, 0, 7);
    return plan.match(offers);
  }

  @Test
  void withoutOffersEverythingIsMissing() {
    UnitPlan plan = plan(List.of());
    assertThat(plan.missing())
        .containsExactly(
            new Wanted(4, 3, 0, 7),
            new Wanted(4, 5, 99, 7),
            new Wanted(4, 6, 0, 8),
            new Wanted(4, 9, 0, 7));
    assertThat(plan.moved()).isZero();
    assertThat(plan.moves()).isEmpty();
  }

  @Test
  void theSmallestDonorGivesADocumentWhateverTheOrderOfOffers() {
    List<Offers> offers =
        new ArrayList<>(
            List.of(
                offers(2, new int[] {3, 0, 1}, new int[] {5, 98, 2}, new int[] {6, 0, 3}),
                offers(1, new int[] {6, 0, 8}, new int[] {6, 0, 5}, new int[] {4, 0, 0}),
                offers(3, new int[] {3, 0, 0}, new int[] {5, 0, 4})));
    for (int turn = 0; turn < 2; turn++) {
      UnitPlan plan = plan(offers);
      assertThat(plan.missing()).containsExactly(new Wanted(4, 5, 99, 7), new Wanted(4, 9, 0, 7));
      assertThat(plan.moved()).isEqualTo(2);
      Map<Integer, Moves> moves = plan.moves();
      assertThat(moves.keySet()).containsExactly(1, 2);
      assertThat(moves.get(1).ordinals()).containsExactly(5);
      assertThat(moves.get(1).parts()).containsExactly(8);
      assertThat(moves.get(2).ordinals()).containsExactly(1);
      assertThat(moves.get(2).parts()).containsExactly(7);
      Collections.reverse(offers);
    }
  }
}
