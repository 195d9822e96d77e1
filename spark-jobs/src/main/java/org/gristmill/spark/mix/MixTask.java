package org.gristmill.spark.mix;

import java.io.IOException;
import org.gristmill.common.store.Store;
import org.gristmill.spark.job.StoreLocation;
import org.gristmill.spark.job.TaskCounts;
import org.gristmill.spark.job.TaskFunction;
import org.gristmill.tokenization.shard.Shards;
import org.gristmill.tokenization.store.TokenStore;
import org.gristmill.tokenization.stream.MixSpec;
import org.gristmill.tokenization.stream.MixSpecJson;

/** Writes the shards of one task that are not there yet. */
final class MixTask implements TaskFunction<ShardTask, Integer> {
  private static final long serialVersionUID = 1;

  private final StoreLocation work;
  private final String directory;
  private final String tokenizeDirectory;
  private final TaskCounts counts;

  MixTask(StoreLocation work, String directory, String tokenizeDirectory, TaskCounts counts) {
    this.counts = counts;
    this.work = work;
    this.directory = directory;
    this.tokenizeDirectory = tokenizeDirectory;
  }

  @Override
  public Integer apply(ShardTask task) throws IOException {
    String kind = task.output().directory();
    int written = 0;
    try (Store store = work.open();
        TokenStore tokens = TokenStore.open(store, tokenizeDirectory)) {
      String plan = directory + "/" + MixSpecJson.FILE;
      MixSpec spec = MixSpecJson.read(store.readAll(plan), plan);
      MixOutput.Output output = task.output().open(tokens, spec);
      for (int shard = task.first(); shard < task.end(); shard++) {
        String record = ShardRecord.path(directory, kind, shard);
        if (ShardRecord.read(store, record).isEmpty()) {
          Shards.Summary summary = output.work().write(store, directory + "/" + kind, shard);
          ShardRecord.of(summary).write(store, record);
          counts.add(0, summary.digest().bytes(), tokens(summary));
          written++;
        }
      }
    }
    return written;
  }

  private static long tokens(Shards.Summary summary) {
    return summary.strataTokens().stream().mapToLong(Long::longValue).sum();
  }
}
