package io.tributary.consumer.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommitFailureTest {
  private final List<Throwable> told = new ArrayList<>();

  @Test
  void failure_isToldAndThrown_whateverItIs() {
    for (Throwable failure : List.of(new StackOverflowError(), new IllegalStateException("x"))) {
      assertThatThrownBy(() -> CommitFailure.tell(told::add, () -> sneak(failure)))
          .isSameAs(failure);
      assertThat(told).last().isSameAs(failure);
    }
  }

  @Test
  void failure_isToldWithoutItsWrapping() {
    IOException broken = new IOException("the fence is broken");
    UncheckedIOException wrapped = new UncheckedIOException(broken);
    assertThatThrownBy(() -> CommitFailure.tell(told::add, () -> sneak(wrapped))).isSameAs(wrapped);
    assertThat(told).containsExactly(broken);
  }

  private static void sneak(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }
}
