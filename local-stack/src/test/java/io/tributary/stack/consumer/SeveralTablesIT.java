package io.tributary.stack.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.cql.Row;
import io.tributary.init.Replication;
import io.tributary.init.SchemaMigration;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.WriterSchemas;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.kafka.KafkaConnection;
import io.tributary.stack.FreshPipeline;
import io.tributary.stack.Stack;
import io.tributary.stack.TestConsumer;
import io.tributary.stack.WithStack;
import io.tributary.verifier.outcome.TableCounts;
import io.tributary.verifier.report.VerificationReport;
import io.tributary.verifier.verification.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** A pipeline that gets a second table while its stream runs. */
@WithStack
class SeveralTablesIT {
  private static final int OLD = 5;
  private static final int BEFORE = 40;
  private static final int AFTER = 10;
  private static final Duration NOW = Duration.ofMillis(1);
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long THIRTY_DAYS = Duration.ofDays(30).toSeconds();

  /** What it has at first. */
  private static final String DEFINITION =
      """
      name: visitors
      source: {url: "http://localhost/visitors", records: /items, paging: {type: none}}
      event:
        key: id
        fields:
          - {name: id, type: uuid, from: /id, required: true}
          - {name: first_name, type: text, from: /first_name, required: true}
          - {name: country, type: text, from: /country, required: true}
          - {name: day, type: date, from: /day, required: true}
          - {name: seen, type: timestamp, from: /seen, required: true}
      topic: {name: visitors}
      table: {keyspace: visitors, name: visitors}
      """;

  /** What it gets. */
  private static final Map<String, Object> BY_COUNTRY =
      Map.of(
          "name",
          "by_country",
          "partition-key",
          List.of("country", "day"),
          "clustering",
          List.of("seen desc", "id"),
          "ttl",
          "30d",
          "options",
          Map.of("compaction", Map.of("class", "LeveledCompactionStrategy")),
          "sai",
          List.of("first_name"));

  private final Stack stack;
  private final FreshPipeline fresh;
  private final long present = System.currentTimeMillis();

  SeveralTablesIT(Stack stack, @TempDir Path folder) throws IOException {
    this.stack = stack;
    this.fresh = FreshPipeline.of(Files.writeString(folder.resolve("visitors.yaml"), DEFINITION));
  }

  @Test
  void newTable_isFilledBesideTheStream_andEachTableIsVerified() throws Exception {
    try (PipelineFixture fixture = PipelineFixture.of(stack, fresh)) {
      publish(fixture, 0, BEFORE, present - DAY);
      // after the others: Kafka would begin a new file between them, and soon delete the old one
      publish(fixture, BEFORE, OLD, present - 40 * DAY);
      try (TestConsumer before = TestConsumer.start(stack, fresh)) {
        fixture.awaitRows(OLD + BEFORE);
        before.stopInTime();
      }
      Pipeline both = withSecondTable();
      assertThat(migration(both).apply(fixture.session()))
          .filteredOn(statement -> !statement.contains("pipeline_runs"))
          .extracting(statement -> statement.split("\\s", 2)[0])
          .containsExactly("CREATE", "CREATE");
      assertThat(migration(both).apply(fixture.session())).as("all is there").isEmpty();

      try (TestConsumer stream = TestConsumer.start(stack, fresh)) {
        publish(fixture, OLD + BEFORE, AFTER, present);
        fixture.awaitRows(OLD + BEFORE + AFTER);
        await()
            .atMost(PipelineFixture.LIMIT)
            .untilAsserted(
                () ->
                    assertThat(verify(fixture, both).tables().get(1))
                        .isEqualTo(new TableCounts("by_country", AFTER, 0, OLD, BEFORE, 0)));

        try (TestConsumer filling =
            TestConsumer.start(
                stack, fresh, Map.of(), List.of("--mode", "initial", "--tables", "by_country"))) {
          filling.awaitEnd(0);
        }
        assertThat(stream.process().isAlive()).isTrue();
        VerificationReport filled = verify(fixture, both);
        assertThat(filled.why()).isEmpty();
        assertThat(filled.rows()).isEqualTo(OLD + BEFORE + AFTER);
        assertThat(filled.tables())
            .containsExactly(
                new TableCounts("visitors", OLD + BEFORE + AFTER, 0, 0, 0, 0),
                new TableCounts("by_country", BEFORE + AFTER, 0, OLD, 0, 0));
      }
      seeOrderAndLifetime(fixture, both);
      removedRow_isMissing(fixture, both);
    }
  }

  private void seeOrderAndLifetime(PipelineFixture fixture, Pipeline both) {
    List<Row> rows =
        fixture
            .session()
            .execute(
                "SELECT seen, TTL(first_name) FROM %s WHERE country = 'NO' AND day = '2026-03-01'"
                    .formatted(both.tables().get(1).fullName()))
            .all();
    assertThat(rows)
        .extracting(row -> Objects.requireNonNull(row.getInstant(0)).toEpochMilli())
        .hasSizeGreaterThan(10)
        .isSortedAccordingTo((one, other) -> Long.compare(other, one));
    long since = (System.currentTimeMillis() - present) / 1_000;
    assertThat(rows)
        .extracting(row -> (long) row.getInt(1))
        .as("counted from the record's time")
        .allMatch(seconds -> seconds <= THIRTY_DAYS)
        .anyMatch(seconds -> seconds <= THIRTY_DAYS - 86_400)
        .allMatch(seconds -> seconds >= THIRTY_DAYS - 86_400 - since - 5);
  }

  private void removedRow_isMissing(PipelineFixture fixture, Pipeline both) throws Exception {
    fixture
        .session()
        .execute(
            String.format(
                Locale.ROOT,
                "DELETE FROM %s WHERE country = 'NO' AND day = '2026-03-01' AND seen = %d AND id = %s",
                both.tables().get(1).fullName(),
                seen(OLD + 2),
                id(OLD + 2)));

    VerificationReport report = verify(fixture, both);

    assertThat(report.missing()).isEqualTo(1);
    assertThat(report.why().orElseThrow())
        .contains("1 of 55 records has no row in one of the tables")
        .contains("(key %s, in by_country)".formatted(id(OLD + 2)));
    assertThat(report.tables().get(0).missing()).isZero();
  }

  private VerificationReport verify(PipelineFixture fixture, Pipeline pipeline)
      throws CommandFailedException, InterruptedException {
    return new Verification(
            KafkaConnection.at(stack.bootstrapServers()),
            fixture.session(),
            pipeline,
            WriterSchemas.NONE)
        .verifyAll(NOW, progress -> {});
  }

  private static SchemaMigration migration(Pipeline pipeline) {
    return new SchemaMigration(List.of(pipeline), Replication.parse("1"));
  }

  /** Changes the definition. */
  private Pipeline withSecondTable() throws Exception {
    Map<String, Object> definition = new Yaml().load(Files.readString(fresh.file()));
    definition.put(
        "tables", List.of(Objects.requireNonNull(definition.remove("table")), BY_COUNTRY));
    Files.writeString(fresh.file(), new Yaml().dump(definition));
    return fresh.definition();
  }

  private static UUID id(int number) {
    return new UUID(0x4000, 0x8000_0000_0000_0000L + number);
  }

  private long seen(int number) {
    return present - number * 1_000L;
  }

  private void publish(PipelineFixture fixture, int first, int count, long time) throws Exception {
    for (int number = first; number < first + count; number++) {
      String event =
          String.format(
              Locale.ROOT,
              "{\"id\":\"%s\",\"first_name\":\"Ada\",\"country\":\"%s\",\"day\":\"2026-03-01\",\"seen\":\"%s\"}",
              id(number),
              number % 3 == 0 ? "SE" : "NO",
              Instant.ofEpochMilli(seen(number)));
      fixture
          .send(
              new ProducerRecord<>(
                  fixture.pipeline().topic().name(),
                  null,
                  time,
                  PipelineFixture.bytes(id(number).toString()),
                  PipelineFixture.bytes(event)))
          .get();
    }
  }
}
