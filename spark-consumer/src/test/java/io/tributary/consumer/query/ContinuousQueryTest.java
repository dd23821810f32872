package io.tributary.consumer.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.time.FakeTicker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ContinuousQueryTest {
  /** Time passes as the query is waited for. */
  private final FakeTicker ticker = new FakeTicker(0);

  /** When the checkpoint's disk is full, by that time. */
  private long fullAt = -1;

  private final List<String> told = new ArrayList<>();
  private final Epochs epochs = new Epochs();
  private final ContinuousQuery query =
      new ContinuousQuery(
          "users",
          epochs,
          new EpochWatch(Duration.ofSeconds(1), () -> true, () -> told.add("stalled"), ticker),
          () ->
              ticker.nanos() == fullAt
                  ? Optional.of(new IOException("No space left"))
                  : Optional.empty());

  private final class Epochs implements EpochExecution {
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private Object committed = new Object();
    private long epoch;
    private long commits = Long.MAX_VALUE;
    private long ends = Long.MAX_VALUE;
    private boolean obeys = true;

    @Override
    public long begun() {
      return epoch;
    }

    @Override
    public Object committed() {
      return committed;
    }

    @Override
    public boolean awaitEnd(Duration limit) {
      ticker.pass(limit);
      epoch++;
      if (epoch <= commits) {
        committed = new Object();
      }
      return epoch >= ends;
    }

    @Override
    public void throwFailure() throws Exception {
      if (failure.get() instanceof Exception why) {
        throw why;
      }
    }

    @Override
    public void fail(Throwable why) {
      failure.set(why);
      if (obeys) {
        ends = epoch;
      }
    }

    @Override
    public void stop() {
      told.add("stop");
      ends = epoch;
    }
  }

  @Test
  void await_throwsWhatTheQueryDiedOf() {
    epochs.ends = 100;
    epochs.failure.set(new IOException("the fence broke"));
    assertThatThrownBy(query::await).isInstanceOf(IOException.class).hasMessage("the fence broke");
    assertThat(told).isEmpty();
  }

  @Test
  void await_throws_whenTheQueryEndsWithoutAWord() {
    epochs.ends = 3;
    assertThatThrownBy(query::await).hasMessageContaining("ended without a reason");
  }

  @Test
  void await_returns_whenTheQueryWasStopped() {
    query.stop();
    assertThatCode(query::await).doesNotThrowAnyException();
    assertThat(told).containsExactly("stop");
  }

  @Test
  void query_isMadeToDie_whenItCommitsNoMoreEpochs() {
    epochs.commits = 200;
    assertThatThrownBy(query::await)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no epoch was committed");
    assertThat(epochs.epoch).isBetween(247L, 260L);
    assertThat(told).containsExactly("stalled");
  }

  @Test
  void query_isMadeToDieAtOnce_whenItsCheckpointCannotBeWritten() {
    fullAt = Duration.ofSeconds(20).toNanos();
    assertThatThrownBy(query::await)
        .isInstanceOf(IOException.class)
        .hasMessage("the checkpoint cannot be written: No space left");
    assertThat(epochs.epoch).isBetween(20L, 21L);
    assertThat(told).isEmpty();
  }

  @Test
  void await_givesUp_whenTheQueryCannotBeMadeToDie() {
    epochs.commits = 0;
    epochs.obeys = false;
    assertThatThrownBy(query::await)
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("users has stalled")
        .hasMessageContaining("restart the consumer");
  }
}
