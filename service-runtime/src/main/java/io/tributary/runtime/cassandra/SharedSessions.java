package io.tributary.runtime.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.retry.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sessions that are used together: one for each address and set of keyspaces, open from the first
 * {@link #take} until the last {@link Lease} is closed. A session that has lost all of its nodes is
 * not handed out again, as they may be found at other addresses by now. Safe for several threads.
 */
public final class SharedSessions {
  /** The queries of one JVM, and the tasks of those of others, meet nowhere else. */
  private static final SharedSessions OF_THIS_JVM = new SharedSessions(CassandraSessions::open);

  private final Opening opening;
  private final Map<Key, Slot> slots = new ConcurrentHashMap<>();

  /** Opens sessions; tests have their own. */
  @FunctionalInterface
  interface Opening {
    CqlSession open(
        CassandraConnection address,
        List<String> keyspaces,
        Duration wait,
        Consumer<Waiting> progress)
        throws CommandFailedException, UsageException, InterruptedException;
  }

  private record Key(CassandraConnection address, List<String> keyspaces) {}

  SharedSessions(Opening opening) {
    this.opening = opening;
  }

  /** Those that everything in this JVM shares. */
  public static SharedSessions ofThisJvm() {
    return OF_THIS_JVM;
  }

  /**
   * The session, opened if it is not open yet; one caller opens it while the others wait.
   *
   * @param keyspaces whose replicas the session knows, in any order
   * @param wait how long to try to open it; the last try may end a few seconds later
   * @param progress told once every 2 s what is waited for
   * @throws CommandFailedException when Cassandra did not answer in time
   * @throws UsageException when it answers, but not as the data centre that was asked for
   */
  public Lease take(
      CassandraConnection address,
      List<String> keyspaces,
      Duration wait,
      Consumer<Waiting> progress)
      throws CommandFailedException, UsageException, InterruptedException {
    List<String> known = keyspaces.stream().distinct().sorted().toList();
    Slot slot = slots.computeIfAbsent(new Key(address, known), unknown -> new Slot());
    slot.opening.lockInterruptibly();
    try {
      Shared current = slot.current;
      if (current == null || !current.isAnyNodeConnected() || !current.use()) {
        current = new Shared(opening.open(address, known, wait, progress));
        slot.current = current;
      }
      return new Lease(current);
    } finally {
      slot.opening.unlock();
    }
  }

  private static final class Slot {
    private final ReentrantLock opening = new ReentrantLock();
    private @Nullable Shared current;
  }

  /** A session and how many use it, from its first user on. */
  private static final class Shared {
    private final CqlSession session;
    private int users = 1;

    private Shared(CqlSession session) {
      this.session = session;
    }

    private boolean isAnyNodeConnected() {
      return session.getMetadata().getNodes().values().stream()
          .anyMatch(node -> node.getOpenConnections() > 0);
    }

    /** One more, unless the last has gone. */
    private synchronized boolean use() {
      if (users == 0) {
        return false;
      }
      users++;
      return true;
    }

    private void leave() {
      boolean last;
      synchronized (this) {
        users--;
        last = users == 0;
      }
      if (last) {
        session.close();
      }
    }
  }

  /** The right to use a session until it is closed; others may go on with the session then. */
  public static final class Lease implements AutoCloseable {
    private @Nullable Shared shared;
    private final CqlSession session;

    private Lease(Shared shared) {
      this.shared = shared;
      this.session = shared.session;
    }

    public CqlSession session() {
      return session;
    }

    @Override
    public void close() {
      Shared left;
      synchronized (this) {
        left = shared;
        shared = null;
      }
      if (left != null) {
        left.leave();
      }
    }
  }
}
