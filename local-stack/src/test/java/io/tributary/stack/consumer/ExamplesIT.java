package io.tributary.stack.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.cql.Row;
import io.tributary.init.Replication;
import io.tributary.init.SchemaMigration;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.WriterSchemas;
import io.tributary.model.receipt.ReceiptJson;
import io.tributary.producer.ProducerService;
import io.tributary.runtime.command.Command;
import io.tributary.runtime.kafka.KafkaConnection;
import io.tributary.simulator.SimulatorConfig;
import io.tributary.simulator.SimulatorServer;
import io.tributary.stack.FreshPipeline;
import io.tributary.stack.Stack;
import io.tributary.stack.TestConsumer;
import io.tributary.stack.WithStack;
import io.tributary.stack.checkout.Checkout;
import io.tributary.verifier.report.VerificationReport;
import io.tributary.verifier.verification.Verification;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The example with a table for each question, from the simulator into Cassandra. */
@WithStack
class ExamplesIT {
  private static final int USERS = 300;

  private final Stack stack;

  ExamplesIT(Stack stack) {
    this.stack = stack;
  }

  @Test
  void people_areInEachTable_withTheirListAndVector() throws Exception {
    FreshPipeline fresh =
        FreshPipeline.of(Checkout.current().resolve("pipelines/examples/people.yaml"));
    Pipeline pipeline = fresh.definition();
    Path receipt = fresh.folder().resolve("receipt.json");
    try (PipelineFixture fixture = PipelineFixture.bare(stack, fresh);
        SimulatorServer source = new SimulatorServer(SimulatorConfig.defaults())) {
      source.start();
      new SchemaMigration(List.of(pipeline), Replication.parse("1")).apply(fixture.session());
      produce("create-topics", fresh);
      produce(
          "run",
          fresh,
          "--source",
          source.url().toString(),
          "--records",
          Integer.toString(USERS),
          "--receipt",
          receipt.toString());
      VerificationReport report;
      try (TestConsumer consumer = TestConsumer.start(stack, fresh)) {
        report =
            new Verification(
                    KafkaConnection.at(stack.bootstrapServers()),
                    fixture.session(),
                    pipeline,
                    WriterSchemas.NONE)
                .verify(
                    ReceiptJson.read(Files.readString(receipt)),
                    PipelineFixture.LIMIT,
                    progress -> {});
        consumer.stopInTime();
      }

      assertThat(report.why()).isEmpty();
      assertThat(report.tables()).hasSize(3).allMatch(table -> table.rows() == USERS);
      Row person = one(fixture, "SELECT * FROM %s.people LIMIT 1", pipeline);
      assertThat(person.getList("phones", String.class)).hasSize(2).doesNotContain("");
      assertThat(String.valueOf(person.getObject("place"))).isNotEqualTo("null");
      LocalDate day = Objects.requireNonNull(person.getLocalDate("registered_on"));
      Row same =
          one(
              fixture,
              "SELECT first_name, phones, TTL(first_name) AS rest FROM %s.people_by_day"
                  + " WHERE registered_on = '"
                  + day
                  + "' AND country = '"
                  + person.getString("country")
                  + "' AND id = "
                  + person.getUuid("id"),
              pipeline);
      assertThat(same.getString("first_name")).isEqualTo(person.getString("first_name"));
      assertThat(same.getInt("rest")).isBetween(364 * 86_400, 365 * 86_400);
      assertThat(
              fixture
                  .session()
                  .execute(
                      "SELECT registered FROM %s.people_by_country WHERE country = '%s'"
                          .formatted(pipeline.keyspace(), person.getString("country")))
                  .map(row -> row.getInstant("registered"))
                  .all())
          .contains(person.getInstant("registered"))
          .isSortedAccordingTo((one, other) -> other.compareTo(one));
    }
  }

  private void produce(String command, FreshPipeline fresh, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of(more));
    arguments.addAll(
        List.of("--pipeline", fresh.file().toString(), "--kafka", stack.bootstrapServers()));
    assertThat(Command.execute(new ProducerService(), arguments.toArray(String[]::new))).isZero();
  }

  private static Row one(PipelineFixture fixture, String cql, Pipeline pipeline) {
    return Objects.requireNonNull(
        fixture.session().execute(cql.formatted(pipeline.keyspace())).one());
  }
}
