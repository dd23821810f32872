package io.tributary.verifier.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.RecordPosition;
import io.tributary.model.receipt.Contents;
import io.tributary.runtime.trace.RunTrace;
import io.tributary.runtime.trace.TraceSpan;
import io.tributary.verifier.contents.RunContents;
import io.tributary.verifier.outcome.UnsettledRecord;
import io.tributary.verifier.report.VerificationReport;
import io.tributary.verifier.verification.Landing;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VerdictSpansTest {
  private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
  private static final Landing LANDING = new Landing(NOON, NOON.plusMillis(1_500));

  private static final UnsettledRecord MISSING =
      new UnsettledRecord(new RecordPosition("users_created", 0, 4), "u4", "", "");

  @Test
  void describe_saysTheFiguresOfTheReport() throws Exception {
    FakeSpan span = new FakeSpan("verify", NOON);

    VerdictSpans.describe(span, report(0));

    assertThat(span.failure).isNull();
    assertThat(span.attributes)
        .containsEntry("tributary.records.published", 90L)
        .containsEntry("tributary.records.rejected", 10L)
        .containsEntry("tributary.records.rows", 88L)
        .containsEntry("tributary.records.dead_letters", 12L)
        .containsEntry("tributary.records.missing", 0L)
        .containsEntry("tributary.records.lost", 0L)
        .containsEntry("tributary.keys.distinct", 80L)
        .containsEntry("tributary.verified", true);
  }

  @Test
  void describe_fails_whenTheRunIsNotVerified() throws Exception {
    FakeSpan span = new FakeSpan("verify", NOON);

    VerdictSpans.describe(span, report(3));

    assertThat(span.failure).isEqualTo(report(3).why().orElseThrow());
    assertThat(span.attributes).containsEntry("tributary.verified", false);
  }

  @Test
  void land_isFromTheNewestRecordUntilAllWereSeen() throws Exception {
    FakeTrace trace = new FakeTrace();

    VerdictSpans.land(trace, Optional.of(LANDING), report(0));

    assertThat(trace.spans).hasSize(1);
    FakeSpan land = trace.spans.get(0);
    assertThat(land.name).isEqualTo("land");
    assertThat(land.start).isEqualTo(NOON);
    assertThat(land.end).isEqualTo(NOON.plusMillis(1_500));
    assertThat(land.failure).isNull();
  }

  @Test
  void land_fails_whenRecordsAreMissing_andIsNotThere_withoutRecords() throws Exception {
    FakeTrace trace = new FakeTrace();

    VerdictSpans.land(trace, Optional.of(LANDING), report(3));
    VerdictSpans.land(trace, Optional.empty(), report(0));

    assertThat(trace.spans).hasSize(1);
    assertThat(trace.spans.get(0).failure).isEqualTo("3 of 100 records had not landed");
  }

  private static VerificationReport report(long missing) throws Exception {
    Pipeline users = Pipeline.load(Path.of("../pipelines/users.yaml"));
    return new VerificationReport(
        Optional.of("r1"),
        users.name(),
        90,
        10,
        88 - missing,
        12,
        0,
        0,
        0,
        missing,
        0,
        0,
        missing == 0 ? List.of() : List.of(MISSING),
        List.of(),
        List.of(),
        new RunContents(90, 0, Optional.empty(), new Contents(80, true, Map.of()), List.of()),
        Duration.ofSeconds(2),
        Optional.empty(),
        List.of(),
        List.of());
  }

  private static final class FakeTrace implements RunTrace {
    private final List<FakeSpan> spans = new ArrayList<>();

    @Override
    public TraceSpan span(String name) {
      return span(name, NOON);
    }

    @Override
    public TraceSpan span(String name, Instant start) {
      FakeSpan span = new FakeSpan(name, start);
      spans.add(span);
      return span;
    }

    @Override
    public void close() {}
  }

  private static final class FakeSpan implements TraceSpan {
    private final String name;
    private final Instant start;
    private final Map<String, Object> attributes = new TreeMap<>();
    private @Nullable String failure;
    private @Nullable Instant end;

    FakeSpan(String name, Instant start) {
      this.name = name;
      this.start = start;
    }

    @Override
    public TraceSpan with(String key, String value) {
      attributes.put(key, value);
      return this;
    }

    @Override
    public TraceSpan with(String key, long value) {
      attributes.put(key, value);
      return this;
    }

    @Override
    public TraceSpan with(String key, boolean value) {
      attributes.put(key, value);
      return this;
    }

    @Override
    public TraceSpan child(String childName) {
      return new FakeSpan(childName, start);
    }

    @Override
    public void fail(String why) {
      failure = why;
    }

    @Override
    public void end(Instant at) {
      end = at;
    }

    @Override
    public void close() {
      end(start);
    }
  }
}
