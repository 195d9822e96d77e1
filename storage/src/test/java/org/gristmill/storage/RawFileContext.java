package org.gristmill.storage;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.Path;

/** The newer interface over {@link RawFileSystem}. */
public class RawFileContext extends DelegateToFileSystem {
  /** Called by Hadoop. */
  public RawFileContext(URI uri, Configuration configuration)
      throws IOException, URISyntaxException {
    super(uri, new RawFileSystem(), configuration, uri.getScheme(), false);
  }

  /** One at a time: checking the target and renaming is one step on HDFS, two on a disk. */
  @Override
  public void renameInternal(Path source, Path target, boolean overwrite) throws IOException {
    synchronized (RawFileContext.class) {
      super.renameInternal(source, target, overwrite);
    }
  }
}
