package org.gristmill.storage.hub;

import java.io.Closeable;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.OpenFileOptions;
import org.apache.hadoop.fs.impl.OpenFileParameters;

/** What one file system instance knows and shares between its files. Thread-safe. */
final class Hub implements Closeable {
  private static final int MOST_THREADS = 16;

  private final HubSettings settings;
  private final Configuration configuration;
  private final HubStatistics statistics;
  private final HubApi api;
  private final HubFiles files;
  private final HubTree tree;
  private final Optional<HubCache> cache;
  private final ExecutorService executor;
  private final Map<String, String> commits = new ConcurrentHashMap<>();

  private Hub(
      HubSettings settings,
      Configuration configuration,
      HubStatistics statistics,
      HubApi api,
      HubFiles files,
      Optional<HubCache> cache) {
    this.settings = settings;
    this.configuration = configuration;
    this.statistics = statistics;
    this.api = api;
    this.files = files;
    this.cache = cache;
    this.tree = new HubTree(api, files, cache, settings.offline());
    this.executor = executor(Math.min(MOST_THREADS, settings.requests()));
  }

  static Hub connect(HubSettings settings, Configuration configuration, HubClock clock)
      throws IOException {
    HubStatistics statistics = new HubStatistics();
    Retries retries = new Retries(settings, clock, statistics);
    HubHttp http = new HubHttp(settings, HubLimits.shared(settings), clock, statistics);
    HubApi api = new HubApi(settings, http, retries);
    HubFiles files = new HubFiles(api, http, retries, settings);
    Optional<HubCache> cache =
        settings.cache().isPresent()
            ? Optional.of(new HubCache(settings.cache().get()))
            : Optional.empty();
    return new Hub(settings, configuration, statistics, api, files, cache);
  }

  private static ExecutorService executor(int threads) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "hub-read");
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  HubTree tree() {
    return tree;
  }

  HubStatistics statistics() {
    return statistics;
  }

  /** The commit that is read for the revision of a path; always the same. */
  String commit(HubPath path) throws IOException {
    String key = HubSettings.commitKey(path.repository(), path.revision());
    String known = commits.get(key);
    if (known != null) {
      return known;
    }
    synchronized (commits) {
      String commit = commits.get(key);
      if (commit == null) {
        commit = find(path, key);
        commits.put(key, commit);
      }
      return commit;
    }
  }

  private String find(HubPath path, String key) throws IOException {
    if (path.revision().matches("[0-9a-f]{40}")) {
      return path.revision();
    }
    String given = configuration.getTrimmed(key, "");
    if (!given.isEmpty()) {
      return given;
    }
    if (settings.offline()) {
      Optional<String> kept =
          cache.isPresent()
              ? cache.get().commit(path.repository(), path.revision())
              : Optional.empty();
      if (kept.isEmpty()) {
        throw new OfflineException("revision '" + path.revision() + "' of " + path);
      }
      return kept.get();
    }
    String commit = api.commit(path);
    if (cache.isPresent()) {
      cache.get().keepCommit(path.repository(), path.revision(), commit);
    }
    return commit;
  }

  /** What a caller who opens a file knows of it, so that the Hub need not be asked. */
  HubEntry known(HubPath path, OpenFileParameters parameters) throws IOException {
    if (parameters.getStatus() instanceof HubFileStatus status) {
      return status.entry(path.file());
    }
    FileStatus status = parameters.getStatus();
    long length = parameters.getOptions().getLong(OpenFileOptions.FS_OPTION_OPENFILE_LENGTH, -1);
    if (cache.isEmpty() && status != null && status.isFile()) {
      return new HubEntry(path.file(), false, status.getLen(), "");
    }
    return cache.isEmpty() && length >= 0
        ? new HubEntry(path.file(), false, length, "")
        : tree.entry(path, commit(path));
  }

  HubInput open(
      HubPath path, HubEntry entry, ReadAhead.Policy policy, FileSystem.Statistics counters)
      throws IOException {
    HubFile file = files.file(path, commit(path));
    ByteSource source = source(file, entry);
    ReadAhead.Tails tails =
        new ReadAhead.Tails() {
          @Override
          public byte[] get() {
            return files.tail(file);
          }

          @Override
          public void keep(byte[] tail) {
            files.keepTail(file, tail);
          }
        };
    ReadAhead ahead = new ReadAhead(source, tails, policy, settings.readAhead(), settings.random());
    return new HubInput(path.toString(), source, ahead, settings, executor, counters);
  }

  private ByteSource source(HubFile file, HubEntry entry) throws IOException {
    if (cache.isPresent() && !entry.content().isEmpty()) {
      return new CachedSource(
          file, entry.bytes(), entry.content(), cache.get(), settings.offline(), statistics);
    }
    if (settings.offline()) {
      throw new OfflineException(file.path().toString());
    }
    return new ByteSource() {
      @Override
      public long length() {
        return entry.bytes();
      }

      @Override
      public byte[] read(ByteRange range) throws IOException {
        return file.read(range, entry.bytes());
      }
    };
  }

  /** The first of the policies that is known, as Hadoop's contract has it. */
  static ReadAhead.Policy policy(String policies) {
    for (String policy : policies.split(",", -1)) {
      switch (policy.strip().toLowerCase(Locale.ROOT)) {
        case OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY_SEQUENTIAL,
            OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY_WHOLE_FILE,
            OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY_AVRO,
            OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY_CSV,
            OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY_JSON -> {
          return ReadAhead.Policy.SEQUENTIAL;
        }
        case OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY_RANDOM,
            OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY_VECTOR,
            OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY_COLUMNAR,
            OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY_PARQUET,
            OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY_ORC -> {
          return ReadAhead.Policy.RANDOM;
        }
        case OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY_ADAPTIVE,
            OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY_DEFAULT -> {
          return ReadAhead.Policy.ADAPTIVE;
        }
        default -> {
          // The next one.
        }
      }
    }
    return ReadAhead.Policy.ADAPTIVE;
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
