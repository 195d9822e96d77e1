package org.gristmill.storage;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.gristmill.common.ConfigException;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.StoreProvider;
import org.gristmill.storage.hub.HubFileSystem;

/**
 * Opens every scheme but {@code file} through Hadoop. Settings go before what {@code core-site.xml}
 * on the class path says. File systems are kept open and shared between stores with equal settings.
 */
public final class HadoopStoreProvider implements StoreProvider {
  private static final Map<FileSystemKey, FileSystem> OPEN = new ConcurrentHashMap<>();

  private record FileSystemKey(String scheme, String authority, Map<String, String> settings) {}

  /** Creates the provider; called by the service loader. */
  public HadoopStoreProvider() {}

  @Override
  public boolean supports(String scheme) {
    return !scheme.equals("file");
  }

  /** Lower than that of a provider made for one scheme. */
  @Override
  public int priority() {
    return -1;
  }

  @Override
  public Store open(URI root, Map<String, String> settings) throws IOException {
    String authority = Objects.requireNonNullElse(root.getAuthority(), "");
    FileSystemKey key = new FileSystemKey(root.getScheme(), authority, Map.copyOf(settings));
    FileSystem fileSystem = OPEN.get(key);
    if (fileSystem == null) {
      fileSystem = connect(root, settings);
      FileSystem other = OPEN.putIfAbsent(key, fileSystem);
      if (other != null) {
        fileSystem.close();
        fileSystem = other;
      }
    }
    return new HadoopStore(fileSystem, root);
  }

  private static FileSystem connect(URI root, Map<String, String> settings) throws IOException {
    Configuration configuration = new Configuration();
    // Named here, since Hadoop looks for file systems before spark-submit shows it the job's jar.
    configuration.setIfUnset("fs.hf.impl", HubFileSystem.class.getName());
    settings.forEach(configuration::set);
    S3aSettings.apply(root.getScheme(), configuration);
    try {
      return FileSystem.newInstance(root, configuration);
    } catch (UnsupportedFileSystemException e) {
      throw new ConfigException(
          "Cannot open "
              + root
              + ": no Hadoop file system is known for '"
              + root.getScheme()
              + ":' paths; expected its connector on the class path",
          e);
    }
  }
}
