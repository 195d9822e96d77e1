package org.gristmill.trainer.data;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.gristmill.common.ConfigException;
import org.gristmill.common.store.Store;
import org.gristmill.common.work.Fingerprint;
import org.gristmill.tokenization.shard.RowSource;
import org.gristmill.tokenization.shard.ShardRows;
import org.gristmill.tokenization.shard.Shards;
import org.gristmill.tokenization.shard.VirtualRows;
import org.gristmill.tokenization.store.TokenStore;
import org.gristmill.tokenization.stream.MixSpec;
import org.gristmill.tokenization.stream.MixSpecJson;

/**
 * The rows of a mix, from shards or straight from the token store; both give the same batches.
 *
 * @param fingerprint identity of the rows
 * @param training rows to train on
 * @param validation rows to judge by; empty if there are none
 * @param closing what to close with the rows
 */
public record MixData(
    String fingerprint, RowSource training, Optional<RowSource> validation, Closeable closing)
    implements Closeable {

  private static final int DIGITS = 12;

  /**
   * Opens a directory the mix stage wrote ({@code shards/}, {@code validation/}), or one of shards
   * alone, which then has no validation rows.
   *
   * @param directory directory inside the store, empty for its root
   * @throws ConfigException if there are no shards
   */
  public static MixData shards(Store store, String directory) throws IOException {
    String shards = join(directory, "shards");
    boolean mix = store.stat(Shards.path(shards, 0)).isPresent();
    String place = mix ? shards : directory;
    if (!mix && (directory.isEmpty() || store.stat(Shards.path(directory, 0)).isEmpty())) {
      throw new ConfigException(
          "Cannot train on "
              + join(store.root().toString(), directory)
              + ": there are no shards; expected shard-00000.arrow, or shards/shard-00000.arrow");
    }
    RowSource training = ShardRows.open(store, place);
    String validation = join(directory, "validation");
    Optional<RowSource> held =
        mix && store.stat(Shards.path(validation, 0)).isPresent()
            ? Optional.of(ShardRows.open(store, validation))
            : Optional.empty();
    return new MixData(identity(training), training, held, () -> {});
  }

  /**
   * Reads a token store by the plan of a mix.
   *
   * @param tokens directory of the token store
   * @param plan path of the mix's plan
   */
  public static MixData virtual(Store store, String tokens, String plan) throws IOException {
    return virtual(store, tokens, MixSpecJson.read(store.readAll(plan), plan));
  }

  /** Reads a token store by a plan. */
  public static MixData virtual(Store store, String tokens, MixSpec spec) throws IOException {
    TokenStore tokenStore = TokenStore.open(store, tokens);
    RowSource training = new VirtualRows(tokenStore, spec);
    RowSource validation = VirtualRows.validation(tokenStore, spec);
    Optional<RowSource> held = validation.rows() > 0 ? Optional.of(validation) : Optional.empty();
    return new MixData(identity(training), training, held, tokenStore::close);
  }

  /** The same rows under the fingerprint of the stage that made them. */
  public MixData named(String stageFingerprint) {
    return new MixData(stageFingerprint, training, validation, closing);
  }

  @Override
  public void close() throws IOException {
    training.close();
    if (validation.isPresent()) {
      validation.get().close();
    }
    closing.close();
  }

  private static String identity(RowSource rows) throws IOException {
    Map<String, Object> identity = new TreeMap<>();
    identity.put("info", rows.info());
    identity.put("rows", rows.rows());
    if (rows.hasLossMask()) {
      identity.put("lossMask", true);
    }
    return Fingerprint.of(identity, DIGITS);
  }

  private static String join(String directory, String name) {
    return directory.isEmpty() ? name : directory + "/" + name;
  }
}
