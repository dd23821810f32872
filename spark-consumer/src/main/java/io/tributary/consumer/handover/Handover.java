package io.tributary.consumer.handover;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Passes an object to a source or a sink, which Spark makes by its class's name and tells nothing
 * but texts: the text is a number, and so nothing secret is among the options that Spark shows in
 * plans, logs and on its page. Within one JVM, the driver's. Safe for several threads.
 */
public final class Handover<T> {
  private final Map<String, T> waiting = new ConcurrentHashMap<>();

  /** Names an object until it is closed. */
  public final class Ticket implements AutoCloseable {
    private final String number = UUID.randomUUID().toString();

    private Ticket(T object) {
      waiting.put(number, object);
    }

    /** The text that {@link #take} wants. */
    public String number() {
      return number;
    }

    @Override
    public void close() {
      waiting.remove(number);
    }
  }

  /** Keeps the object until the ticket is closed. */
  public Ticket leave(T object) {
    return new Ticket(object);
  }

  /**
   * The object of a ticket.
   *
   * @throws IllegalArgumentException when the ticket is closed, or of another process
   */
  public T take(String number) {
    T object = waiting.get(number);
    if (object == null) {
      throw new IllegalArgumentException("there is nothing for the ticket " + number);
    }
    return object;
  }
}
