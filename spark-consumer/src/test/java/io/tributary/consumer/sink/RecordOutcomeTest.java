package io.tributary.consumer.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.ProtocolVersion;
import com.datastax.oss.driver.api.core.type.codec.TypeCodecs;
import io.tributary.consumer.cassandra.FutureLetters;
import io.tributary.consumer.cassandra.Row;
import io.tributary.consumer.cassandra.Row.Target;
import io.tributary.consumer.source.RecordRow;
import io.tributary.model.deadletter.Reason;
import io.tributary.model.event.EventHeaders;
import io.tributary.model.event.Place;
import io.tributary.model.event.WriteTime;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordOutcomeTest {
  private static final int REASON = 5;
  private static final int FIELD = 6;
  private static final int DETAIL = 7;
  private static final long LATEST = 1_800_000_000_000L;
  private static final KafkaRow GOOD = KafkaRow.of("a1", "{\"id\":\"a1\",\"amount\":3}");

  private final Tally tally = new Tally();

  private Row outcome(KafkaRow record, Place... futureLetters) {
    return new RecordOutcome(
            SmallPipeline.load(), () -> LATEST, new FutureLetters(Set.of(futureLetters)))
        .of(new RecordRow(record.row()), tally);
  }

  private static @Nullable String text(Row row, int column) {
    return TypeCodecs.TEXT.decode(row.values()[column], ProtocolVersion.DEFAULT);
  }

  @Test
  void event_becomesARow_writtenWithItsTime() {
    Row row = outcome(GOOD);
    assertThat(row.target()).isEqualTo(Target.EVENTS);
    assertThat(text(row, 0)).isEqualTo("a1");
    assertThat(TypeCodecs.INT.decode(row.values()[1], ProtocolVersion.DEFAULT)).isEqualTo(3);
    assertThat(row.writeTime()).isEqualTo(WriteTime.micros(GOOD.createTime(), GOOD.offset()));
    assertThat(row.routingKey()).isEqualTo(row.values()[0]);
    assertThat(tally.written().rows()).isEqualTo(1);
  }

  @Test
  void refusedEvent_becomesADeadLetter_withTheDecodersReason() {
    Row row = outcome(KafkaRow.of("a1", "{\"id\":\"a1\",\"amount\":\"three\"}"));
    assertThat(row.target()).isEqualTo(Target.DEAD_LETTERS);
    assertThat(text(row, REASON)).isEqualTo("WRONG_TYPE");
    assertThat(text(row, FIELD)).isEqualTo("amount");
    assertThat(tally.written().deadLetters()).containsOnly(Map.entry(Reason.WRONG_TYPE, 1L));
  }

  @Test
  void recordWithoutKeyOrValue_becomesADeadLetter() {
    assertThat(text(outcome(KafkaRow.of(null, null)), REASON)).isEqualTo("EMPTY_VALUE");
    assertThat(text(outcome(KafkaRow.of(null, "{\"id\":\"a1\",\"amount\":3}")), REASON))
        .isEqualTo("MISSING_KEY");
  }

  @Test
  void record_becomesADeadLetter_whenItsTimeIsInTheFuture() {
    assertThat(outcome(GOOD.at(LATEST)).target()).isEqualTo(Target.EVENTS);
    Row row = outcome(GOOD.at(LATEST + 1));
    assertThat(text(row, REASON)).isEqualTo("FUTURE_TIME");
    assertThat(text(row, DETAIL)).contains("2027-01-15");
  }

  @Test
  void record_staysADeadLetter_whenItsTimeWasInTheFutureOnce() {
    Row row = outcome(GOOD, new Place("events", 0, 7));
    assertThat(text(row, REASON)).isEqualTo("FUTURE_TIME");
    assertThat(outcome(GOOD, new Place("events", 0, 8)).target()).isEqualTo(Target.EVENTS);
  }

  @Test
  void rejectedRecord_becomesADeadLetter_withTheProducersReason() {
    Row row =
        outcome(
            KafkaRow.of("a1", "anything")
                .inTopic("events.rejected")
                .at(LATEST + 1)
                .withHeader(EventHeaders.REASON, "MISSING_FIELD")
                .withHeader(EventHeaders.FIELD, "amount")
                .withHeader(EventHeaders.DETAIL, "nothing at /amount"));
    assertThat(text(row, REASON)).isEqualTo("MISSING_FIELD");
    assertThat(text(row, FIELD)).isEqualTo("amount");
    assertThat(text(row, DETAIL)).isEqualTo("nothing at /amount");
  }

  @Test
  void rejectedRecord_becomesAnUnknownLetter_whenItsReasonIsNone() {
    Row none = outcome(GOOD.inTopic("events.rejected"));
    assertThat(text(none, REASON)).isEqualTo("UNKNOWN");
    Row strange =
        outcome(GOOD.inTopic("events.rejected").withHeader(EventHeaders.REASON, "BAD_MOOD"));
    assertThat(text(strange, REASON)).isEqualTo("UNKNOWN");
    assertThat(text(strange, DETAIL)).contains("BAD_MOOD");
  }

  @Test
  void ofHeadersWithOneName_theLastCounts() {
    KafkaRow twice =
        GOOD.inTopic("events.rejected")
            .withHeader(EventHeaders.REASON, "MISSING_FIELD")
            .withHeader(EventHeaders.REASON, "WRONG_TYPE");
    assertThat(text(outcome(twice), REASON)).isEqualTo("WRONG_TYPE");
  }
}
