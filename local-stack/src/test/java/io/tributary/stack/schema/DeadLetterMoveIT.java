package io.tributary.stack.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import io.tributary.init.Replication;
import io.tributary.init.SchemaMigration;
import io.tributary.model.cql.DeadLetterCql;
import io.tributary.runtime.cassandra.CassandraConnection;
import io.tributary.runtime.cassandra.CassandraSessions;
import io.tributary.stack.FreshPipeline;
import io.tributary.stack.Stack;
import io.tributary.stack.WithStack;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Letters of a table of a former version, in which each day was one partition. */
@WithStack
class DeadLetterMoveIT {
  private static final Replication ONCE = Replication.parse("1");
  private static final int MONTH = 30 * 86_400;
  private static final int MANY = 2_500;

  private final Stack stack;
  private final FreshPipeline fresh;
  private final String keyspace;
  private final CqlSession session;
  private final List<String> told = new ArrayList<>();

  DeadLetterMoveIT(Stack stack, FreshPipeline fresh) throws Exception {
    this.stack = stack;
    this.fresh = fresh;
    this.keyspace = fresh.definition().keyspace();
    this.session = open();
  }

  @BeforeEach
  void createFormerTable() throws Exception {
    migrate();
    session.execute("DROP TABLE %s.dead_letters_by_day".formatted(keyspace));
    session.execute(
        """
        CREATE TABLE %s.dead_letters (pipeline text, day date, topic text, partition int,
          offset bigint, reason text, field text, detail text, key blob, value blob,
          headers map<text, blob>, record_time timestamp, run_id text, state text,
          state_changed timestamp, state_note text, tries int,
          PRIMARY KEY ((pipeline, day), topic, partition, offset))
        """
            .formatted(keyspace));
  }

  @AfterEach
  void close() {
    session.close();
  }

  @Test
  void letters_areAllThere_withTheirTimesAndWhatIsLeftOfThem() throws Exception {
    session.execute("ALTER TABLE %s.dead_letters ADD owner text".formatted(keyspace));
    Instant time = Instant.parse("2026-01-31T23:59:59.999Z");
    file("parcels", 0, 17, time, 0, "run-1", bytes("{}"));
    file("parcels", 3, 256_017, time, MONTH, null, null);
    file("parcels.rejected", 0, 17, time.plusSeconds(1), MONTH, "run-2", bytes("[1]"));
    file("parcels", 0, 18, Instant.parse("2187-05-05T00:00:00Z"), MONTH, null, bytes("later"));
    file("parcels", 0, 19, Instant.EPOCH, MONTH, null, ByteBuffer.allocate(8 << 20));
    change(17, time, 0, "replayed", 2);
    session.execute(
        "UPDATE %s.dead_letters SET owner = 'ann' WHERE pipeline = 'p' AND day = '2026-01-31' AND topic = 'parcels' AND partition = 3 AND offset = 256017"
            .formatted(keyspace));
    Map<String, Letter> before = letters("dead_letters", "pipeline");
    assertThat(before).hasSize(5);

    migrate();

    Map<String, Letter> after = letters("dead_letters_by_day", "pipeline");
    assertThat(after).isEqualTo(before);
    after.forEach(
        (position, letter) -> {
          int expires = Objects.requireNonNull(before.get(position)).expires();
          assertThat(letter.expires()).isBetween(expires - 300, expires);
        });
    assertThat(Objects.requireNonNull(after.get("parcels-0@17")).columns())
        .contains("replayed", "tries: 2");
    assertThat(Objects.requireNonNull(after.get("parcels-3@256017")).columns())
        .contains("owner: ann");
    assertThat(exists("dead_letters")).isFalse();
    assertThat(told).last().asString().startsWith("copied 5 dead letters from");
    assertThat(migration().apply(session)).as("nothing is left to do").isEmpty();
  }

  @Test
  void formerVersion_canFileNothing_thatWouldBeLeftBehind() throws Exception {
    PreparedStatement former = session.prepare(insert());
    session.execute(bind(former, "parcels", 0, 1, Instant.EPOCH, 0, null, null));
    session.execute(
        "ALTER TABLE %s.dead_letters RENAME pipeline TO moving_pipeline".formatted(keyspace));

    assertThatThrownBy(
            () -> session.execute(bind(former, "parcels", 0, 2, Instant.EPOCH, 0, null, null)))
        .isInstanceOf(InvalidQueryException.class);
    migrate();
    assertThat(letters("dead_letters_by_day", "pipeline")).containsOnlyKeys("parcels-0@1");
    assertThatThrownBy(
            () -> session.execute(bind(former, "parcels", 0, 3, Instant.EPOCH, 0, null, null)))
        .isInstanceOf(InvalidQueryException.class);
  }

  @Test
  void nobodyCanUseTheNewTable_beforeAllLettersAreThere_andTheNextMigrationFinishes()
      throws Exception {
    Instant time = Instant.parse("2026-01-31T10:00:00Z");
    file("parcels", 0, 1, time, 0, null, null);
    file("parcels", 0, 2, time, MONTH, null, null);
    // as one leaves it that was killed while it copied
    session.execute(
        "ALTER TABLE %s.dead_letters RENAME pipeline TO moving_pipeline".formatted(keyspace));
    Map<String, Letter> before = letters("dead_letters", "moving_pipeline");
    DeadLetterCql cql = new DeadLetterCql(keyspace);
    session.execute(cql.createTable("moving_pipeline"));
    assertThatThrownBy(() -> session.prepare(cql.insert()))
        .isInstanceOf(InvalidQueryException.class);
    assertThatThrownBy(() -> session.prepare(cql.selectBuckets()))
        .isInstanceOf(InvalidQueryException.class);

    migrate();

    assertThat(letters("dead_letters_by_day", "pipeline")).isEqualTo(before);
    assertThat(exists("dead_letters")).isFalse();
    session.prepare(cql.insert());

    // and as one leaves it that was killed just before the end
    session.execute(
        "ALTER TABLE %s.dead_letters_by_day RENAME pipeline TO moving_pipeline"
            .formatted(keyspace));
    assertThat(migration().apply(session)).hasSize(1);
    assertThat(letters("dead_letters_by_day", "pipeline")).isEqualTo(before);
  }

  @Test
  void letters_areAllThere_whenSeveralMigrateAtOnce() throws Exception {
    for (int i = 0; i < MANY; i++) {
      file("parcels", 0, i, Instant.ofEpochSecond(i * 100L), MONTH, null, bytes("v" + i));
    }
    Map<String, Letter> before = letters("dead_letters", "pipeline");
    int runs = 3;
    CyclicBarrier start = new CyclicBarrier(runs);
    ExecutorService threads = Executors.newFixedThreadPool(runs);
    try {
      List<Callable<List<String>>> inits = new ArrayList<>();
      for (int run = 0; run < runs; run++) {
        inits.add(
            () -> {
              try (CqlSession own = open()) {
                start.await();
                return migration().apply(own);
              }
            });
      }
      for (Future<List<String>> init : threads.invokeAll(inits)) {
        assertThat(init.get()).isNotNull();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(letters("dead_letters_by_day", "pipeline")).isEqualTo(before);
    assertThat(exists("dead_letters")).isFalse();
  }

  private void migrate() throws Exception {
    migration().apply(session, told::add);
  }

  private SchemaMigration migration() throws Exception {
    return new SchemaMigration(List.of(fresh.definition()), ONCE);
  }

  private String insert() {
    return "INSERT INTO %s.dead_letters (pipeline, day, topic, partition, offset, reason, field, detail, key, value, headers, record_time, run_id, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ? AND TTL ?"
        .formatted(keyspace);
  }

  private void file(
      String topic,
      int partition,
      long offset,
      Instant time,
      int timeToLive,
      @Nullable String run,
      @Nullable ByteBuffer value) {
    session.execute(
        bind(session.prepare(insert()), topic, partition, offset, time, timeToLive, run, value));
  }

  private static BoundStatement bind(
      PreparedStatement insert,
      String topic,
      int partition,
      long offset,
      Instant time,
      int timeToLive,
      @Nullable String run,
      @Nullable ByteBuffer value) {
    return insert.bind(
        "p",
        DeadLetterCql.day(time.toEpochMilli()),
        topic,
        partition,
        offset,
        "WRONG_TYPE",
        null,
        "no number",
        bytes("k"),
        value,
        run == null ? null : Map.of("run_id", bytes(run), "odd", ByteBuffer.wrap(new byte[] {-1})),
        time,
        run,
        "open",
        time.toEpochMilli() * 1_000,
        timeToLive);
  }

  private void change(long offset, Instant time, int timeToLive, String state, int tries) {
    session.execute(
        String.format(
            Locale.ROOT,
            "UPDATE %s.dead_letters USING TTL %d SET state = ?, state_changed = ?, state_note = 'n', tries = ? WHERE pipeline = 'p' AND day = ? AND topic = 'parcels' AND partition = 0 AND offset = ?",
            keyspace,
            timeToLive),
        state,
        Instant.EPOCH,
        tries,
        LocalDate.ofInstant(time, ZoneOffset.UTC),
        offset);
  }

  /**
   * What time changes by itself is no part of equality.
   *
   * @param columns names and values, and write times of two
   * @param expires in how many seconds
   */
  private record Letter(String columns, int expires) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Letter letter && columns.equals(letter.columns);
    }

    @Override
    public int hashCode() {
      return columns.hashCode();
    }
  }

  private Map<String, Letter> letters(String table, String first) {
    Map<String, Letter> letters = new TreeMap<>();
    String owner = columns(table).contains("owner") ? ", owner" : "";
    for (Row row :
        session.execute(
            "SELECT TTL(reason), topic, partition, offset, %s AS pipeline, day, reason, field, detail, key, value, headers, record_time, run_id, state, state_changed, state_note, tries%s, WRITETIME(reason), WRITETIME(state), WRITETIME(tries), TTL(state) FROM %s.%s"
                .formatted(first, owner, keyspace, table))) {
      StringBuilder columns = new StringBuilder();
      for (int i = 4; i < row.getColumnDefinitions().size() - 1; i++) {
        Object value = row.getObject(i);
        columns.append(
            "%s: %s, "
                .formatted(
                    row.getColumnDefinitions().get(i).getName(),
                    value instanceof ByteBuffer bytes ? bytes.hashCode() : value));
      }
      assertThat(row.isNull(row.getColumnDefinitions().size() - 1)).isEqualTo(row.isNull(0));
      letters.put(
          String.format(Locale.ROOT, "%s-%d@%d", row.getString(1), row.getInt(2), row.getLong(3)),
          new Letter(columns.toString(), row.getInt(0)));
    }
    return letters;
  }

  private boolean exists(String table) {
    return !columns(table).isEmpty();
  }

  private List<String> columns(String table) {
    return session
        .execute(
            "SELECT column_name FROM system_schema.columns WHERE keyspace_name = ? AND table_name = ?",
            keyspace,
            table)
        .all()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  private CqlSession open() throws Exception {
    return CassandraSessions.open(
        CassandraConnection.of(List.of(stack.contactPoints()), stack.dataCenter(), "", ""),
        Duration.ofSeconds(30),
        waiting -> {});
  }
}
