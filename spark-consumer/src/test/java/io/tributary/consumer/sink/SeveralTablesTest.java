package io.tributary.consumer.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.ProtocolVersion;
import com.datastax.oss.driver.api.core.type.codec.TypeCodecs;
import io.tributary.consumer.cassandra.FiledLetters;
import io.tributary.consumer.cassandra.FiledLetters.Filed;
import io.tributary.consumer.cassandra.RoutingKey;
import io.tributary.consumer.cassandra.Row;
import io.tributary.consumer.cassandra.Target;
import io.tributary.consumer.source.RecordRow;
import io.tributary.model.definition.InvalidDefinitionException;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.WriterSchemas;
import io.tributary.model.refusal.Reason;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Visits that are rows of a table by number, and of one by country and hour for a day. */
class SeveralTablesTest {
  private static final KafkaRow VISIT =
      KafkaRow.of("7", "{\"id\":7,\"country\":\"NO\",\"hour\":3,\"page\":\"/a\",\"note\":\"n\"}");
  private static final long DAY = Duration.ofDays(1).toMillis();

  private final WriteCounter counter = new WriteCounter();
  private long now = VISIT.createTime();

  private static Pipeline pipeline(String tables) {
    String text =
        """
        name: visits
        source: {url: "http://localhost/visits", records: /items, paging: {type: none}}
        event:
          key: id
          fields:
            - {name: id, type: int, from: /id, required: true}
            - {name: country, type: text, from: /country, required: true}
            - {name: hour, type: int, from: /hour, required: true}
            - {name: page, type: text, from: /page, required: true}
            - {name: note, type: text, from: /note}
        topic: {name: events}
        tables:
        """;
    try {
      return Pipeline.parse(Path.of("visits.yaml"), (text + tables).getBytes(UTF_8));
    } catch (InvalidDefinitionException invalid) {
      throw new IllegalStateException(invalid);
    }
  }

  private static final Pipeline TWO =
      pipeline(
          """
            - {keyspace: web, name: visits}
            - name: by_country
              partition-key: [country, hour]
              clustering: [id desc]
              columns: [page]
              ttl: 1d
          """);

  private List<Row> rows(RecordRouter router) throws Exception {
    List<Row> rows = new ArrayList<>();
    router.route(new RecordRow(VISIT.row()), counter, rows::add);
    return rows;
  }

  private RecordRouter router(Pipeline pipeline, int maxRowBytes, String... only) {
    return new RecordRouter(
        pipeline,
        WriterSchemas.NONE,
        List.of(only),
        () -> now,
        () -> Long.MAX_VALUE,
        new FiledLetters(range -> new Filed(new BitSet(), new BitSet())),
        maxRowBytes);
  }

  private static @Nullable String text(Row row, int column) {
    return TypeCodecs.TEXT.decode(row.values()[column], ProtocolVersion.DEFAULT);
  }

  @Test
  void record_isARowOfEachTable_withOneWriteTime_itsColumnsAndItsPartition() throws Exception {
    List<Row> rows = rows(router(TWO, 1_000_000));

    assertThat(rows)
        .extracting(Row::target)
        .containsExactly(Target.insertInto(0), Target.insertInto(1));
    assertThat(rows).extracting(Row::writeTime).containsOnly(rows.get(0).writeTime());
    assertThat(rows.get(0).values()).hasSize(5);
    assertThat(rows.get(0).routingKey()).isEqualTo(rows.get(0).values()[0]);
    assertThat(rows.get(1).values()).hasSize(4);
    assertThat(text(rows.get(1), 3)).isEqualTo("/a");
    ByteBuffer[] values = new ByteBuffer[2];
    values[0] = Objects.requireNonNull(rows.get(1).values()[1]);
    values[1] = Objects.requireNonNull(rows.get(1).values()[2]);
    assertThat(rows.get(1).routingKey()).isEqualTo(RoutingKey.composite(values));
    assertThat(counter.written().rows()).as("records, not rows").isEqualTo(1);
  }

  @Test
  void record_isDone_onlyWhenItsLastRowIs() throws Exception {
    List<Row> rows = rows(router(TWO, 1_000_000));

    assertThat(Objects.requireNonNull(rows.get(1).siblings()).acknowledged()).isFalse();
    assertThat(Objects.requireNonNull(rows.get(0).siblings()).acknowledged()).isTrue();
  }

  @Test
  void record_isDone_whenTheLastOfTheRowsThatAreWrittenIs() throws Exception {
    Pipeline three =
        pipeline(
            """
              - {keyspace: web, name: visits}
              - {name: by_country, key: [country, id]}
              - {name: by_hour, key: [hour, id], ttl: 1d}
            """);
    List<Row> named = rows(router(three, 1_000_000, "visits", "by_hour"));
    assertThat(named)
        .extracting(Row::target)
        .containsExactly(Target.insertInto(0), Target.insertInto(2));
    assertThat(Objects.requireNonNull(named.get(0).siblings()).acknowledged()).isFalse();
    assertThat(Objects.requireNonNull(named.get(1).siblings()).acknowledged()).isTrue();

    now = VISIT.createTime() + DAY;
    List<Row> notOver = rows(router(three, 1_000_000));
    assertThat(notOver)
        .extracting(Row::target)
        .containsExactly(Target.insertInto(0), Target.insertInto(1));
    assertThat(Objects.requireNonNull(notOver.get(1).siblings()).acknowledged()).isFalse();
    assertThat(Objects.requireNonNull(notOver.get(0).siblings()).acknowledged()).isTrue();
  }

  @Test
  void record_isALetterAlone_whenItsRowIsTooLargeForOneTable() throws Exception {
    // the row of all columns is larger than that of four
    List<Row> rows = rows(router(TWO, 64));

    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).target()).isEqualTo(Target.DEAD_LETTERS);
    assertThat(text(rows.get(0), 8)).startsWith("its row in web.visits has about");
    assertThat(counter.written().rows()).isZero();
  }

  @Test
  void refusedRows_areOneLetterThatNamesTheTable_countedOnce() throws Exception {
    RecordRouter router = router(TWO, 1_000_000);
    List<Row> rows = rows(router);

    Row first = router.instead(rows.get(1), "Guardrail x violated", counter).orElseThrow();
    Row second = router.instead(rows.get(0), "Guardrail x violated", counter).orElseThrow();

    assertThat(text(first, 8)).isEqualTo("web.by_country: Guardrail x violated");
    assertThat(first.writeTime()).isEqualTo(second.writeTime());
    assertThat(first.routingKey()).isEqualTo(second.routingKey());
    assertThat(counter.written().rows()).isZero();
    assertThat(counter.written().deadLetters())
        .containsOnly(Map.entry(Reason.REFUSED_BY_CASSANDRA, 1L));
    assertThat(Objects.requireNonNull(first.siblings()).acknowledged()).isFalse();
    assertThat(Objects.requireNonNull(second.siblings()).acknowledged()).isTrue();
  }

  @Test
  void rowThatWouldBeOver_isNotWritten_andTheOthersAre() throws Exception {
    now = VISIT.createTime() + DAY - 1;
    assertThat(rows(router(TWO, 1_000_000))).hasSize(2);

    now = VISIT.createTime() + DAY;
    List<Row> rows = rows(router(TWO, 1_000_000));
    assertThat(rows).extracting(Row::target).containsExactly(Target.insertInto(0));
    assertThat(rows.get(0).siblings()).isNull();
    assertThat(counter.written().rows()).isEqualTo(2);
  }

  @Test
  void record_isARowOfTheNamedTableAlone_whenOthersAreNotToBeFilled() throws Exception {
    assertThat(rows(router(TWO, 1_000_000, "by_country")))
        .extracting(Row::target)
        .containsExactly(Target.insertInto(1));
    assertThat(rows(router(TWO, 64, "by_country")))
        .as("too large for any table is too large for all")
        .extracting(Row::target)
        .containsExactly(Target.DEAD_LETTERS);
  }

  @Test
  void record_isExpired_whenItWouldBeOverInEveryTable() throws Exception {
    now = VISIT.createTime() + 2 * DAY;

    assertThat(rows(router(pipeline("  - {keyspace: web, name: visits, ttl: 1d}"), 1_000_000)))
        .isEmpty();
    assertThat(counter.written().expired()).isEqualTo(1);
    assertThat(counter.written().records()).isEqualTo(1);
    assertThat(counter.written().rows()).isZero();
  }
}
