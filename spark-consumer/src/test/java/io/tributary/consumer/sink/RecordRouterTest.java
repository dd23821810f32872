package io.tributary.consumer.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.ProtocolVersion;
import com.datastax.oss.driver.api.core.type.codec.TypeCodecs;
import io.tributary.consumer.cassandra.FiledLetters;
import io.tributary.consumer.cassandra.FiledLetters.Filed;
import io.tributary.consumer.cassandra.FiledLetters.Range;
import io.tributary.consumer.cassandra.Row;
import io.tributary.consumer.cassandra.Target;
import io.tributary.consumer.source.RecordRow;
import io.tributary.model.cql.DeadLetterCql;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.EventHeaders;
import io.tributary.model.event.WriteTime;
import io.tributary.model.event.WriterSchemas;
import io.tributary.model.refusal.Reason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordRouterTest {
  private static final int REASON = 6;
  private static final int FIELD = 7;
  private static final int DETAIL = 8;
  private static final int VALUE = 10;
  private static final long LATEST = 1_800_000_000_000L;
  private static final KafkaRow GOOD = KafkaRow.of("a1", "{\"id\":\"a1\",\"amount\":3}");

  private Pipeline pipeline = SmallPipeline.load();
  private long now = LATEST;
  private final WriteCounter tally = new WriteCounter();
  private final List<Range> asked = new ArrayList<>();
  private final BitSet future = new BitSet();
  private final BitSet refused = new BitSet();

  private Row outcome(KafkaRow record) throws Exception {
    return only(outcomes(1_000_000), record.row());
  }

  /** The one row that a record becomes. */
  private Row only(RecordRouter router, InternalRow record) throws Exception {
    List<Row> rows = new ArrayList<>();
    router.route(new RecordRow(record), tally, rows::add);
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }

  private RecordRouter outcomes(int maxRowBytes) {
    return new RecordRouter(
        pipeline,
        WriterSchemas.NONE,
        List.of(),
        () -> now,
        () -> LATEST,
        new FiledLetters(
            range -> {
              asked.add(range);
              return new Filed(future, refused);
            }),
        maxRowBytes);
  }

  /** Of a record whose value the source left out. */
  private Row outcome(KafkaRow record, long unread) throws Exception {
    return only(outcomes(1_000_000), record.row(unread));
  }

  private static @Nullable String text(Row row, int column) {
    return TypeCodecs.TEXT.decode(row.values()[column], ProtocolVersion.DEFAULT);
  }

  @Test
  void event_becomesARow_writtenWithItsTime() throws Exception {
    Row row = outcome(GOOD);
    assertThat(row.target()).isEqualTo(Target.insertInto(0));
    assertThat(text(row, 0)).isEqualTo("a1");
    assertThat(TypeCodecs.INT.decode(row.values()[1], ProtocolVersion.DEFAULT)).isEqualTo(3);
    assertThat(row.writeTime()).isEqualTo(WriteTime.micros(GOOD.createTime(), GOOD.offset()));
    assertThat(row.routingKey()).isEqualTo(row.values()[0]);
    assertThat(tally.written().rows()).isEqualTo(1);
  }

  @Test
  void refusedEvent_becomesADeadLetter_withTheDecodersReason() throws Exception {
    Row row = outcome(KafkaRow.of("a1", "{\"id\":\"a1\",\"amount\":\"three\"}"));
    assertThat(row.target()).isEqualTo(Target.DEAD_LETTERS);
    assertThat(text(row, REASON)).isEqualTo("WRONG_TYPE");
    assertThat(text(row, FIELD)).isEqualTo("amount");
    assertThat(tally.written().deadLetters()).containsOnly(Map.entry(Reason.WRONG_TYPE, 1L));
  }

  @Test
  void recordWithoutKeyOrValue_becomesADeadLetter() throws Exception {
    assertThat(text(outcome(KafkaRow.of(null, null)), REASON)).isEqualTo("EMPTY_VALUE");
    assertThat(text(outcome(KafkaRow.of(null, "{\"id\":\"a1\",\"amount\":3}")), REASON))
        .isEqualTo("MISSING_KEY");
  }

  @Test
  void record_becomesADeadLetter_whenItsTimeIsInTheFuture() throws Exception {
    assertThat(outcome(GOOD.at(LATEST)).target()).isEqualTo(Target.insertInto(0));
    Row row = outcome(GOOD.at(LATEST + 1));
    assertThat(text(row, REASON)).isEqualTo("FUTURE_TIME");
    assertThat(text(row, DETAIL)).contains("2027-01-15");
  }

  @Test
  void record_staysADeadLetter_whenItsTimeWasInTheFutureOnce() throws Exception {
    future.set(7);
    Row row = outcome(GOOD);
    assertThat(text(row, REASON)).isEqualTo("FUTURE_TIME");
    assertThat(asked).containsExactly(new Range(0, 0, DeadLetterCql.day(GOOD.createTime())));
    future.clear();
    future.set(8);
    assertThat(outcome(GOOD).target()).isEqualTo(Target.insertInto(0));
  }

  @Test
  void letters_areAskedForOnce_byRecordsThatFollowEachOther() throws Exception {
    RecordRouter outcome = outcomes(1_000_000);
    for (int offset = 0; offset < 3_000; offset++) {
      only(outcome, GOOD.atOffset(offset).row());
    }
    assertThat(asked).extracting(Range::first).containsExactly(0L, 1_000L, 2_000L);
  }

  @Test
  void letters_areNotAskedFor_whenTheClockDecides_orTheProducerDid() throws Exception {
    outcome(GOOD.at(LATEST + 1));
    outcome(GOOD.inTopic("events.rejected"));
    assertThat(asked).isEmpty();
  }

  @Test
  void rejectedRecord_becomesADeadLetter_withTheProducersReason() throws Exception {
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
  void rejectedRecord_becomesAnUnknownLetter_whenItsReasonIsNone() throws Exception {
    Row none = outcome(GOOD.inTopic("events.rejected"));
    assertThat(text(none, REASON)).isEqualTo("UNKNOWN");
    Row strange =
        outcome(GOOD.inTopic("events.rejected").withHeader(EventHeaders.REASON, "BAD_MOOD"));
    assertThat(text(strange, REASON)).isEqualTo("UNKNOWN");
    assertThat(text(strange, DETAIL)).contains("BAD_MOOD");
  }

  @Test
  void rowThatCassandraRefuses_becomesADeadLetter_withItsRecordAndWhatCassandraSaid()
      throws Exception {
    RecordRouter outcomes = outcomes(1_000_000);
    Row row = only(outcomes, GOOD.withHeader("run_id", "r1").row());
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
  void recordWhoseRowWasRefused_staysADeadLetter_andTheLetterAsItIs() throws Exception {
    refused.set(7);
    Row again = outcome(GOOD);
    assertThat(again.target()).isEqualTo(Target.DEAD_LETTERS);
    assertThat(text(again, REASON)).isEqualTo("REFUSED_BY_CASSANDRA");
    assertThat(again.writeTime()).as("loses").isLessThan(GOOD.createTime() * 1_000);
    assertThat(tally.written().rows()).isZero();
  }

  @Test
  void letterThatCassandraRefuses_becomesAShorterOne_andThenNone() throws Exception {
    RecordRouter outcomes = outcomes(1_000_000);
    Row letter =
        only(
            outcomes,
            KafkaRow.of("a1", "no JSON")
                .withHeader("padding", "x".repeat(5_000))
                .withHeader("run_id", "r1")
                .row());
    Row shorter = outcomes.instead(letter, "too large", tally).orElseThrow();
    assertThat(text(shorter, REASON)).isEqualTo(text(letter, REASON)).isEqualTo("MALFORMED_JSON");
    assertThat(text(shorter, DETAIL)).contains("Kafka at events-0@7");
    assertThat(shorter.values()[VALUE]).isNull();
    assertThat(shorter.bytes()).isLessThan(1_000);
    assertThat(Arrays.asList(shorter.values()).subList(0, 6))
        .as("the same letter")
        .isEqualTo(Arrays.asList(letter.values()).subList(0, 6));
    assertThat(tally.written().deadLetterCount()).isEqualTo(1);
    assertThat(outcomes.instead(shorter, "too large", tally)).isEmpty();
  }

  @Test
  void rowLargerThanCassandraTakes_becomesALetter_andThatIsAsShortAsItHasToBe() throws Exception {
    Row row = only(outcomes(100), GOOD.row());
    assertThat(row.target()).isEqualTo(Target.insertInto(0));
    Row letter = only(outcomes(40), GOOD.withHeader("padding", "x".repeat(99)).row());
    assertThat(text(letter, REASON)).isEqualTo("TOO_LARGE");
    assertThat(text(letter, DETAIL)).contains("Cassandra accepts 40", "Kafka at");
    assertThat(letter.values()[VALUE]).isNull();
  }

  @Test
  void recordWhoseValueWasTooLargeToBeRead_isTheSameLetterAsOneThatWasRead() throws Exception {
    Row row = outcome(KafkaRow.of("a1", null), 1L << 30);
    assertThat(text(row, REASON)).isEqualTo("TOO_LARGE");
    assertThat(text(row, DETAIL))
        .contains("1,073,741,824 bytes")
        .endsWith("the whole record is in Kafka at events-0@7");
    assertThat(row.values()[VALUE]).isNull();
    assertThat(text(outcome(GOOD.inTopic("events.rejected"), 1L << 30), REASON))
        .isEqualTo("UNKNOWN");
    assertThat(text(outcome(GOOD.at(LATEST + 1), 1L << 30), REASON)).isEqualTo("FUTURE_TIME");
  }

  @Test
  void skippedRecord_becomesADeadLetter_whateverElseIsTrueOfIt() throws Exception {
    Row row = outcome(KafkaRow.of("a1", null).at(LATEST + 1), RecordRow.SKIPPED);
    assertThat(text(row, REASON)).isEqualTo("SKIPPED");
    assertThat(text(row, DETAIL)).contains("--skip events-0@7", "in Kafka at");
    assertThat(row.createTime()).isEqualTo(LATEST + 1);
    assertThat(tally.written().deadLetters()).containsOnly(Map.entry(Reason.SKIPPED, 1L));
  }

  @Test
  void ofHeadersWithOneName_theLastCounts() throws Exception {
    KafkaRow twice =
        GOOD.inTopic("events.rejected")
            .withHeader(EventHeaders.REASON, "MISSING_FIELD")
            .withHeader(EventHeaders.REASON, "WRONG_TYPE");
    assertThat(text(outcome(twice), REASON)).isEqualTo("WRONG_TYPE");
  }
}
