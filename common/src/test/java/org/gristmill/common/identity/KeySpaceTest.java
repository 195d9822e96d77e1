package org.gristmill.common.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Splitting the circle of keys is exact and ordered. */
class KeySpaceTest {
  @Test
  void splitsAtTheExactDecimalFraction() {
    BigInteger size = BigInteger.ONE.shiftLeft(63);
    assertThat(KeySpace.trainingLimit(0.002))
        .isEqualTo(
            size.multiply(BigInteger.valueOf(998)).divide(BigInteger.valueOf(1000)).longValue());
    assertThat(KeySpace.trainingLimit(0.5)).isEqualTo(1L << 62);
    assertThat(KeySpace.trainingLimit(0)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void holdsOutTheAskedShareOfKeys() {
    Random random = new Random(17);
    long limit = KeySpace.trainingLimit(0.1);
    long heldOut = random.longs(100_000).map(key -> key >>> 1).filter(key -> key >= limit).count();
    assertThat(heldOut).isBetween(9_600L, 10_400L);
  }

  @Test
  void refusesAFractionOutsideItsRange() {
    for (double fraction : new double[] {-0.1, 1, Double.NaN}) {
      assertThatThrownBy(() -> KeySpace.trainingLimit(fraction))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Cannot split keys by validation fraction "
                  + fraction
                  + ": expected 0 <= fraction < 1");
    }
  }

  @Test
  void cutsTheCircleIntoEqualOrderedParts() {
    assertThat(KeySpace.part(Long.MAX_VALUE, 0)).isZero();
    assertThat(KeySpace.part(0, 3)).isZero();
    assertThat(KeySpace.part((1L << 60) - 1, 3)).isZero();
    assertThat(KeySpace.part(1L << 60, 3)).isEqualTo(1);
    assertThat(KeySpace.part(Long.MAX_VALUE, 3)).isEqualTo(7);
  }

  @Test
  void refusesKeysAndBitsOutOfRange() {
    assertThatThrownBy(() -> KeySpace.part(-1, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Cannot place key -1 among 2^2 parts");
    assertThatThrownBy(() -> KeySpace.part(1, 31))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 to 30 bits");
  }
}
