package io.tributary.runtime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifecycleTest {
  private final List<String> events = new ArrayList<>();
  private final Lifecycle lifecycle = new Lifecycle();

  private final class Part implements Startable {
    private final String name;
    private final boolean failing;

    private Part(String name, boolean failing) {
      this.name = name;
      this.failing = failing;
    }

    @Override
    public void start() {
      events.add("start " + name);
      if (failing) {
        throw new IllegalStateException(name + " does not start");
      }
    }

    @Override
    public void close() {
      events.add("close " + name);
      if (failing) {
        throw new IllegalStateException(name + " does not close");
      }
    }
  }

  @Test
  void close_stopsInReverseOrder_once() throws Exception {
    lifecycle.start("a", new Part("a", false));
    lifecycle.add("b", new Part("b", false));
    lifecycle.start("c", new Part("c", false));
    lifecycle.close();
    lifecycle.close();
    assertThat(events).containsExactly("start a", "start c", "close c", "close b", "close a");
  }

  @Test
  void close_stopsTheOthers_whenSomeFail() {
    lifecycle.add("a", new Part("a", true));
    lifecycle.add("b", new Part("b", false));
    lifecycle.add("c", new Part("c", true));
    Throwable failure = catchThrowable(lifecycle::close);
    assertThat(failure).hasMessageContaining("c did not stop cleanly");
    assertThat(failure.getSuppressed())
        .singleElement()
        .satisfies(other -> assertThat(other).hasMessageContaining("a did not stop cleanly"));
    assertThat(events).containsExactly("close c", "close b", "close a");
  }

  @Test
  void start_closesThePart_whenItDoesNotStart() {
    lifecycle.add("a", new Part("a", false));
    assertThatThrownBy(() -> lifecycle.start("b", new Part("b", true)))
        .hasMessage("b does not start")
        .hasSuppressedException(new IllegalStateException("b does not close"));
    lifecycle.close();
    assertThat(events).containsExactly("start b", "close b", "close a");
  }

  @Test
  void add_closesThePart_whenItComesTooLate() {
    lifecycle.close();
    assertThatThrownBy(() -> lifecycle.add("a", new Part("a", false)))
        .hasMessage("a came after the service was stopped");
    assertThat(events).containsExactly("close a");
  }
}
