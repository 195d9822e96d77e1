package org.gristmill.storage.hub;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * Part of a body in memory: what lies before it is skipped, what lies behind it is not waited for.
 */
final class TakenBody implements BodySubscriber<byte[]> {
  private static final int FIRST = 1 << 14;

  private final CompletableFuture<byte[]> result = new CompletableFuture<>();
  private final int limit;
  private final boolean endsThere;
  private final BodyProgress progress;
  private long toSkip;
  private byte[] bytes;
  private int count;
  private Flow.Subscription subscription;

  /**
   * @param skip bytes to leave out
   * @param limit most bytes to take
   * @param announced length of the whole body; -1 if the answer does not say
   * @param progress is told of every byte
   */
  TakenBody(long skip, int limit, long announced, BodyProgress progress) {
    this.toSkip = skip;
    this.limit = limit;
    this.progress = progress;
    // Then the connection can be used again.
    this.endsThere = announced >= 0 && announced <= skip + limit;
    long expected = announced < 0 ? FIRST : Math.max(0, announced - skip);
    this.bytes = new byte[(int) Math.min(limit, expected)];
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return result;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    if (limit == 0 && !endsThere) {
      finish();
    } else {
      given.request(Long.MAX_VALUE);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      progress.received(buffer.remaining());
      int skipped = (int) Math.min(toSkip, buffer.remaining());
      buffer.position(buffer.position() + skipped);
      toSkip -= skipped;
      int taken = Math.min(buffer.remaining(), limit - count);
      if (count + taken > bytes.length) {
        long doubled = Math.max(count + taken, 2L * bytes.length);
        bytes = Arrays.copyOf(bytes, (int) Math.min(limit, doubled));
      }
      buffer.get(bytes, count, taken);
      count += taken;
    }
    if (count == limit && !endsThere) {
      finish();
    }
  }

  private void finish() {
    subscription.cancel();
    onComplete();
  }

  @Override
  public void onError(Throwable failure) {
    result.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    result.complete(count == bytes.length ? bytes : Arrays.copyOf(bytes, count));
  }
}
