package org.gristmill.storage.hub;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileChecksum;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Options.OpenFileOptions;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.impl.OpenFileParameters;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.fs.statistics.IOStatistics;
import org.apache.hadoop.fs.statistics.IOStatisticsSource;
import org.apache.hadoop.util.Progressable;
import org.apache.hadoop.util.functional.RemoteIterators;

/**
 * Data sets of the Hub, for reading: {@code
 * hf://datasets/<organisation>/<name>[@<revision>]/<path>}.
 *
 * <p>What a revision means is asked once; from then on an instance reads that commit, also when a
 * branch moves. Other processes read the same commit when they are told it: see {@link
 * HubRevisions}. Settings start with {@code fs.hf.}; {@code docs/sources.md} lists them.
 * Thread-safe.
 */
public final class HubFileSystem extends FileSystem implements IOStatisticsSource {
  private static final URI ROOT = URI.create(HubPath.SCHEME + "://" + HubPath.TYPE);

  private final Map<String, String> environment;
  private final HubClock clock;
  private Hub hub;
  private Path working = new Path(ROOT.toString() + "/");

  /** Creates the file system; called by Hadoop. */
  public HubFileSystem() {
    this(System.getenv(), HubClock.SYSTEM);
  }

  HubFileSystem(Map<String, String> environment, HubClock clock) {
    this.environment = environment;
    this.clock = clock;
  }

  @Override
  public void initialize(URI name, Configuration configuration) throws IOException {
    // Refuses hf://models and the like before anything else.
    HubPath.parse(new Path(name.toString() + "/"));
    super.initialize(name, configuration);
    setConf(configuration);
    java.nio.file.Path home = java.nio.file.Path.of(System.getProperty("user.home", ""));
    HubSettings settings = HubSettings.of(configuration, environment, home);
    hub = Hub.connect(settings, configuration, clock);
  }

  @Override
  public String getScheme() {
    return HubPath.SCHEME;
  }

  @Override
  public URI getUri() {
    return ROOT;
  }

  /** None: the Hub gives out no delegation tokens. */
  @Override
  public String getCanonicalServiceName() {
    return null;
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    HubPath place = HubPath.parse(makeQualified(path));
    if (place.isAbove()) {
      return new HubFileStatus(HubEntry.folder(place.file()), place.path(place.file()));
    }
    return status(place, hub.tree().entry(place, hub.commit(place)));
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    HubPath place = listable(path);
    String commit = hub.commit(place);
    try {
      return statuses(place, hub.tree().children(place, commit));
    } catch (FileNotFoundException noFolder) {
      return statuses(place, List.of(file(place, commit)));
    }
  }

  /** A file stands for itself; a folder that was not found does not exist. */
  private HubEntry file(HubPath place, String commit) throws IOException {
    HubEntry entry = hub.tree().entry(place, commit);
    if (entry.isFolder()) {
      throw HubTree.absent(place);
    }
    return entry;
  }

  @Override
  public RemoteIterator<LocatedFileStatus> listFiles(Path path, boolean recursive)
      throws IOException {
    if (!recursive) {
      return super.listFiles(path, false);
    }
    HubPath place = listable(path);
    String commit = hub.commit(place);
    List<HubEntry> files;
    try {
      files = hub.tree().below(place, commit);
    } catch (FileNotFoundException noFolder) {
      files = List.of(file(place, commit));
    }
    Iterator<HubEntry> entries = files.iterator();
    return RemoteIterators.mappingRemoteIterator(
        RemoteIterators.remoteIteratorFromIterator(entries), entry -> status(place, entry));
  }

  private HubPath listable(Path path) throws IOException {
    HubPath place = HubPath.parse(makeQualified(path));
    if (place.isAbove()) {
      throw new IOException(
          "Cannot list " + place + ": the Hub has too many data sets; expected one by its name");
    }
    return place;
  }

  private static HubFileStatus status(HubPath place, HubEntry entry) {
    return new HubFileStatus(entry, place.path(entry.path()));
  }

  private static FileStatus[] statuses(HubPath place, List<HubEntry> entries) {
    return entries.stream().map(entry -> status(place, entry)).toArray(FileStatus[]::new);
  }

  @Override
  public FileChecksum getFileChecksum(Path path) throws IOException {
    HubPath place = HubPath.parse(makeQualified(path));
    return hub.tree().entry(place, hub.commit(place)).sha256().map(HubChecksum::new).orElse(null);
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    HubPath place = HubPath.parse(makeQualified(path));
    HubEntry entry = hub.tree().entry(place, hub.commit(place));
    return open(place, entry, ReadAhead.Policy.ADAPTIVE);
  }

  @Override
  protected CompletableFuture<FSDataInputStream> openFileWithOptions(
      Path path, OpenFileParameters parameters) throws IOException {
    HubPath place = HubPath.parse(makeQualified(path));
    HubEntry entry = hub.known(place, parameters);
    String policies =
        parameters.getOptions().get(OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY, "");
    return CompletableFuture.completedFuture(open(place, entry, Hub.policy(policies)));
  }

  private FSDataInputStream open(HubPath place, HubEntry entry, ReadAhead.Policy policy)
      throws IOException {
    if (entry.isFolder()) {
      throw new FileNotFoundException("Cannot open " + place + ": it is a folder");
    }
    return new FSDataInputStream(hub.open(place, entry, policy, statistics));
  }

  @Override
  public IOStatistics getIOStatistics() {
    return hub.statistics().getIOStatistics();
  }

  @Override
  public Path getWorkingDirectory() {
    return working;
  }

  @Override
  public void setWorkingDirectory(Path path) {
    working = makeQualified(path);
  }

  @Override
  public long getDefaultBlockSize(Path path) {
    return HubFileStatus.BLOCK_BYTES;
  }

  @Override
  public void close() throws IOException {
    if (hub != null) {
      hub.close();
    }
    super.close();
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    throw readOnly("write", path);
  }

  @Override
  public FSDataOutputStream append(Path path, int bufferSize, Progressable progress)
      throws IOException {
    throw readOnly("append to", path);
  }

  @Override
  public boolean rename(Path source, Path target) throws IOException {
    throw readOnly("rename", source);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    throw readOnly("delete", path);
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) throws IOException {
    throw readOnly("make folder", path);
  }

  private static IOException readOnly(String verb, Path path) {
    return new IOException(
        "Cannot "
            + verb
            + " "
            + path
            + ": the Hub is only read; expected a path on another file system");
  }
}
