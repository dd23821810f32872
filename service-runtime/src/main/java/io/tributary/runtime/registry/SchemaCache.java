package io.tributary.runtime.registry;

import io.tributary.runtime.retry.Backoff;
import io.tributary.runtime.time.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was made of a registry's schemas, by their ids. The registry is asked once for each id, and
 * again after a while for one that it did not have. While it is away, an id that is not known waits
 * for it; ids that are known do not need it. Safe for several threads.
 *
 * @param <T> what is made of a schema; immutable
 */
public final class SchemaCache<T> {
  private static final Logger LOG = LoggerFactory.getLogger(SchemaCache.class);

  /**
   * A registry that has no schema by an id is asked for it again after so long, and then longer.
   */
  private static final Duration FIRST_UNKNOWN = Duration.ofSeconds(10);

  private static final Duration LONGEST_UNKNOWN = Duration.ofMinutes(10);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);

  /** Anybody can write any id. */
  private static final int MOST_UNKNOWN = 10_000;

  private final SchemaRegistry registry;
  private final Function<RegisteredSchema, T> made;
  private final Function<String, T> unknown;
  private final Duration limit;
  private final Ticker ticker;
  private final Map<Integer, T> known = new ConcurrentHashMap<>();
  private final Map<Integer, Unknown<T>> missing = new ConcurrentHashMap<>();
  private final ReentrantLock asking = new ReentrantLock();

  /**
   * @param until when the registry is asked again, by the ticker
   * @param lasting how long that was
   */
  private record Unknown<T>(T answer, long until, Duration lasting) {}

  /** A registry was away for as long as somebody would wait. */
  public static final class AwayException extends RuntimeException {
    private static final long serialVersionUID = 1;

    AwayException(RegistryException why) {
      super(why.getMessage(), why);
    }
  }

  /**
   * @param made makes something of a schema; called once for each id
   * @param unknown makes something of an id that the registry does not have, told so in a clause
   * @param limit how long to wait for a registry that is away
   */
  public SchemaCache(
      SchemaRegistry registry,
      Function<RegisteredSchema, T> made,
      Function<String, T> unknown,
      Duration limit) {
    this(registry, made, unknown, limit, Ticker.system());
  }

  SchemaCache(
      SchemaRegistry registry,
      Function<RegisteredSchema, T> made,
      Function<String, T> unknown,
      Duration limit,
      Ticker ticker) {
    this.registry = registry;
    this.made = made;
    this.unknown = unknown;
    this.limit = limit;
    this.ticker = ticker;
  }

  /**
   * What was made of the schema with this id.
   *
   * @throws AwayException when the registry was away for longer than the limit
   */
  public T find(int id) throws InterruptedException {
    T there = ofKnown(id);
    if (there != null) {
      return there;
    }
    asking.lockInterruptibly();
    try {
      T found = ofKnown(id);
      return found == null ? ask(id) : found;
    } finally {
      asking.unlock();
    }
  }

  private @Nullable T ofKnown(int id) {
    T there = known.get(id);
    if (there != null) {
      return there;
    }
    Unknown<T> none = missing.get(id);
    return none == null || ticker.nanos() - none.until() >= 0 ? null : none.answer();
  }

  private T ask(int id) throws InterruptedException {
    Optional<RegisteredSchema> schema = patiently(id);
    if (schema.isPresent()) {
      T made = this.made.apply(schema.get());
      known.put(id, made);
      missing.remove(id);
      LOG.info("the schema {} came from {}", id, registry.name());
      return made;
    }
    Unknown<T> before = missing.get(id);
    Duration wait = before == null ? FIRST_UNKNOWN : before.lasting().multipliedBy(2);
    Duration bounded = wait.compareTo(LONGEST_UNKNOWN) > 0 ? LONGEST_UNKNOWN : wait;
    if (missing.size() >= MOST_UNKNOWN) {
      missing.clear();
    }
    T answer = unknown.apply(registry.name() + " has no schema with this id");
    missing.put(id, new Unknown<>(answer, ticker.nanos() + bounded.toNanos(), bounded));
    return answer;
  }

  private Optional<RegisteredSchema> patiently(int id) throws InterruptedException {
    Backoff pause = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
    long begun = ticker.nanos();
    long warned = 0;
    while (true) {
      try {
        Optional<RegisteredSchema> schema = registry.byId(id);
        if (warned != 0) {
          LOG.info("the schema registry {} answers again", registry.name());
        }
        return schema;
      } catch (RegistryException away) {
        if (ticker.since(begun).compareTo(limit) >= 0) {
          throw new AwayException(away);
        }
        if (warned == 0 || ticker.since(warned).compareTo(BETWEEN_WARNINGS) >= 0) {
          warned = ticker.nanos();
          LOG.warn(
              "{}: records with the schema {} wait for it; others go on", away.getMessage(), id);
        }
        ticker.sleep(pause.next());
      }
    }
  }
}
