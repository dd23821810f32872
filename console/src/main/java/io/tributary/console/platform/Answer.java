package io.tributary.console.platform;

import io.tributary.console.web.ProblemException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What Kafka, Cassandra, the consumer or Airflow said, or why it is not known. A page shows either;
 * it never fails because one of them is away.
 */
public final class Answer<T> {
  private final @Nullable T value;
  private final String why;

  private Answer(@Nullable T value, String why) {
    this.value = value;
    this.why = why;
  }

  public static <T> Answer<T> known(T value) {
    return new Answer<>(Objects.requireNonNull(value), "");
  }

  /**
   * @param why it is not known, for people: one sentence or clause
   */
  public static <T> Answer<T> unknown(String why) {
    return new Answer<>(null, why);
  }

  public boolean isKnown() {
    return value != null;
  }

  /**
   * What was said.
   *
   * @throws IllegalStateException when it is not known
   */
  public T value() {
    if (value == null) {
      throw new IllegalStateException("not known: " + why);
    }
    return value;
  }

  /**
   * What was said, for a request that needs it.
   *
   * @throws ProblemException with status 503 and the reason when it is not known
   */
  public T required() {
    if (value == null) {
      throw ProblemException.unavailable(why);
    }
    return value;
  }

  public Optional<T> asOptional() {
    return Optional.ofNullable(value);
  }

  /** Why it is not known; empty when it is. */
  public String why() {
    return why;
  }

  /** The same with what {@code function} makes of the value. */
  public <R> Answer<R> map(Function<T, R> function) {
    return value == null ? unknown(why) : known(function.apply(value));
  }

  @Override
  public String toString() {
    return value == null ? "not known: " + why : String.valueOf(value);
  }
}
