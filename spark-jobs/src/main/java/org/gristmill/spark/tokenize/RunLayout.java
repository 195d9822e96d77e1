package org.gristmill.spark.tokenize;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gristmill.common.identity.KeySpace;
import org.gristmill.spark.document.Decision;
import org.gristmill.spark.job.Partitions;
import org.gristmill.tokenization.store.TokenStore;

/**
 * The parts of a run: per stratum 2^b of them, b the smallest for which a part holds at most {@link
 * #PART_TEXT_BYTES} of text on average. Depends on the documents alone; only the grouping of parts
 * into tasks depends on the cluster.
 *
 * @param parts parts in order of (kind, stratum, part)
 * @param slots first part and bits of every (kind, stratum)
 * @param groups number of tasks
 */
record RunLayout(List<PartSpec> parts, TreeMap<String, Slot> slots, int groups)
    implements Serializable {
  /** Text bytes a part holds on average at most. */
  static final long PART_TEXT_BYTES = 1L << 30;

  private static final long MIN_GROUP_BYTES = 8L << 20;
  private static final long MAX_GROUP_BYTES = 256L << 20;

  /** Where the parts of a stratum start. */
  record Slot(int firstPart, int bits) implements Serializable {}

  /**
   * Lays out a run.
   *
   * @param run number of the run
   * @param textBytes bytes of text by {@link #slotName}
   * @param partitions tasks aimed at
   */
  static RunLayout of(int run, Map<String, Long> textBytes, Partitions partitions) {
    long total = textBytes.values().stream().mapToLong(Long::longValue).sum();
    long least = partitions.fixed() ? 1 : MIN_GROUP_BYTES;
    long groupBytes = Math.max(least, Math.min(MAX_GROUP_BYTES, total / partitions.count()));
    List<PartSpec> parts = new ArrayList<>();
    TreeMap<String, Slot> slots = new TreeMap<>();
    int group = 0;
    long filled = 0;
    for (Map.Entry<String, Long> stratum : new TreeMap<>(textBytes).entrySet()) {
      int bits = bits(stratum.getValue());
      slots.put(stratum.getKey(), new Slot(parts.size(), bits));
      int slash = stratum.getKey().indexOf('/');
      String kind = stratum.getKey().substring(0, slash);
      String name = stratum.getKey().substring(slash + 1);
      for (int part = 0; part < 1 << bits; part++) {
        if (filled >= groupBytes) {
          group++;
          filled = 0;
        }
        parts.add(new PartSpec(parts.size(), group, kind, name, run, part));
        filled += Math.max(1, stratum.getValue() >>> bits);
      }
    }
    return new RunLayout(parts, slots, parts.isEmpty() ? 0 : group + 1);
  }

  private static int bits(long textBytes) {
    int bits = 0;
    while (PART_TEXT_BYTES << bits < textBytes) {
      bits++;
    }
    return bits;
  }

  /** Name of the place of a document: kind and stratum. */
  static String slotName(Decision decision, String split) {
    String kind = split.equals("validation") ? TokenStore.VALIDATION : TokenStore.TOKENS;
    return kind + "/" + decision.stratum();
  }

  /** Ordinal of the part that takes a document. */
  int partOf(String slotName, long key) {
    Slot slot = slots.get(slotName);
    return slot.firstPart() + KeySpace.part(key, slot.bits());
  }
}
