package org.gristmill.mixing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ApportionmentTest {

  /** Hands tokens out one at a time, comparing quotients as exact fractions. */
  private static long[] oneAtATime(double[] weights, long total, long[] floors, long[] caps) {
    long[] parts = new long[weights.length];
    long given = 0;
    for (int i = 0; i < parts.length; i++) {
      parts[i] = weights[i] > 0 ? floors[i] : 0;
      given += parts[i];
    }
    for (; given < total; given++) {
      int best = -1;
      for (int i = 0; i < parts.length; i++) {
        if (weights[i] > 0 && parts[i] < caps[i] && (best < 0 || before(weights, parts, i, best))) {
          best = i;
        }
      }
      parts[best]++;
    }
    return parts;
  }

  private static boolean before(double[] weights, long[] parts, int left, int right) {
    return quotientOrder(parts[left], weights[left], parts[right], weights[right]) < 0;
  }

  /** Sign of (2a+1)/v − (2b+1)/w. */
  private static int quotientOrder(long a, double v, long b, double w) {
    BigDecimal left = new BigDecimal(BigInteger.valueOf(a).shiftLeft(1).add(BigInteger.ONE));
    BigDecimal right = new BigDecimal(BigInteger.valueOf(b).shiftLeft(1).add(BigInteger.ONE));
    return left.multiply(new BigDecimal(w)).compareTo(right.multiply(new BigDecimal(v)));
  }

  private static double weight(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> 0;
      case 1 -> 1 + random.nextInt(3);
      case 2 -> random.nextInt(1, 1000) / 1000.0;
      case 3 -> Math.exp(random.nextGaussian() * 5);
      default -> random.nextDouble();
    };
  }

  @Test
  void equalsHandingTokensOutOneAtATimeOnThousandsOfRandomCases() {
    Random random = new Random(1);
    for (int round = 0; round < 5000; round++) {
      int count = 1 + random.nextInt(8);
      double[] weights = new double[count];
      long[] floors = new long[count];
      long[] caps = new long[count];
      long least = 0;
      long most = 0;
      for (int i = 0; i < count; i++) {
        weights[i] = weight(random);
        caps[i] = random.nextInt(4) == 0 ? Long.MAX_VALUE : random.nextInt(80);
        floors[i] = random.nextInt(3) == 0 ? Math.min(caps[i], random.nextInt(6)) : 0;
        if (weights[i] > 0) {
          least += floors[i];
          most = Math.min(300, most + Math.min(300, caps[i]));
        }
      }
      long total = least + (most > least ? random.nextLong(most - least + 1) : 0);

      assertThat(Apportionment.webster(weights, total, floors, caps))
          .as(
              "%s of %s, %s, %s",
              total, Arrays.toString(weights), Arrays.toString(floors), Arrays.toString(caps))
          .isEqualTo(oneAtATime(weights, total, floors, caps));
    }
  }

  @Test
  void givesEqualClaimsTheirOddTokenInOrder() {
    long[] caps = {100, 100, 100};

    assertThat(Apportionment.webster(new double[] {0.1, 0.1, 0.1}, 11, caps))
        .containsExactly(4, 4, 3);
    assertThat(Apportionment.webster(new double[] {1, 3, 1}, 2, caps)).containsExactly(1, 1, 0);
  }

  @Test
  void neverTakesTokensAwayWhenTheTotalGrows() {
    double[] weights = {.37, .21, .13, .29, .29, 1e-6};
    long[] caps = {900, 5000, 250, 5000, 5000, 5000};
    long[] before = Apportionment.webster(weights, 0, caps);
    for (long total = 1; total <= 12_000; total++) {
      long[] now = Apportionment.webster(weights, total, caps);
      assertThat(Arrays.stream(now).sum()).isEqualTo(total);
      for (int i = 0; i < now.length; i++) {
        assertThat(now[i]).isGreaterThanOrEqualTo(before[i]);
      }
      before = now;
    }
  }

  @Test
  void isExactForThreeThousandStrataAndFiveTrillionTokens() {
    Random random = new Random(2);
    for (int round = 0; round < 20; round++) {
      int count = 3000;
      double[] weights = new double[count];
      long[] caps = new long[count];
      for (int i = 0; i < count; i++) {
        weights[i] = weight(random);
        caps[i] = random.nextLong(1, 40_000_000_000L);
      }
      long total = 5_000_000_000_000L;
      long[] parts = Apportionment.webster(weights, total, caps);

      assertThat(Arrays.stream(parts).sum()).isEqualTo(total);
      assertNoTokenShouldMove(weights, parts, caps);
    }
  }

  /** The last token of every claim came before the next token of every claim below its cap. */
  private static void assertNoTokenShouldMove(double[] weights, long[] parts, long[] caps) {
    int last = -1;
    int next = -1;
    for (int i = 0; i < parts.length; i++) {
      if (weights[i] == 0) {
        assertThat(parts[i]).isZero();
        continue;
      }
      assertThat(parts[i]).isBetween(0L, caps[i]);
      if (parts[i] > 0
          && (last < 0
              || quotientOrder(parts[i] - 1, weights[i], parts[last] - 1, weights[last]) >= 0)) {
        last = i;
      }
      if (parts[i] < caps[i]
          && (next < 0 || quotientOrder(parts[i], weights[i], parts[next], weights[next]) < 0)) {
        next = i;
      }
    }
    int order = quotientOrder(parts[last] - 1, weights[last], parts[next], weights[next]);
    assertThat(order < 0 || (order == 0 && last < next)).isTrue();
  }

  @Test
  void fillsEveryCapWhenTheTotalIsAllThereIs() {
    assertThat(Apportionment.webster(new double[] {5, 1, 1e-9}, 60, new long[] {10, 20, 30}))
        .containsExactly(10, 20, 30);
  }

  @Test
  void dividesNothingAmongNobody() {
    assertThat(Apportionment.webster(new double[0], 0, new long[0])).isEmpty();
    assertThat(Apportionment.webster(new double[] {0, 0}, 0, new long[] {5, 5}))
        .containsExactly(0, 0);
  }

  @Test
  void surplusOfACappedClaimFlowsToTheOthersInProportion() {
    assertThat(
            Apportionment.webster(
                new double[] {.5, .3, .2}, 1000, new long[] {100, Long.MAX_VALUE, Long.MAX_VALUE}))
        .containsExactly(100, 540, 360);
  }

  @Test
  void keepsWeightsOfAnySizeApart() {
    long huge = Long.MAX_VALUE;
    assertThat(Apportionment.webster(new double[] {1e-300, 2e-300}, 300, new long[] {huge, huge}))
        .containsExactly(100, 200);
    assertThat(Apportionment.webster(new double[] {1e300, 1e-300}, 300, new long[] {100, huge}))
        .containsExactly(100, 200);
  }

  @Test
  void refusesWhatItCannotDivide() {
    assertThatThrownBy(() -> Apportionment.webster(new double[] {1}, 11, new long[] {10}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot divide 11 tokens: the bounds of the claims allow 0 to 10; expected a total between them");
    assertThatThrownBy(() -> Apportionment.webster(new double[] {Double.NaN}, 1, new long[] {10}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot use weight NaN of claim 0: expected a finite number from 0");
    assertThatThrownBy(() -> Apportionment.webster(new double[] {-1}, 1, new long[] {10}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot use weight -1.0 of claim 0: expected a finite number from 0");
    assertThatThrownBy(() -> Apportionment.webster(new double[] {1}, -1, new long[] {10}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot divide -1 tokens: expected 0 to 9007199254740992");
    assertThatThrownBy(
            () -> Apportionment.webster(new double[] {1}, 1, new long[] {3}, new long[] {2}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot use bounds 3 to 2 of claim 0: expected 0 <= floor <= cap");
    assertThatThrownBy(() -> Apportionment.webster(new double[] {1}, 1, new long[] {3, 4}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot divide among 1 weights, 1 floors and 2 caps: expected as many of each");
  }
}
