package io.tributary.consumer.cassandra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.ProtocolVersion;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.ColumnDefinition;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import com.datastax.oss.driver.api.core.detach.AttachmentPoint;
import com.datastax.oss.driver.api.core.type.codec.registry.CodecRegistry;
import com.datastax.oss.driver.internal.core.cql.DefaultColumnDefinition;
import com.datastax.oss.driver.internal.core.cql.DefaultColumnDefinitions;
import com.datastax.oss.driver.internal.core.cql.DefaultPreparedStatement;
import com.datastax.oss.protocol.internal.ProtocolConstants;
import com.datastax.oss.protocol.internal.response.result.ColumnSpec;
import com.datastax.oss.protocol.internal.response.result.RawType;
import io.tributary.model.definition.Pipeline;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which statement a row becomes, and with which values, by a session that only remembers them. */
class PreparedWritesTest {
  private static final int DAY = 86_400;
  private static final long WRITTEN = 1_700_000_000_000_123L;

  private final List<String> prepared = new ArrayList<>();
  private final List<Statement<?>> sent = new ArrayList<>();

  private static Pipeline pipeline(String deletes) throws Exception {
    String definition =
        """
        name: visits
        source: {url: "http://localhost/visits", records: /items}
        event:
          key: id
          %s
          fields:
            - {name: id, type: int, from: /id, required: true}
            - {name: page, type: text, from: /page, required: true}
            - {name: day, type: date, from: /day, required: true}
        topic: {name: visits}
        tables:
          - {keyspace: web, name: visits}
          - {name: by_page, key: [page, id], columns: [day], ttl: 30d}
          - {name: others, key: [id]}
        """;
    return Pipeline.parse(Path.of("visits.yaml"), definition.formatted(deletes).getBytes(UTF_8));
  }

  private PreparedWrites writes(String deletes, LetterLifetime lifetime) throws Exception {
    return PreparedWrites.prepare(
        session(), pipeline(deletes), ConsistencyLevel.LOCAL_QUORUM, lifetime, Instant.MAX);
  }

  private CqlSession session() {
    return (CqlSession)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {CqlSession.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "prepare" -> prepare((SimpleStatement) arguments[0]);
                  case "executeAsync" -> {
                    sent.add((Statement<?>) arguments[0]);
                    yield CompletableFuture.completedStage(null);
                  }
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private PreparedStatement prepare(SimpleStatement statement) {
    String query = statement.getQuery();
    prepared.add(query);
    List<ColumnDefinition> markers = new ArrayList<>();
    int count = (int) query.chars().filter(character -> character == '?').count();
    for (int i = 0; i < count; i++) {
      boolean isTtl = i == count - 1 && query.endsWith(" AND TTL ?");
      int type = isTtl ? ProtocolConstants.DataType.INT : ProtocolConstants.DataType.BLOB;
      markers.add(
          new DefaultColumnDefinition(
              new ColumnSpec(
                  "web", "t", "c" + i, i, Objects.requireNonNull(RawType.PRIMITIVES.get(type))),
              AttachmentPoint.NONE));
    }
    return new DefaultPreparedStatement(
        ByteBuffer.allocate(1),
        query,
        DefaultColumnDefinitions.valueOf(markers),
        List.of(),
        null,
        DefaultColumnDefinitions.valueOf(List.of()),
        null,
        Map.of(),
        null,
        null,
        null,
        null,
        null,
        Map.of(),
        statement.isIdempotent(),
        null,
        null,
        0,
        statement.getConsistencyLevel(),
        null,
        false,
        CodecRegistry.DEFAULT,
        ProtocolVersion.DEFAULT);
  }

  private static ByteBuffer text(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  private static Row row(Target target, long createTime, @Nullable ByteBuffer... values) {
    return new Row(target, values, text("key"), WRITTEN, createTime);
  }

  private static ByteBuffer writeTime() {
    return ByteBuffer.allocate(8).putLong(0, WRITTEN);
  }

  private static List<@Nullable ByteBuffer> values(BoundStatement bound) {
    List<@Nullable ByteBuffer> values = new ArrayList<>();
    for (int i = 0; i < bound.size(); i++) {
      values.add(bound.getBytesUnsafe(i));
    }
    return values;
  }

  private BoundStatement onlySent() {
    assertThat(sent).hasSize(1);
    return (BoundStatement) sent.get(0);
  }

  private static String query(BoundStatement bound) {
    return bound.getPreparedStatement().getQuery();
  }

  @Test
  void row_isInsertedIntoItsTable_withItsTimeBehindItsValues() throws Exception {
    writes("", LetterLifetime.unlimited())
        .send(List.of(row(Target.insertInto(2), 0, text("a"), null, text("c"))));

    assertThat(query(onlySent())).startsWith("INSERT INTO web.others ");
    assertThat(values(onlySent())).containsExactly(text("a"), null, text("c"), writeTime());
    assertThat(onlySent().getConsistencyLevel()).isEqualTo(ConsistencyLevel.LOCAL_QUORUM);
    assertThat(onlySent().isIdempotent()).isTrue();
  }

  @Test
  void rowThatExpires_hasTheRestOfItsTime_countedFromItsRecord() throws Exception {
    long yesterday = Instant.now().minus(Duration.ofDays(1)).toEpochMilli();
    writes("", LetterLifetime.unlimited())
        .send(List.of(row(Target.insertInto(1), yesterday, text("a"), text("b"), text("c"))));

    assertThat(query(onlySent())).startsWith("INSERT INTO web.by_page ").endsWith(" AND TTL ?");
    assertThat(values(onlySent()).subList(0, 4))
        .containsExactly(text("a"), text("b"), text("c"), writeTime());
    assertThat(onlySent().getInt(4)).isBetween(29 * DAY - 3_600, 29 * DAY);
  }

  @Test
  void delete_isFromItsTable_withItsTimeBeforeItsKey() throws Exception {
    PreparedWrites writes = writes("delete-when: {at: /gone}", LetterLifetime.unlimited());
    writes.send(List.of(row(Target.deleteFrom(1), 0, text("p"), text("i"))));

    assertThat(query(onlySent())).startsWith("DELETE FROM web.by_page ");
    assertThat(values(onlySent())).containsExactly(writeTime(), text("p"), text("i"));
    assertThat(prepared).filteredOn(query -> query.startsWith("DELETE")).hasSize(3);
  }

  @Test
  void deletes_areNotPrepared_whereNoRecordDeletes() throws Exception {
    writes("", LetterLifetime.unlimited());

    assertThat(prepared)
        .hasSize(4)
        .allSatisfy(query -> assertThat(query).startsWith("INSERT INTO web."));
  }

  @Test
  void deadLetter_livesAsLongAsLettersDo_whateverTheTablesTimeToLive() throws Exception {
    @Nullable ByteBuffer[] values = new ByteBuffer[17];
    values[3] = text("visits");
    writes("", new LetterLifetime(Duration.ofDays(7), Instant.MAX))
        .send(List.of(row(Target.DEAD_LETTERS, 0, values)));

    assertThat(query(onlySent())).startsWith("INSERT INTO web.dead_letters_by_day ");
    assertThat(values(onlySent()).get(3)).isEqualTo(text("visits"));
    assertThat(values(onlySent()).get(17)).isEqualTo(writeTime());
    assertThat(onlySent().getInt(18)).isEqualTo(7 * DAY);

    sent.clear();
    writes("", LetterLifetime.unlimited()).send(List.of(row(Target.DEAD_LETTERS, 0, values)));
    assertThat(values(onlySent())).hasSize(18).endsWith(writeTime());
  }

  @Test
  void rows_areOneUnloggedBatch_eachIntoItsTable() throws Exception {
    writes("delete-when: {at: /gone}", LetterLifetime.unlimited())
        .send(
            List.of(
                row(Target.insertInto(0), 0, text("a"), text("b"), text("c")),
                row(Target.deleteFrom(2), 0, text("i"))));

    BatchStatement batch = (BatchStatement) sent.get(0);
    assertThat(batch.getBatchType()).isEqualTo(BatchType.UNLOGGED);
    assertThat(batch.getConsistencyLevel()).isEqualTo(ConsistencyLevel.LOCAL_QUORUM);
    assertThat(batch.isIdempotent()).isTrue();
    assertThat(batch)
        .extracting(statement -> query((BoundStatement) statement).split(" \\(| USING", -1)[0])
        .containsExactly("INSERT INTO web.visits", "DELETE FROM web.others");
  }
}
