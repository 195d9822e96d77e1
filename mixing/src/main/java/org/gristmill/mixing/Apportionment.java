package org.gristmill.mixing;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Divides a whole number of tokens among claims in proportion to weights, exactly.
 *
 * <p>Webster's method (divisor method with standard rounding; Balinski and Young, <i>Fair
 * Representation</i>, 1982) with bounds: claim <i>i</i> receives {@code clamp(floor(λ·w_i + ½),
 * floor_i, cap_i)} for the λ at which the parts sum to the total. Equivalently tokens are handed
 * out one at a time, each to the claim with the smallest {@code (2·b_i + 1) / w_i} that is below
 * its cap, the earlier claim first when two are equal. Since that sequence does not depend on the
 * total, a larger total never takes a token away from any claim, which largest-remainder rounding
 * does not promise, and a capped claim's surplus flows to the others in proportion.
 *
 * <p>λ is found by bisection in double arithmetic; a safe distance below it tokens are handed out
 * one at a time with exact comparisons, so the result carries no rounding error. Cost: O(k·60 + k
 * log k) for k claims, whatever the total.
 */
public final class Apportionment {

  /** Largest total that is divided exactly: counts up to here are exact in a double. */
  static final long MAX_TOTAL = 1L << 53;

  private final double[] weights;
  private final long[] floors;
  private final long[] caps;

  private Apportionment(double[] weights, long[] floors, long[] caps) {
    this.weights = weights;
    this.floors = floors;
    this.caps = caps;
  }

  /**
   * Divides {@code total} with caps and without lower bounds.
   *
   * @param weights relative weights, finite and at least 0; a weight of 0 receives nothing
   * @param total tokens to divide, from 0 to 2^53
   * @param caps most tokens a claim may receive, each at least 0
   * @return parts in the order of the weights, summing to {@code total}
   * @throws IllegalArgumentException if an argument is out of range or the caps of the claims with
   *     weight sum to less than {@code total}
   */
  public static long[] webster(double[] weights, long total, long[] caps) {
    return webster(weights, total, new long[weights.length], caps);
  }

  /**
   * Divides {@code total} with lower bounds and caps.
   *
   * @param weights relative weights, finite and at least 0; a weight of 0 receives nothing
   * @param total tokens to divide, from 0 to 2^53
   * @param floors fewest tokens a claim with weight receives, from 0 to its cap
   * @param caps most tokens a claim may receive
   * @return parts in the order of the weights, summing to {@code total}
   * @throws IllegalArgumentException if an argument is out of range, or {@code total} lies below
   *     the sum of the floors or above the sum of the caps of the claims with weight
   */
  public static long[] webster(double[] weights, long total, long[] floors, long[] caps) {
    check(weights, total, floors, caps);
    long[] usableFloors = floors.clone();
    long[] usableCaps = caps.clone();
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] == 0) {
        usableFloors[i] = 0;
        usableCaps[i] = 0;
      } else {
        // Nothing above the total can be received; smaller caps keep all sums far from overflow.
        usableCaps[i] = Math.min(caps[i], Math.max(total, floors[i]));
      }
    }
    double least = Arrays.stream(usableFloors).asDoubleStream().sum();
    double most = Arrays.stream(usableCaps).asDoubleStream().sum();
    if (total < least || total > most) {
      throw new IllegalArgumentException(
          Wording.of(
              "Cannot divide %d tokens: the bounds of the claims allow %.0f to %.0f; expected a total between them",
              total, least, most));
    }
    return new Apportionment(weights, usableFloors, usableCaps).divide(total);
  }

  private long[] divide(long total) {
    double lambda = lambdaBelow(total);
    long[] parts = new long[weights.length];
    long given = 0;
    for (int i = 0; i < parts.length; i++) {
      // Two tokens plus four units of rounding of the product: never above the exact part.
      double product = lambda * weights[i];
      long safe = product >= caps[i] ? caps[i] : (long) product;
      parts[i] = clamp(safe - 2 - (safe >>> 50), i);
      given += parts[i];
    }
    PriorityQueue<Integer> next = new PriorityQueue<>(Math.max(1, parts.length), byNext(parts));
    for (int i = 0; i < parts.length; i++) {
      if (parts[i] < caps[i]) {
        next.add(i);
      }
    }
    for (; given < total; given++) {
      int winner = next.remove();
      parts[winner]++;
      if (parts[winner] < caps[winner]) {
        next.add(winner);
      }
    }
    return parts;
  }

  /** A λ whose rounded parts, computed in double arithmetic, sum to no more than the total. */
  private double lambdaBelow(long total) {
    double smallest = Double.POSITIVE_INFINITY;
    for (double weight : weights) {
      if (weight > 0) {
        smallest = Math.min(smallest, weight);
      }
    }
    double low = 0;
    double high = Math.min(Double.MAX_VALUE, (total + 1.0) / smallest);
    while (true) {
      double middle = low + (high - low) / 2;
      if (middle <= low || middle >= high) {
        return low;
      }
      if (sumAt(middle) <= total) {
        low = middle;
      } else {
        high = middle;
      }
    }
  }

  private double sumAt(double lambda) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      double part = Math.floor(lambda * weights[i] + 0.5);
      sum += Math.min((double) caps[i], Math.max(part, (double) floors[i]));
    }
    return sum;
  }

  private long clamp(long part, int claim) {
    return Math.min(caps[claim], Math.max(floors[claim], part));
  }

  /** Orders claims by {@code (2·part + 1) / weight}, then by position. */
  private Comparator<Integer> byNext(long[] parts) {
    return (left, right) -> {
      double a = (2.0 * parts[left] + 1) / weights[left];
      double b = (2.0 * parts[right] + 1) / weights[right];
      // Quotients this far apart keep their order whatever the rounding; infinities do not.
      if (Math.abs(a - b) > 1e-14 * Math.max(a, b)) {
        return Double.compare(a, b);
      }
      int exact =
          odd(parts[left])
              .multiply(new BigDecimal(weights[right]))
              .compareTo(odd(parts[right]).multiply(new BigDecimal(weights[left])));
      return exact != 0 ? exact : Integer.compare(left, right);
    };
  }

  private static BigDecimal odd(long part) {
    return BigDecimal.valueOf(2 * part + 1);
  }

  private static void check(double[] weights, long total, long[] floors, long[] caps) {
    if (weights.length != caps.length || weights.length != floors.length) {
      throw new IllegalArgumentException(
          Wording.of(
              "Cannot divide among %d weights, %d floors and %d caps: expected as many of each",
              weights.length, floors.length, caps.length));
    }
    if (total < 0 || total > MAX_TOTAL) {
      throw new IllegalArgumentException(
          Wording.of("Cannot divide %d tokens: expected 0 to %d", total, MAX_TOTAL));
    }
    for (int i = 0; i < weights.length; i++) {
      if (!(weights[i] >= 0) || Double.isInfinite(weights[i])) {
        throw new IllegalArgumentException(
            Wording.of(
                "Cannot use weight %s of claim %d: expected a finite number from 0",
                weights[i], i));
      }
      if (floors[i] < 0 || caps[i] < floors[i]) {
        throw new IllegalArgumentException(
            Wording.of(
                "Cannot use bounds %d to %d of claim %d: expected 0 <= floor <= cap",
                floors[i], caps[i], i));
      }
    }
  }
}
