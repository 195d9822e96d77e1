package org.gristmill.storage.hub;

import org.apache.hadoop.fs.statistics.IOStatistics;
import org.apache.hadoop.fs.statistics.IOStatisticsSource;
import org.apache.hadoop.fs.statistics.impl.IOStatisticsBinding;
import org.apache.hadoop.fs.statistics.impl.IOStatisticsStore;

/** Counts requests and bytes of one file system. Thread-safe. */
final class HubStatistics implements IOStatisticsSource {
  static final String API = "hf_requests_api";
  static final String RESOLVE = "hf_requests_resolve";
  static final String DATA = "hf_requests_data";
  static final String BYTES = "hf_bytes_fetched";
  static final String RETRIES = "hf_retries";
  static final String CACHED = "hf_bytes_from_cache";

  private final IOStatisticsStore counters =
      IOStatisticsBinding.iostatisticsStore()
          .withCounters(API, RESOLVE, DATA, BYTES, RETRIES, CACHED)
          .build();

  void request(HubLimits.Kind kind) {
    counters.incrementCounter(
        switch (kind) {
          case API -> API;
          case RESOLVE -> RESOLVE;
          case DATA -> DATA;
        });
  }

  void fetched(long bytes) {
    counters.incrementCounter(BYTES, bytes);
  }

  void cached(long bytes) {
    counters.incrementCounter(CACHED, bytes);
  }

  void retry() {
    counters.incrementCounter(RETRIES);
  }

  @Override
  public IOStatistics getIOStatistics() {
    return counters;
  }
}
