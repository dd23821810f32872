package io.tributary.stack.schema;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.datastax.oss.driver.api.core.CqlSession;
import io.tributary.init.Replication;
import io.tributary.init.SchemaMigration;
import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.cassandra.CassandraConnection;
import io.tributary.runtime.cassandra.CassandraSessions;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.UsageException;
import io.tributary.stack.FreshPipeline;
import io.tributary.stack.Stack;
import io.tributary.stack.WithStack;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

@WithStack
class SchemaMigrationIT {
  private static final Replication ONCE = Replication.parse("1");

  private final Stack stack;
  private final FreshPipeline fresh;
  private final CqlSession session;

  SchemaMigrationIT(Stack stack, FreshPipeline fresh) throws Exception {
    this.stack = stack;
    this.fresh = fresh;
    this.session = open(stack.dataCenter());
  }

  @AfterEach
  void close() {
    session.close();
  }

  @BeforeEach
  void create() throws Exception {
    assertThat(migration().apply(session)).hasSize(4);
  }

  @Test
  void apply_createsTheTables_whenNothingIsThere() throws Exception {
    Pipeline pipeline = fresh.definition();

    assertThat(columns(pipeline.mainTable().name()))
        .containsEntry("id", "uuid")
        .containsEntry("dob", "timestamp")
        .hasSize(pipeline.event().fields().size());
    assertThat(columns("dead_letters_by_day")).containsEntry("headers", "map<text, blob>");
  }

  @Test
  void apply_changesNothing_whenRunAgain() throws Exception {
    UUID version = schemaVersion();

    assertThat(migration().apply(session)).isEmpty();

    assertThat(schemaVersion()).isEqualTo(version);
  }

  @Test
  void apply_addsAColumnAndItsIndex_whenTheDefinitionHasThem() throws Exception {
    addField("nickname");

    assertThat(migration().apply(session))
        .containsExactly(
            "ALTER TABLE %s ADD IF NOT EXISTS nickname text".formatted(table()),
            "CREATE INDEX IF NOT EXISTS created_users_nickname_idx ON %s (nickname)"
                .formatted(table()));

    assertThat(columns(fresh.definition().mainTable().name())).containsEntry("nickname", "text");
    assertThat(migration().apply(session)).isEmpty();
  }

  @Test
  void apply_stopsAndChangesNothing_whenATypeDiffers() throws Exception {
    session.execute("DROP TABLE " + table());
    session.execute("CREATE TABLE %s (id uuid PRIMARY KEY, phone int)".formatted(table()));
    UUID version = schemaVersion();

    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> migration().apply(session))
        .withMessageContaining("nothing was changed")
        .withMessageContaining(
            "table %s has column phone int, outside the key, expected text, outside the key",
            table());

    assertThat(schemaVersion()).isEqualTo(version);
  }

  @Test
  void apply_stopsAndChangesNothing_whenAColumnWasOnceThereWithAnotherType() throws Exception {
    session.execute("ALTER TABLE %s ADD nickname int".formatted(table()));
    session.execute("ALTER TABLE %s DROP nickname".formatted(table()));
    addField("nickname");
    UUID version = schemaVersion();

    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> migration().apply(session))
        .withMessageContaining("table %s had a column nickname int, expected text", table());

    assertThat(schemaVersion()).isEqualTo(version);
  }

  @Test
  void apply_stops_whenWritesAreNotDurable() throws Exception {
    session.execute(
        "ALTER KEYSPACE %s WITH durable_writes = false".formatted(fresh.definition().keyspace()));

    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> migration().apply(session))
        .withMessageContaining("durable_writes false");
  }

  @Test
  void apply_stops_whenReplicationIsNotTheOneAskedFor() {
    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(
            () ->
                new SchemaMigration(
                        List.of(fresh.definition()), Replication.parse(stack.dataCenter() + ":1"))
                    .apply(session))
        .withMessageContaining("replication {class: SimpleStrategy, replication_factor: 1}");
  }

  @Test
  void apply_stops_whenTheClusteringOrderDiffers() throws Exception {
    String deadLetters = fresh.definition().keyspace() + ".dead_letters_by_day";
    session.execute("DROP TABLE " + deadLetters);
    session.execute(
        """
        CREATE TABLE %s (pipeline text, day date, bucket int, topic text, partition int,
          offset bigint, PRIMARY KEY ((pipeline, day, bucket), topic, partition, offset))
        WITH CLUSTERING ORDER BY (topic ASC, partition ASC, offset DESC)
        """
            .formatted(deadLetters));

    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> migration().apply(session))
        .withMessageContaining("column offset bigint, clustering key 3, descending");
  }

  @Test
  void apply_isHarmless_whenSeveralRunAtOnce(FreshPipeline another) throws Exception {
    int runs = 4;
    CyclicBarrier start = new CyclicBarrier(runs);
    ExecutorService threads = Executors.newFixedThreadPool(runs);
    try {
      List<Callable<List<String>>> inits = new ArrayList<>();
      for (int run = 0; run < runs; run++) {
        inits.add(
            () -> {
              try (CqlSession own = open(stack.dataCenter())) {
                start.await();
                return new SchemaMigration(List.of(another.definition()), ONCE).apply(own);
              }
            });
      }
      for (Future<List<String>> init : threads.invokeAll(inits)) {
        assertThat(init.get()).hasSizeLessThanOrEqualTo(4);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(new SchemaMigration(List.of(another.definition()), ONCE).apply(session)).isEmpty();
  }

  @Test
  void open_isWrongUsage_whenTheDataCentreIsAnother() {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> open("atlantis"))
        .withMessageContaining("has no data centre atlantis, only " + stack.dataCenter());
  }

  private SchemaMigration migration() throws Exception {
    return new SchemaMigration(List.of(fresh.definition()), ONCE);
  }

  @SuppressWarnings("unchecked") // the definition's own structure
  private void addField(String name) throws Exception {
    Map<String, Object> definition = new Yaml().load(Files.readString(fresh.file()));
    Map<String, Object> event = (Map<String, Object>) requireNonNull(definition.get("event"));
    ((List<Object>) requireNonNull(event.get("fields")))
        .add(Map.of("name", name, "type", "text", "from", "/login/username", "max-length", 100));
    ((Map<String, Object>) requireNonNull(definition.get("table"))).put("indexes", List.of(name));
    Files.writeString(fresh.file(), new Yaml().dump(definition));
  }

  private String table() throws Exception {
    Pipeline pipeline = fresh.definition();
    return pipeline.mainTable().fullName();
  }

  private Map<String, String> columns(String table) throws Exception {
    Map<String, String> columns = new HashMap<>();
    session
        .execute(
            "SELECT column_name, type FROM system_schema.columns"
                + " WHERE keyspace_name = ? AND table_name = ?",
            fresh.definition().keyspace(),
            table)
        .forEach(row -> columns.put(row.getString(0), row.getString(1)));
    return columns;
  }

  private UUID schemaVersion() {
    return requireNonNull(session.execute("SELECT schema_version FROM system.local").one())
        .getUuid(0);
  }

  private CqlSession open(String dataCenter) throws Exception {
    return CassandraSessions.open(
        CassandraConnection.of(List.of(stack.contactPoints()), dataCenter, "", ""),
        Duration.ofSeconds(10),
        sentence -> {});
  }
}
