package io.tributary.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.model.receipt.Receipt;
import io.tributary.model.run.RunReport;
import io.tributary.model.run.RunReport.State;
import io.tributary.producer.record.RunRecordStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RunRecorderTest {
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

  private final List<RunReport> written = new CopyOnWriteArrayList<>();
  private volatile boolean away;
  private volatile boolean closed;

  private RunRecorder recorder() {
    return new RunRecorder(
        RunRequest.of("run", new Target.Records(9)),
        () -> new RunProgress(5, 3, 1, 1, Optional.of("the source")),
        this::open,
        InstantSource.fixed(NOW));
  }

  private RunRecordStore open() {
    if (away) {
      throw new IllegalStateException("no answer");
    }
    return new RunRecordStore() {
      @Override
      public void write(RunReport report) {
        written.add(report);
      }

      @Override
      public void close() {
        closed = true;
      }
    };
  }

  private static RunEnd end(boolean complete) {
    return new RunEnd(
        new Receipt(
            "run",
            "users",
            "http://source",
            Optional.empty(),
            1,
            2,
            9,
            9,
            8,
            1,
            complete,
            List.of(),
            NOW,
            NOW.plusSeconds(7),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        complete ? Optional.empty() : Optional.of("it broke"));
  }

  @Test
  void start_putsTheRunOnRecord_andEndTheReceipt() {
    try (RunRecorder recorder = recorder()) {
      recorder.start();
      await().until(() -> !written.isEmpty());
      recorder.end(end(true));
    }

    RunReport running = written.get(0);
    assertThat(running.state()).isEqualTo(State.RUNNING);
    assertThat(running.asked()).isEqualTo(9);
    assertThat(running.published()).isEqualTo(3);
    assertThat(running.trouble()).contains("it waits for the source");
    RunReport last = written.get(written.size() - 1);
    assertThat(last.state()).isEqualTo(State.PUBLISHED);
    assertThat(last.published()).isEqualTo(8);
    assertThat(last.updated()).isEqualTo(NOW.plusSeconds(7));
    assertThat(last.receipt().orElseThrow()).contains("\"run_id\":\"run\"");
    assertThat(closed).isTrue();
  }

  @Test
  void run_isUpdatedWhileItGoesOn() {
    AtomicLong published = new AtomicLong();
    try (RunRecorder recorder = busy(published)) {
      recorder.start();
      await().until(() -> written.size() >= 4);
    }

    List<RunReport> reports = List.copyOf(written);
    assertThat(reports).extracting(RunReport::state).containsOnly(State.RUNNING);
    assertThat(reports.get(0).published()).isEqualTo(1);
    assertThat(reports).extracting(RunReport::published).isSorted().contains(2L, 3L, 4L);
    assertThat(reports).extracting(RunReport::started).containsOnly(NOW);
  }

  @Test
  void end_isTheLastThatIsOnRecord() {
    AtomicLong published = new AtomicLong();
    try (RunRecorder recorder = busy(published)) {
      recorder.start();
      await().until(() -> written.size() >= 2);
      recorder.end(end(true));

      await()
          .during(Duration.ofMillis(200))
          .until(() -> written.get(written.size() - 1).state() == State.PUBLISHED);
    }
  }

  /** Publishes one record between two reports. */
  private RunRecorder busy(AtomicLong published) {
    return new RunRecorder(
        RunRequest.of("run", new Target.Records(9)),
        () -> new RunProgress(5, published.incrementAndGet(), 0, 1, Optional.empty()),
        this::open,
        InstantSource.fixed(NOW),
        Duration.ofMillis(1));
  }

  @Test
  void end_saysWhyTheRunFailed() {
    try (RunRecorder recorder = recorder()) {
      recorder.end(end(false));
    }

    assertThat(written).singleElement().extracting(RunReport::state).isEqualTo(State.FAILED);
    assertThat(written.get(0).trouble()).contains("it broke");
  }

  @Test
  void end_isOnRecord_thoughCassandraWasAwayAtTheStart() {
    away = true;
    try (RunRecorder recorder = recorder()) {
      recorder.start();
      recorder.end(end(true));
      assertThat(written).isEmpty();

      away = false;
      recorder.end(end(true));
    }

    assertThat(written).singleElement().extracting(RunReport::state).isEqualTo(State.PUBLISHED);
  }
}
