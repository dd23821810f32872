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
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordOutcomeTest {
  private static final int REASON = 5;
  private static final int FIELD = 6;
  private static final int DETAIL = 7;
  private static final int VALUE = 9;
  private static final long LATEST = 1_800_000_000_000L;
  private static final KafkaRow GOOD = KafkaRow.of("a1", "{\"id\":\"a1\",\"amount\":3}");

  private final Tally tally = new Tally();

  private Row outcome(KafkaRow record, Place... futureLetters) {
    return outcomes(1_000_000, futureLetters).of(new RecordRow(record.row()), tally);
  }

  private static RecordOutcome outcomes(int maxRowBytes, Place... futureLetters) {
    return new RecordOutcome(
        SmallPipeline.load(), () -> LATEST, new FutureLetters(Set.of(futureLetters)), maxRowBytes);
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
  void rowThatCassandraRefuses_becomesADeadLetter_withItsRecordAndWhatCassandraSaid() {
    RecordOutcome outcomes = outcomes(1_000_000);
    Row row = outcomes.of(new RecordRow(GOOD.withHeader("run_id", "r1").row()), tally);
    Row letter = outcomes.instead(row, "Guardrail x violated: y", tally).orElseThrow();
    assertThat(letter.target()).isEqualTo(Target.DEAD_LETTERS);
    assertThat(text(letter, REASON)).isEqualTo("REFUSED_BY_CASSANDRA");
    assertThat(text(letter, DETAIL)).isEqualTo("Guardrail x violated: y");
    assertThat(letter.values()[VALUE]).isEqualTo(ByteBuffer.wrap(GOOD.value()));
    assertThat(letter.writeTime()).isEqualTo(GOOD.createTime() * 1_000);
    assertThat(tally.written().rows()).isZero();
    assertThat(tally.written().deadLetters())
        .containsOnly(Map.entry(Reason.REFUSED_BY_CASSANDRA, 1L));
  }

  @Test
  void recordWhoseRowWasRefused_staysADeadLetter_andTheLetterAsItIs() {
    RecordOutcome outcomes =
        new RecordOutcome(
            SmallPipeline.load(),
            () -> LATEST,
            new FutureLetters(Set.of(), Set.of(new Place("events", 0, 7))),
            1_000_000);
    Row again = outcomes.of(new RecordRow(GOOD.row()), tally);
    assertThat(again.target()).isEqualTo(Target.DEAD_LETTERS);
    assertThat(text(again, REASON)).isEqualTo("REFUSED_BY_CASSANDRA");
    assertThat(again.writeTime()).as("loses").isLessThan(GOOD.createTime() * 1_000);
    assertThat(tally.written().rows()).isZero();
  }

  @Test
  void letterThatCassandraRefuses_becomesAShorterOne_andThenNone() {
    RecordOutcome outcomes = outcomes(1_000_000);
    Row letter =
        outcomes.of(
            new RecordRow(
                KafkaRow.of("a1", "no JSON")
                    .withHeader("padding", "x".repeat(5_000))
                    .withHeader("run_id", "r1")
                    .row()),
            tally);
    Row shorter = outcomes.instead(letter, "too large", tally).orElseThrow();
    assertThat(text(shorter, REASON)).isEqualTo(text(letter, REASON)).isEqualTo("MALFORMED_JSON");
    assertThat(text(shorter, DETAIL)).contains("Kafka at events-0@7");
    assertThat(shorter.values()[VALUE]).isNull();
    assertThat(shorter.bytes()).isLessThan(1_000);
    assertThat(Arrays.asList(shorter.values()).subList(0, 5))
        .as("the same letter")
        .isEqualTo(Arrays.asList(letter.values()).subList(0, 5));
    assertThat(tally.written().deadLetterCount()).isEqualTo(1);
    assertThat(outcomes.instead(shorter, "too large", tally)).isEmpty();
  }

  @Test
  void rowLargerThanCassandraTakes_becomesALetter_andThatIsAsShortAsItHasToBe() {
    Row row = outcomes(100).of(new RecordRow(GOOD.row()), tally);
    assertThat(row.target()).isEqualTo(Target.EVENTS);
    Row letter =
        outcomes(40).of(new RecordRow(GOOD.withHeader("padding", "x".repeat(99)).row()), tally);
    assertThat(text(letter, REASON)).isEqualTo("TOO_LARGE");
    assertThat(text(letter, DETAIL)).contains("Cassandra takes 40", "Kafka at");
    assertThat(letter.values()[VALUE]).isNull();
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
