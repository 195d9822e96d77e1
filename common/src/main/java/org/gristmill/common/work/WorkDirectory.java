package org.gristmill.common.work;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;

/** The folder that holds every artefact, and where each of them lies in it. Thread-safe. */
public final class WorkDirectory implements AutoCloseable {
  /** Name of the file that makes a directory an artefact. */
  public static final String MANIFEST = "manifest.json";

  /** Name of the file that makes a unit of documents. */
  public static final String UNIT = "unit.json";

  /** Name of the file with wall time and memory, beside each manifest. */
  public static final String TIMING = "timing.json";

  /** Directory with a directory for each unit of documents. */
  public static final String UNITS = "ingest/units";

  static final Duration LEASE_LIFETIME = Duration.ofSeconds(60);

  private final Store store;

  private WorkDirectory(Store store) {
    this.store = store;
  }

  /**
   * Opens a work directory; nothing is written.
   *
   * @param location path or URI; it need not exist
   * @param settings file system settings, see {@link Stores#open}
   * @return the directory, to be closed by the caller
   * @throws IOException if its file system cannot be reached
   */
  public static WorkDirectory open(String location, Map<String, String> settings)
      throws IOException {
    return new WorkDirectory(Stores.open(location, settings));
  }

  /**
   * Uses an open store as work directory.
   *
   * @param store the store; closed with this object
   * @return the directory
   */
  public static WorkDirectory of(Store store) {
    return new WorkDirectory(store);
  }

  /**
   * The files.
   *
   * @return store rooted at the work directory
   */
  public Store store() {
    return store;
  }

  /**
   * Where the directory is, for messages and for processes that open it again.
   *
   * @return absolute URI
   */
  public String location() {
    return store.root().toString();
  }

  /**
   * Directory of a stage's artefact.
   *
   * @param stage the stage
   * @param fingerprint 12 hexadecimal digits
   * @return relative path
   */
  public static String directory(Stage stage, String fingerprint) {
    return stage.key() + "/" + fingerprint;
  }

  /**
   * Directory of a unit of documents.
   *
   * @param fingerprint 16 hexadecimal digits
   * @return relative path
   */
  public static String unitDirectory(String fingerprint) {
    return UNITS + "/" + fingerprint;
  }

  /**
   * Directory of artefacts fetched through Maven.
   *
   * @return relative path
   */
  public static String downloads() {
    return "downloads";
  }

  /**
   * Becomes the only writer.
   *
   * @param command what the holder does, shown to those who are refused
   * @return the lease, renewed in the background until it is closed
   * @throws org.gristmill.common.ConfigException if another process holds it
   * @throws IOException if the lease file cannot be written
   */
  public Lease lease(String command) throws IOException {
    return Lease.acquire(this, command, LEASE_LIFETIME);
  }

  /**
   * Looks who is writing.
   *
   * @return the process that holds the lease, in words; empty if none does
   * @throws IOException if the lease cannot be read
   */
  public Optional<String> writer() throws IOException {
    return Lease.writer(this);
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
