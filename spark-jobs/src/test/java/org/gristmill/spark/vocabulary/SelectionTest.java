package org.gristmill.spark.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

class SelectionTest {
  private static final long SLICE = 1L << (63 - Selection.SLICE_BITS);

  /** Ten slices; in each 100 bytes of English, 60 of Chinese, and 120 characters together. */
  private static List<Tuple2<Integer, Long>> sizes() {
    List<Tuple2<Integer, Long>> sizes = new ArrayList<>();
    for (long slice = 0; slice < 10; slice++) {
      sizes.add(new Tuple2<>(Selection.slot("en", slice * SLICE), 100L));
      sizes.add(new Tuple2<>(Selection.slot("zh", slice * SLICE), 60L));
      sizes.add(new Tuple2<>(Selection.characterSlot(slice * SLICE), 120L));
    }
    return sizes;
  }

  @Test
  void bytesBoundEachLanguageForItself() {
    Selection selection = Selection.of(sizes(), 350, Long.MAX_VALUE);

    assertThat(selection.bytesByLanguage()).containsEntry("en", 300L).containsEntry("zh", 300L);
    assertThat(selection.takes("en", 3 * SLICE - 1)).isTrue();
    assertThat(selection.takes("en", 3 * SLICE)).isFalse();
    assertThat(selection.takes("zh", 5 * SLICE - 1)).isTrue();
    assertThat(selection.takes("zh", 5 * SLICE)).isFalse();
  }

  @Test
  void charactersBoundAllLanguagesTogether() {
    Selection selection = Selection.of(sizes(), 350, 250);

    assertThat(selection.bytesByLanguage()).containsEntry("en", 200L).containsEntry("zh", 120L);
    assertThat(selection.takes("zh", 2 * SLICE)).isFalse();
  }

  @Test
  void oneSliceIsTakenHoweverSmallTheBounds() {
    assertThat(Selection.of(sizes(), 1, 1).bytesByLanguage())
        .containsEntry("en", 100L)
        .containsEntry("zh", 60L);
  }
}
