package org.gristmill.storage.hub;

import java.io.IOException;
import java.util.Optional;

/**
 * A file read through the cache: blocks that are there and sound come from it, runs of missing ones
 * are asked for at once and kept.
 *
 * @param file the file
 * @param length its length
 * @param content what names its content
 * @param cache where blocks are kept
 * @param offline whether the Hub may not be asked
 * @param statistics counts the bytes that came from the cache
 */
record CachedSource(
    HubFile file,
    long length,
    String content,
    HubCache cache,
    boolean offline,
    HubStatistics statistics)
    implements ByteSource {
  private static final int BLOCK = HubCache.BLOCK_BYTES;

  @Override
  public byte[] read(ByteRange range) throws IOException {
    byte[] result = new byte[range.length()];
    long last = (range.end() - 1) / BLOCK;
    long missingFrom = -1;
    for (long block = range.start() / BLOCK; block <= last; block++) {
      Optional<byte[]> kept = cache.block(content, block, blockLength(block));
      if (kept.isPresent()) {
        fetch(missingFrom, block, range, result);
        missingFrom = -1;
        statistics.cached(kept.get().length);
        copy(kept.get(), block * BLOCK, range, result);
      } else if (missingFrom < 0) {
        missingFrom = block;
      }
    }
    fetch(missingFrom, last + 1, range, result);
    return result;
  }

  private int blockLength(long block) {
    return (int) Math.min(BLOCK, length - block * BLOCK);
  }

  private void fetch(long from, long to, ByteRange range, byte[] result) throws IOException {
    if (from < 0) {
      return;
    }
    if (offline) {
      throw new OfflineException(file.path() + " at " + from * BLOCK);
    }
    int bytes = Math.toIntExact(Math.min(to * BLOCK, length) - from * BLOCK);
    byte[] fetched = file.read(new ByteRange(from * BLOCK, bytes), length);
    for (long block = from; block < to; block++) {
      int at = Math.toIntExact((block - from) * BLOCK);
      cache.keepBlock(content, block, fetched, at, blockLength(block));
    }
    copy(fetched, from * BLOCK, range, result);
  }

  /** Copies what of some bytes of the file lies in the range. */
  private static void copy(byte[] bytes, long start, ByteRange range, byte[] result) {
    long from = Math.max(start, range.start());
    long to = Math.min(start + bytes.length, range.end());
    System.arraycopy(
        bytes, (int) (from - start), result, (int) (from - range.start()), (int) (to - from));
  }
}
