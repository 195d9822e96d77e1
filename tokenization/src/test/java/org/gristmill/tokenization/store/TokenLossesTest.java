package org.gristmill.tokenization.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.BitSet;
import java.util.Random;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.store.RandomInput;
import org.junit.jupiter.api.Test;

class TokenLossesTest {
  @Test
  void everyHalfFloatSurvivesTheRoundTrip() {
    for (int half = 0; half < 1 << 16; half++) {
      float value = TokenLosses.fromHalf((short) half);
      if (!Float.isNaN(value)) {
        assertThat(TokenLosses.toHalf(value)).isEqualTo((short) half);
      }
    }
  }

  @Test
  void roundsToTheNearestHalfFloatTiesToEven() {
    for (int half = 0; half < 0x7BFF; half++) {
      float low = TokenLosses.fromHalf((short) half);
      float high = TokenLosses.fromHalf((short) (half + 1));
      float middle = low + (high - low) / 2;
      assertThat(TokenLosses.toHalf(middle)).isEqualTo((short) (half + (half & 1)));
      assertThat(TokenLosses.toHalf(Math.nextDown(middle))).isEqualTo((short) half);
      assertThat(TokenLosses.toHalf(Math.nextUp(middle))).isEqualTo((short) (half + 1));
    }
  }

  @Test
  void masksAndLossesOfTheWrongSizeAreNamed() throws IOException {
    MemoryStore store = new MemoryStore();
    store.writeAtomically("p.mask", new byte[] {0, 2});
    try (RandomInput input = store.open("p.mask")) {
      assertThatThrownBy(() -> TokenMask.read(input, "p.mask", 3, 0, 1))
          .isInstanceOf(CorruptDataException.class)
          .hasMessage("Cannot read p.mask: it has 2 bytes; expected 3");
      assertThatThrownBy(() -> TokenMask.read(input, "p.mask", 2, 0, 2))
          .isInstanceOf(CorruptDataException.class)
          .hasMessage("Cannot read p.mask at byte 1: 2; expected 0 or 1");
      assertThatThrownBy(() -> TokenLosses.read(input, "p.loss", 2, 0, 1))
          .isInstanceOf(CorruptDataException.class)
          .hasMessage("Cannot read p.loss: it has 2 bytes; expected 4");
    }
  }

  @Test
  void aSelectionCountsKeptTokensAtEveryStretch() {
    Random random = new Random(3);
    SparseIndex.Builder sparse = new SparseIndex.Builder(TokenType.INT32);
    int[] lengths = new int[500];
    for (int d = 0; d < 500; d++) {
      lengths[d] = random.nextInt(20_000);
      sparse.add(d, lengths[d], 1);
    }
    BitSet kept = new BitSet();
    random.ints(200, 0, 500).forEach(kept::set);
    SparseIndex index = sparse.build();
    byte[] file = Selection.of(index, lengths, kept).encode();
    Selection selection = Selection.decode(file, "p.keep");
    assertThat(index.entries()).isGreaterThan(5);
    for (int entry = 0; entry <= index.entries(); entry++) {
      long first = index.ordinal(entry);
      long before = kept.stream().filter(d -> d < first).mapToLong(d -> lengths[d]).sum();
      assertThat(selection.tokensBefore(entry)).isEqualTo(before);
    }
    for (int i = 0; i < file.length; i++) {
      byte[] broken = file.clone();
      broken[i] ^= 1;
      assertThatThrownBy(() -> Selection.decode(broken, "p.keep"))
          .isInstanceOf(CorruptDataException.class)
          .hasMessageStartingWith("Cannot read p.keep at byte ");
    }
  }
}
