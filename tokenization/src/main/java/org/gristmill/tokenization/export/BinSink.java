package org.gristmill.tokenization.export;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.gristmill.common.store.AtomicOutput;
import org.gristmill.common.store.Store;
import org.gristmill.tokenization.store.TokenType;

/**
 * nanochat's and llm.c's {@code .bin}: sequences end to end behind a header, at most 2^24 tokens a
 * file; a sequence may go on in the next one. Where sequences end is not kept.
 */
final class BinSink implements TokenSink {
  static final int FILE_TOKENS = 1 << 24;

  private final Store store;
  private final String directory;
  private final TokenType type;
  private final int fileTokens;
  private int[] waiting = new int[1024];
  private int count;
  private final List<String> written = new ArrayList<>();

  BinSink(Store store, String directory, TokenType type, int fileTokens) {
    this.store = store;
    this.directory = directory;
    this.type = type;
    this.fileTokens = fileTokens;
  }

  @Override
  public void add(int[] tokens, int off, int len) throws IOException {
    for (int at = off; at < off + len; ) {
      int now = Math.min(off + len - at, fileTokens - count);
      if (count + now > waiting.length) {
        waiting = Arrays.copyOf(waiting, Math.max(count + now, 2 * waiting.length));
      }
      System.arraycopy(tokens, at, waiting, count, now);
      at += now;
      count += now;
      if (count == fileTokens) {
        write();
      }
    }
  }

  private void write() throws IOException {
    String path = String.format(Locale.ROOT, "%stokens_%06d.bin", directory, written.size());
    try (TokenFile file = new TokenFile(store, path, type)) {
      AtomicOutput output = file.output();
      output.write(BinHeader.of(type, count));
      file.add(waiting, 0, count);
      file.commit();
    }
    written.add(path);
    count = 0;
  }

  @Override
  public void finish() throws IOException {
    if (count > 0 || written.isEmpty()) {
      write();
    }
  }

  @Override
  public void close() {
    count = 0;
  }
}
