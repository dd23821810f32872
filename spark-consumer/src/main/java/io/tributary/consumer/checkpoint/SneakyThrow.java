package io.tributary.consumer.checkpoint;

import java.io.IOException;

/**
 * Lets an {@link IOException} through a method of Scala, which declares none: Spark catches them by
 * their types, so they must not be wrapped.
 */
final class SneakyThrow {
  interface Action {
    void run() throws IOException;
  }

  interface Source<T> {
    T get() throws IOException;
  }

  private SneakyThrow() {}

  static void run(Action action) {
    try {
      action.run();
    } catch (IOException failure) {
      throw undeclared(failure);
    }
  }

  static <T> T get(Source<T> source) {
    try {
      return source.get();
    } catch (IOException failure) {
      throw undeclared(failure);
    }
  }

  /** Never returns: the type is there for {@code throw}. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the cast is the trick
  private static <E extends Throwable> RuntimeException undeclared(IOException failure) throws E {
    throw (E) failure;
  }
}
