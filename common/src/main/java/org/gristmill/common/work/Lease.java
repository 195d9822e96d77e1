package org.gristmill.common.work;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.gristmill.common.ConfigException;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.store.FileInfo;
import org.gristmill.common.store.Store;

/**
 * The right to write to a work directory, held by one process at a time: the file {@code
 * lease.json}, renewed in the background. A lease is free again when its holder closes it, when it
 * was not renewed for its lifetime, or at once when its holder ran on this host and is dead. Clocks
 * of different hosts are assumed to agree within half a lifetime.
 */
public final class Lease implements AutoCloseable {
  private static final String FILE = "lease.json";

  /** Stands for the nonce of a lease that cannot be read. */
  private static final String DAMAGED = "damaged";

  private final Store store;
  private final String location;
  private final Clock clock;
  private final ScheduledExecutorService renewer;
  private LeaseHolder holder;
  private Future<?> renewal = CompletableFuture.completedFuture(null);
  private Optional<String> lost = Optional.empty();
  private List<FileInfo> left = List.of();

  private Lease(Store store, String location, Clock clock, LeaseHolder holder) {
    this.store = store;
    this.location = location;
    this.clock = clock;
    this.holder = holder;
    this.renewer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "work directory lease");
              thread.setDaemon(true);
              return thread;
            });
  }

  static Lease acquire(WorkDirectory work, String command, Duration lifetime) throws IOException {
    return acquire(work, command, lifetime, Clock.systemUTC());
  }

  static Lease acquire(WorkDirectory work, String command, Duration lifetime, Clock clock)
      throws IOException {
    Store store = work.store();
    LeaseHolder me = LeaseHolder.current(command, clock.instant(), lifetime);
    boolean takesOver = false;
    for (int attempt = 0; !create(store, FILE, me.json()); attempt++) {
      Optional<LeaseHolder> other = readOrRemove(work, me, clock.instant(), lifetime);
      if (other.isPresent() && (other.get().isActive(clock.instant()) || attempt > 3)) {
        throw new ConfigException(
            "Cannot write to work directory "
                + work.location()
                + ": another run ("
                + other.get().describe()
                + ") has been writing to it since "
                + other.get().started()
                + "; wait for it to end, or use another directory");
      }
      if (other.isPresent()) {
        removeStale(store, other.get().nonce(), me);
      }
      takesOver = true;
    }
    Lease lease = new Lease(store, work.location(), clock, me);
    long period = Math.max(1, lifetime.toMillis() / 4);
    lease.renewal =
        lease.renewer.scheduleWithFixedDelay(lease::renew, period, period, TimeUnit.MILLISECONDS);
    if (takesOver) {
      lease.left = List.copyOf(lease.removeUnfinished(""));
    }
    return lease;
  }

  /**
   * Removes the temporary files of writers that died, to be called before writing to a directory
   * starts: it would also end the writes of this run that are under way there. What a dead holder
   * of the lease left anywhere is removed when the lease is taken over from it.
   *
   * @param directory path below the work directory, or the empty string for all of it
   * @return the files removed
   * @throws IOException if the lease was lost, or a file system refuses
   */
  public List<FileInfo> removeUnfinished(String directory) throws IOException {
    ensureHeld();
    List<FileInfo> found = store.unfinished(directory);
    // Not while the lease itself is being rewritten.
    synchronized (this) {
      for (FileInfo file : found) {
        store.delete(file.path());
      }
      store.abortUploads(directory);
    }
    return found;
  }

  /**
   * Creates a file whose content names its writer. The answer to a request may get lost: a file
   * that holds just this is this call's too.
   */
  private static boolean create(Store store, String path, byte[] content) throws IOException {
    return store.createExclusive(path, content) || store.holds(path, content);
  }

  /** Who is writing to a work directory now, in words; empty if nobody is. */
  static Optional<String> writer(WorkDirectory work) throws IOException {
    Instant now = Clock.systemUTC().instant();
    try {
      return read(work.store()).filter(holder -> holder.isActive(now)).map(LeaseHolder::describe);
    } catch (CorruptDataException damaged) {
      return isOld(work.store(), now, WorkDirectory.LEASE_LIFETIME)
          ? Optional.empty()
          : Optional.of("a run whose " + FILE + " is damaged");
    }
  }

  /** The holder; a file that names none is removed once it is older than a lease lives. */
  private static Optional<LeaseHolder> readOrRemove(
      WorkDirectory work, LeaseHolder me, Instant now, Duration lifetime) throws IOException {
    try {
      return read(work.store());
    } catch (CorruptDataException damaged) {
      if (!isOld(work.store(), now, lifetime)) {
        throw new CorruptDataException(
            "Cannot write to work directory "
                + work.location()
                + ": its "
                + FILE
                + " is damaged, so that nobody can say who is writing; wait "
                + lifetime.toSeconds()
                + " s and try again, or delete it if no run is writing there",
            damaged);
      }
      removeStale(work.store(), DAMAGED, me);
      return Optional.empty();
    }
  }

  private static boolean isOld(Store store, Instant now, Duration lifetime) throws IOException {
    return store
        .stat(FILE)
        .filter(info -> now.toEpochMilli() - info.modifiedMillis() < lifetime.toMillis())
        .isEmpty();
  }

  /**
   * The work directory for writing under this lease: nothing appears or goes in it after the lease
   * was lost. Reads are not checked. It need not be closed.
   *
   * @return the same directory
   */
  public WorkDirectory guarded() {
    return WorkDirectory.of(new GuardedStore(store, this));
  }

  /**
   * Makes sure that nobody took over, to be called before anything is made visible.
   *
   * @throws IOException if the lease was lost, e.g. because this process was suspended for longer
   *     than the lifetime
   */
  public synchronized void ensureHeld() throws IOException {
    if (lost.isEmpty() && !renewer.isShutdown()) {
      if (holder.isFresh(clock.instant())) {
        look();
      } else {
        renew();
      }
    }
    if (lost.isPresent()) {
      throw new IOException("Cannot go on writing to " + location + ": " + lost.get());
    }
  }

  /** Notices that the file is another's now; one that cannot be read proves nothing yet. */
  private void look() {
    try {
      lost = lossBy(read(store));
    } catch (CorruptDataException e) {
      lost = Optional.of("its lease was damaged");
    } catch (IOException e) {
      return;
    }
  }

  private Optional<String> lossBy(Optional<LeaseHolder> present) {
    if (present.isEmpty()) {
      return Optional.of("its lease was removed");
    }
    return present.get().nonce().equals(holder.nonce())
        ? Optional.empty()
        : Optional.of("another run took over (" + present.get().describe() + ")");
  }

  /**
   * What a dead holder, from whom this lease was taken over, had left half-written.
   *
   * @return the temporary files that were removed then
   */
  public List<FileInfo> leftByPredecessor() {
    return left;
  }

  /** Gives the lease back. */
  @Override
  public synchronized void close() throws IOException {
    renewal.cancel(false);
    renewer.shutdown();
    if (isNonce(store, holder.nonce())) {
      store.delete(FILE);
    }
  }

  /** Whether the lease is that of a holder; {@link #DAMAGED} for one that cannot be read. */
  private static boolean isNonce(Store store, String nonce) throws IOException {
    try {
      return read(store).filter(present -> present.nonce().equals(nonce)).isPresent();
    } catch (CorruptDataException damaged) {
      return nonce.equals(DAMAGED);
    }
  }

  synchronized void renew() {
    if (lost.isPresent() || renewer.isShutdown()) {
      return;
    }
    try {
      Optional<byte[]> seen = bytes(store);
      lost = lossBy(seen.map(Lease::parse));
      if (lost.isPresent()) {
        return;
      }
      LeaseHolder renewed = holder.renewedAt(clock.instant());
      if (store.replace(FILE, seen.orElseThrow(), renewed.json())
          || store.holds(FILE, renewed.json())) {
        holder = renewed;
      } else {
        lost = lossBy(read(store));
      }
    } catch (CorruptDataException e) {
      lost = Optional.of("its lease was damaged");
    } catch (IOException e) {
      // One missed renewal is harmless; too many of them mean that others may take over.
      if (!holder.isFresh(clock.instant())) {
        lost = Optional.of("its lease could not be renewed: " + e.getMessage());
      }
    }
  }

  private static Optional<LeaseHolder> read(Store store) throws IOException {
    return bytes(store).map(Lease::parse);
  }

  private static Optional<byte[]> bytes(Store store) throws IOException {
    try {
      return Optional.of(store.readAll(FILE));
    } catch (NoSuchFileException released) {
      return Optional.empty();
    }
  }

  private static LeaseHolder parse(byte[] json) {
    return LeaseHolder.parse(new String(json, StandardCharsets.UTF_8));
  }

  /** Removes a dead holder's file; a marker lets only one of several contenders do it. */
  private static void removeStale(Store store, String nonce, LeaseHolder me) throws IOException {
    String marker = FILE + ".takeover-" + nonce;
    if (!create(store, marker, me.json())) {
      boolean abandoned =
          store
              .stat(marker)
              .filter(info -> Instant.now().toEpochMilli() - info.modifiedMillis() < 60_000)
              .isEmpty();
      if (abandoned) {
        store.delete(marker);
      }
      return;
    }
    try {
      if (isNonce(store, nonce)) {
        store.delete(FILE);
      }
    } finally {
      store.delete(marker);
    }
  }
}
