package org.gristmill.storage.hub;

import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gristmill.storage.hub.HubLimits.Kind;

/**
 * Reads ranges of one file at one commit. The signed address of its data is asked for once, used by
 * all its readers, and asked for again when the host of the data refuses it. Thread-safe.
 */
final class HubFile {
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+|\\*)");
  private static final int PARTIAL = 206;
  private static final int BAD_RANGE = 416;

  private final HubPath path;
  private final String commit;
  private final HubApi api;
  private final HubHttp http;
  private final Retries retries;
  private final HubSettings settings;
  private volatile URI data;

  HubFile(
      HubPath path,
      String commit,
      HubApi api,
      HubHttp http,
      Retries retries,
      HubSettings settings) {
    this.path = path;
    this.commit = commit;
    this.api = api;
    this.http = http;
    this.retries = retries;
    this.settings = settings;
  }

  HubPath path() {
    return path;
  }

  /**
   * Asks where its data lies.
   *
   * @return what the answer says of the file; empty if it lacks the length
   * @throws java.io.FileNotFoundException if there is no such file
   */
  Optional<HubEntry> locate() throws IOException {
    HubReply reply = api.head(path, commit);
    String length = reply.header("X-Linked-Size");
    String tag = reply.header("X-Linked-Etag");
    if (reply.isRedirect()) {
      data = HubHttp.location(reply);
    } else {
      length = length.isEmpty() ? reply.header("Content-Length") : length;
      tag = tag.isEmpty() ? reply.header("ETag") : tag;
    }
    if (!length.matches("\\d{1,18}")) {
      return Optional.empty();
    }
    String content = HubEntry.content(tag.replaceFirst("^W/", "").replace("\"", ""));
    return Optional.of(new HubEntry(path.file(), false, Long.parseLong(length), content));
  }

  /**
   * Reads some bytes.
   *
   * @param range inside the file
   * @param fileLength length the file was listed with
   * @return exactly these bytes
   * @throws EOFException if the file ends before the range
   * @throws IOException if they cannot be read
   */
  byte[] read(ByteRange range, long fileLength) throws IOException {
    return retries.run(path.toString(), () -> attempt(range, fileLength));
  }

  private byte[] attempt(ByteRange range, long fileLength) throws IOException {
    URI known = data;
    HubReply reply =
        http.send(
            known == null
                ? HubRequest.get(Kind.RESOLVE, api.resolve(path, commit), range)
                : HubRequest.get(Kind.DATA, known, range));
    int status = reply.status();
    if (status == BAD_RANGE) {
      throw new EOFException(
          "Cannot read "
              + path
              + " at "
              + range.start()
              + ": the file ends before; it was listed with "
              + fileLength
              + " bytes");
    }
    if (!reply.ours() && status >= 400) {
      data = null;
      String message = "the host of its data answered with status " + status;
      // An address that worked before has expired; one that never worked is not asked for in haste.
      throw known == null
          ? new TransientException(message)
          : new TransientException(message, Duration.ZERO);
    }
    HubErrors.requireFound(reply, path, settings);
    if (status != PARTIAL && status != 200) {
      throw new TransientException("the server answered with status " + status);
    }
    requireRange(reply, range, fileLength);
    if (!reply.ours()) {
      data = reply.uri();
    }
    return reply.body();
  }

  private void requireRange(HubReply reply, ByteRange range, long fileLength) throws IOException {
    long length = -1;
    if (reply.status() == PARTIAL) {
      Matcher given = CONTENT_RANGE.matcher(reply.header("Content-Range"));
      if (!given.matches() || !given.group(1).equals(Long.toString(range.start()))) {
        throw new TransientException("another range came than the one asked for");
      }
      length = given.group(3).equals("*") ? -1 : Long.parseLong(given.group(3));
    } else {
      length = reply.headers().firstValueAsLong("Content-Length").orElse(-1);
    }
    if (length >= 0 && length != fileLength) {
      throw new IOException(
          "Cannot read "
              + path
              + ": it has "
              + length
              + " bytes, "
              + fileLength
              + " when it was listed; expected a file that does not change");
    }
    if (reply.body().length < range.length()) {
      if (reply.status() != PARTIAL && reply.body().length == 0) {
        data = null;
      }
      throw new TransientException(
          "only " + reply.body().length + " of " + range.length() + " bytes came");
    }
  }
}
