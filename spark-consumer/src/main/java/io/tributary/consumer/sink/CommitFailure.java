package io.tributary.consumer.sink;

import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.function.Consumer;

/** Reports when a commit fails, whatever the cause. */
final class CommitFailure {
  private CommitFailure() {}

  /**
   * Runs a commit, and throws what it throws.
   *
   * @param told of that first, without Java's wrapping
   */
  static void tell(Consumer<Throwable> told, Runnable commit) {
    try {
      commit.run();
    } catch (RuntimeException | Error failed) {
      told.accept(
          failed instanceof UncheckedIOException unchecked
              ? Objects.requireNonNull(unchecked.getCause())
              : failed);
      throw failed;
    }
  }
}
