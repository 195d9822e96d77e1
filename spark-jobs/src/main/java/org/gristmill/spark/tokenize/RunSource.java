package org.gristmill.spark.tokenize;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.gristmill.spark.job.StoreLocation;
import scala.Tuple2;

/**
 * Where the tokens of a run come from: documents that no donor offers are encoded, the others are
 * moved. Addresses travel as arrays, unit by unit and donor by donor; they are matched once and
 * kept until {@link #close}.
 */
final class RunSource implements AutoCloseable {
  private static final int MOST_PARTITIONS = 2000;

  private final JavaSparkContext context;
  private final StoreLocation work;
  private final UnitDocuments documents;
  private final List<String> units;
  private final RunLayout layout;
  private final BitSet written;
  private final List<String> donors;
  private final JavaRDD<UnitPlan> plans;

  RunSource(
      JavaSparkContext context,
      StoreLocation work,
      UnitDocuments documents,
      List<String> units,
      RunLayout layout,
      BitSet written,
      List<String> donors) {
    this.context = context;
    this.work = work;
    this.documents = documents;
    this.units = units;
    this.layout = layout;
    this.written = written;
    this.donors = donors;
    this.plans = (donors.isEmpty() ? planned() : matched()).persist(StorageLevel.MEMORY_AND_DISK());
  }

  /** What is shipped to plan a unit. */
  private record Planner(
      UnitDocuments documents, List<String> units, RunLayout layout, BitSet written)
      implements Serializable {
    UnitPlan plan(int unit, Iterable<Offers> offers) throws IOException {
      return documents.wanted(unit, units.get(unit), layout, written).match(offers);
    }
  }

  private Planner planner() {
    return new Planner(documents, new ArrayList<>(units), layout, written);
  }

  private JavaRDD<UnitPlan> planned() {
    Planner planner = planner();
    return context
        .parallelize(indexes(units.size()), Math.max(1, units.size()))
        .map(unit -> planner.plan(unit, List.of()));
  }

  private JavaRDD<UnitPlan> matched() {
    Map<String, Integer> numbers = new HashMap<>();
    units.forEach(unit -> numbers.put(unit, numbers.size()));
    StoreLocation location = work;
    List<String> names = new ArrayList<>(donors);
    JavaPairRDD<Integer, Offers> offers =
        context
            .parallelize(indexes(names.size()), names.size())
            .flatMapToPair(
                donor ->
                    DonorParts.offers(location, donor, names.get(donor), numbers)
                        .entrySet()
                        .stream()
                        .map(offer -> new Tuple2<>(offer.getKey(), offer.getValue()))
                        .iterator());
    Planner planner = planner();
    int partitions = partitions(units.size());
    return context
        .parallelize(indexes(units.size()), partitions)
        .mapToPair(unit -> new Tuple2<>(unit, unit))
        .cogroup(offers, partitions)
        .filter(both -> both._2()._1().iterator().hasNext())
        .map(both -> planner.plan(both._1(), both._2()._2()));
  }

  /** Matched addresses, unit by unit. */
  JavaRDD<UnitPlan> plans() {
    return plans;
  }

  /** Documents to be moved, sorted by donor and number inside partitions; none without donors. */
  Optional<JavaRDD<DonorParts.Move>> moves() {
    if (donors.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        plans
            .flatMapToPair(
                plan ->
                    plan.moves().entrySet().stream()
                        .map(moves -> new Tuple2<>(moves.getKey(), moves.getValue()))
                        .iterator())
            .groupByKey(partitions(donors.size()))
            .mapPartitions(RunSource::sorted));
  }

  private static Iterator<DonorParts.Move> sorted(
      Iterator<Tuple2<Integer, Iterable<Moves>>> byDonor) {
    List<DonorParts.Move> all = new ArrayList<>();
    byDonor.forEachRemaining(
        donor -> {
          for (Moves moves : donor._2()) {
            for (int i = 0; i < moves.ordinals().length; i++) {
              all.add(new DonorParts.Move(donor._1(), moves.ordinals()[i], moves.parts()[i]));
            }
          }
        });
    all.sort(null);
    return all.iterator();
  }

  private static int partitions(int size) {
    return Math.max(1, Math.min(size, MOST_PARTITIONS));
  }

  private static List<Integer> indexes(int size) {
    return IntStream.range(0, size).boxed().toList();
  }

  @Override
  public void close() {
    plans.unpersist(false);
  }
}
