package org.gristmill.storage.hub;

/**
 * How many requests it takes to read files of the Hub from end to end, with default settings and
 * nothing in the cache.
 *
 * @param counted requests that the Hub counts: one look-up a file
 * @param data requests to the host of the data, which it does not count; about as many at most
 */
public record HubRequests(long counted, long data) {
  /** No request. */
  public static final HubRequests NONE = new HubRequests(0, 0);

  /**
   * Estimates what a file takes. Readers of parts of a file look it up each on their own.
   *
   * @param location path or URI of the file
   * @param bytes its length, not negative
   * @return none for a file that is not on the Hub
   */
  public static HubRequests of(String location, long bytes) {
    if (!location.startsWith(HubPath.SCHEME + "://")) {
      return NONE;
    }
    if (bytes == 0) {
      return new HubRequests(1, 0);
    }
    long ranges = 1;
    long left = bytes - ReadAhead.tailBytes(bytes);
    long size = HubSettings.DEFAULT_RANDOM;
    while (left > 0 && size < HubSettings.DEFAULT_READ_AHEAD) {
      ranges++;
      left -= size;
      size *= 2;
    }
    long most = HubSettings.DEFAULT_READ_AHEAD;
    return new HubRequests(1, ranges + Math.max(0, (left + most - 1) / most));
  }

  /**
   * Adds up.
   *
   * @param other of other files
   * @return those of both
   */
  public HubRequests plus(HubRequests other) {
    return new HubRequests(counted + other.counted, data + other.data);
  }
}
