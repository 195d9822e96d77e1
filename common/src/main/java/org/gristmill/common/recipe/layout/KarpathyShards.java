package org.gristmill.common.recipe.layout;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gristmill.common.recipe.Label;
import org.gristmill.common.recipe.LabelRule;
import org.gristmill.common.recipe.Labels;

/**
 * karpathy/fineweb-edu-100b-shuffle and karpathy/climbmix-400b-shuffle: {@code
 * shard_NNNNN.parquet}, shuffled English texts in one column. The last shard of the listing is for
 * validation, the others for training, as nanochat reads them.
 */
final class KarpathyShards extends ParquetLayout {
  KarpathyShards() {
    super("karpathy-shards", "shard_*.parquet");
  }

  @Override
  public Labels labels() {
    return Labels.of(
        List.of(),
        Map.of(Label.LANGUAGE, LabelRule.fixed("en"), Label.DOMAIN, LabelRule.fixed("web")));
  }

  @Override
  public Map<Label, String> ofPath(String location) {
    return match(location);
  }

  @Override
  public Set<String> heldOut(List<String> locations) {
    return Set.of(locations.get(locations.size() - 1));
  }
}
