package io.tributary.stack.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.tributary.init.Replication;
import io.tributary.init.SchemaMigration;
import io.tributary.model.cql.TableCql;
import io.tributary.model.definition.Incremental;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.RecordPosition;
import io.tributary.model.event.WriterSchemas;
import io.tributary.model.receipt.Receipt;
import io.tributary.model.receipt.ReceiptJson;
import io.tributary.model.refusal.Reason;
import io.tributary.model.run.RunReport;
import io.tributary.producer.cursor.CursorLookup;
import io.tributary.producer.record.CassandraRunRecord;
import io.tributary.runtime.cassandra.CassandraConnection;
import io.tributary.runtime.command.Command;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.kafka.KafkaConnection;
import io.tributary.stack.FreshPipeline;
import io.tributary.stack.Stack;
import io.tributary.stack.WithStack;
import io.tributary.stack.verifier.HandCarrier.Published;
import io.tributary.verifier.RunVerifier;
import io.tributary.verifier.outcome.UnsettledRecord;
import io.tributary.verifier.report.VerificationReport;
import io.tributary.verifier.sample.TableSample;
import io.tributary.verifier.verification.Verification;
import io.tributary.verifier.verification.VerificationProgress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@WithStack
class VerificationIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration AT_ONCE = Duration.ZERO;

  private final Stack stack;
  private final FreshPipeline fresh;
  private final HandCarrier carrier;
  private final long now = System.currentTimeMillis();

  VerificationIT(Stack stack, FreshPipeline fresh) throws Exception {
    this.stack = stack;
    this.fresh = fresh;
    this.carrier = new HandCarrier(stack, fresh);
  }

  @AfterEach
  void close() {
    carrier.close();
  }

  @Test
  void verify_takesFarLessThanTenSeconds_forTenThousandRecords() throws Exception {
    List<Published> others = carrier.publish("another", 100, now);
    List<Published> records = carrier.publish("run", 10_000, now);
    carrier.land(records);

    VerificationReport report = verify(carrier.receipt("run", records), TIMEOUT);

    assertThat(report.why()).isEmpty();
    assertThat(report.rows()).isEqualTo(10_000);
    assertThat(report.took()).isLessThan(Duration.ofSeconds(10));
    assertThat(verifyAll(AT_ONCE).missing()).isEqualTo(others.size());
  }

  @Test
  void verify_findsEachOutcome() throws Exception {
    UUID twice = UUID.randomUUID();
    UUID changed = UUID.randomUUID();
    String topic = carrier.pipeline().topic().name();
    List<Published> records =
        carrier.publish(
            List.of(
                carrier.event("run", twice, "old", now),
                carrier.event("run", twice, "new", now + 1),
                carrier.record(topic, "run", "k", "no JSON", now),
                carrier.rejected("run", "{}", now),
                carrier.event("run", UUID.randomUUID(), "from the future", now + 1_800_000),
                carrier.event("run", changed, "as published", now),
                carrier.event("run", UUID.randomUUID(), "nowhere", now)));
    carrier.land(List.of(records.get(1), records.get(5)));
    carrier.file("run", Reason.MALFORMED_JSON, List.of(records.get(2)));
    carrier.file("run", Reason.MISSING_FIELD, List.of(records.get(3)));
    carrier.file("run", Reason.FUTURE_TIME, List.of(records.get(4)));
    Published tampered = records.get(5);
    carrier
        .session()
        .execute(
            String.format(
                Locale.ROOT,
                "UPDATE %s USING TIMESTAMP %d SET first_name = 'tampered' WHERE id = %s",
                new TableCql(carrier.pipeline()).name(),
                tampered.time() * 1_000 + tampered.offset(),
                changed));

    VerificationReport report = verify(carrier.receipt("run", records), AT_ONCE);

    assertThat(report.rows()).isEqualTo(2);
    assertThat(report.superseded()).isEqualTo(1);
    assertThat(report.deadLetters()).isEqualTo(3);
    assertThat(report.firstDifferent())
        .containsExactly(
            new UnsettledRecord(position(tampered), changed.toString(), "first_name", ""));
    assertThat(report.firstMissing())
        .extracting(UnsettledRecord::position)
        .containsExactly(position(records.get(6)));
    assertThat(report.verified()).isFalse();
  }

  @Test
  void verify_waits_untilRecordsHaveLanded() throws Exception {
    List<Published> records = carrier.publish("run", 3_000, now);
    carrier.land(records.subList(0, 1_000));
    List<VerificationProgress> told = new ArrayList<>();
    CompletableFuture<Void> landing =
        CompletableFuture.runAsync(
            () -> carrier.land(records.subList(1_000, 3_000)),
            CompletableFuture.delayedExecutor(3, TimeUnit.SECONDS));

    VerificationReport report =
        verification().verify(carrier.receipt("run", records), TIMEOUT, told::add);

    landing.get();
    assertThat(report.why()).isEmpty();
    assertThat(report.rows()).isEqualTo(3_000);
    assertThat(report.took()).isGreaterThan(Duration.ofSeconds(2));
    assertThat(told).isNotEmpty();
  }

  @Test
  void verify_namesTheRange_whenRetentionRemovedIt() throws Exception {
    List<Published> records =
        carrier.publish("run", 200, now).stream().filter(r -> r.partition() == 0).toList();
    carrier.land(records);
    Receipt receipt = carrier.receipt("run", records);
    carrier.remove(0, 10);

    VerificationReport report = verify(receipt, AT_ONCE);

    assertThat(report.lost()).isEqualTo(10);
    assertThat(report.rows()).isEqualTo(records.size() - 10);
    assertThat(report.why().orElseThrow())
        .contains("Kafka no longer has %s-0@0..9".formatted(carrier.pipeline().topic().name()));
  }

  @Test
  void verify_readsCommittedRecordsOnly_whenTransactionsStandBetween() throws Exception {
    List<Published> records = new ArrayList<>(carrier.publish("run", 50, now));
    try (KafkaProducer<byte[], byte[]> transactional =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", stack.bootstrapServers(), "transactional.id", fresh.name()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      transactional.initTransactions();
      transactional.beginTransaction();
      for (int i = 0; i < 20; i++) {
        transactional.send(carrier.event("run", UUID.randomUUID(), "never", now)).get();
      }
      transactional.abortTransaction();
    }
    records.addAll(carrier.publish("run", 50, now));
    carrier.land(records);

    Receipt receipt = carrier.receipt("run", records);
    // the transaction is over in each partition some time after abortTransaction has returned
    await().untilAsserted(() -> assertThat(verify(receipt, AT_ONCE).why()).isEmpty());
    VerificationReport all = verifyAll(AT_ONCE);
    assertThat(all.why()).isEmpty();
    assertThat(all.rows()).isEqualTo(100);
  }

  @Test
  void verify_readsTheLargestRecords() throws Exception {
    String topic = carrier.pipeline().topic().name();
    List<Published> records =
        carrier.publish(
            List.of(
                carrier.record(topic, "run", "k", "x".repeat(1_000_000), now),
                carrier.record(topic, "run", "k", "x".repeat(1_000_000), now)));
    carrier.file("run", Reason.MALFORMED_JSON, records);

    assertThat(verify(carrier.receipt("run", records), AT_ONCE).why()).isEmpty();
  }

  @Test
  void verify_fails_whenTheTopicOrTheTableIsNotThere(FreshPipeline nothingMade) throws Exception {
    Verification elsewhere =
        new Verification(
            KafkaConnection.at(stack.bootstrapServers()),
            carrier.session(),
            nothingMade.definition(),
            WriterSchemas.NONE);
    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> elsewhere.verifyAll(AT_ONCE, told -> {}))
        .withMessageContaining("has no topic " + nothingMade.definition().topic().name());

    List<Published> records = carrier.publish("run", 1, now);
    carrier.session().execute("DROP TABLE " + new TableCql(carrier.pipeline()).name());
    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> verify(carrier.receipt("run", records), AT_ONCE))
        .withMessageContaining("run cassandra-init");
  }

  @Test
  void verifyCommand_endsWithJsonAndAnExitCode(@TempDir Path folder) throws Exception {
    List<Published> records = carrier.publish("run", 30, now);
    carrier.land(records.subList(0, 29));
    Path receipt =
        Files.writeString(
            folder.resolve("receipt"), ReceiptJson.write(carrier.receipt("run", records)));

    Output missing = command("verify", "--receipt", receipt.toString(), "--timeout", "1ms");

    assertThat(missing.exitCode()).isEqualTo(Command.FAILED);
    assertThat(missing.lastOut()).startsWith("{\"run_id\":\"run\"").contains("\"verified\":false");
    assertThat(missing.lastErr())
        .startsWith(
            "error: run run of pipeline %s is not verified: 1 of 30".formatted(fresh.name()))
        .contains(position(records.get(29)).toString());

    carrier.land(records);
    Output verified = command("verify", "--receipt", receipt.toString());

    assertThat(verified.exitCode()).isZero();
    assertThat(verified.lastOut())
        .contains("\"rows\":30", "\"missing\":0", "\"verified\":true")
        .endsWith("}");
    assertThat(command("verify", "--all").exitCode()).isZero();
  }

  @Test
  void runsCommand_showsHowARunStands_fromItsStartToItsVerdict() throws Exception {
    assertThat(command("runs", "list").lastOut())
        .startsWith("Pipeline %s has no run on record".formatted(fresh.name()));
    List<Published> records = carrier.publish("run", 30, now);
    Receipt receipt = carrier.receipt("run", records);
    Path file = Files.writeString(fresh.folder().resolve("receipt"), ReceiptJson.write(receipt));
    try (CassandraRunRecord producer =
        CassandraRunRecord.open(
            CassandraConnection.of(List.of(stack.contactPoints()), stack.dataCenter(), "", ""),
            carrier.pipeline(),
            "run")) {
      producer.write(
          new RunReport(
              RunReport.State.RUNNING,
              receipt.started(),
              Instant.now(),
              30,
              9,
              7,
              1,
              Optional.of("it waits for Kafka"),
              Optional.empty()));
      assertThat(command("runs", "list").out())
          .contains("running", "it waits for Kafka")
          .contains("1 of 1 runs of pipeline " + fresh.name());
      producer.write(RunReport.ended(receipt, Optional.empty()));
    }
    assertThat(command("runs", "list", "--json").lastOut())
        .contains("\"run_id\":\"run\"", "\"status\":\"published\"", "\"published\":30");

    command("verify", "--receipt", file.toString(), "--timeout", "1ms");
    assertThat(command("runs", "show", "run").out())
        .startsWith("Run run of pipeline %s: not verified".formatted(fresh.name()))
        .contains("30 of 30 records are neither row nor dead letter");

    carrier.land(records);
    assertThat(command("verify", "--receipt", file.toString()).exitCode()).isZero();
    Output shown = command("runs", "show", "run");
    assertThat(shown.out()).startsWith("Run run of pipeline %s: verified".formatted(fresh.name()));
    assertThat(shown.lastOut()).contains("\"receipt\":{\"run_id\"", "\"report\":{\"run_id\"");
    Output none = command("runs", "show", "other");
    assertThat(none.exitCode()).isEqualTo(Command.FAILED);
    assertThat(none.lastErr()).contains("has no run other on record: runs list names them");
  }

  @Test
  void deadLettersCommand_listsAndShows() throws Exception {
    String pipeline = carrier.pipeline().name();
    assertThat(command("dead-letters", "list").lastOut())
        .isEqualTo(
            "Pipeline %s has no such dead letter (--pipeline names another definition)."
                .formatted(pipeline));
    String topic = carrier.pipeline().topic().name();
    List<ProducerRecord<byte[], byte[]>> broken = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      broken.add(carrier.record(topic, "run", "k" + i, "no JSON " + i, now - i * 86_400_000L));
    }
    List<Published> records = carrier.publish(broken);
    carrier.file("run", Reason.MALFORMED_JSON, records.subList(0, 4));
    carrier.file("other run", Reason.WRONG_TYPE, records.subList(4, 5));

    Output all = command("dead-letters", "list");
    assertThat(all.exitCode()).isZero();
    assertThat(all.out().lines())
        .hasSize(6)
        .first()
        .asString()
        .startsWith(position(records.get(0)).toString());
    assertThat(all.lastOut()).isEqualTo("5 dead letters of pipeline " + pipeline + ".");
    assertThat(command("dead-letters", "list", "--limit", "2").lastOut())
        .startsWith("The first 2 of pipeline %s; there are more".formatted(pipeline));
    assertThat(command("dead-letters", "list", "--reason", "wrong_type").out())
        .startsWith(position(records.get(4)).toString());
    assertThat(
            command("dead-letters", "list", "--run", "run", "--open", "--since", "36h").lastOut())
        .isEqualTo("2 dead letters of pipeline " + pipeline + ".");

    Output shown = command("dead-letters", "show", position(records.get(3)).toString());
    assertThat(shown.exitCode()).isZero();
    assertThat(shown.out()).contains("MALFORMED_JSON", "no JSON 3", "header run_id");
    Output none = command("dead-letters", "show", topic + "-0@999");
    assertThat(none.exitCode()).isEqualTo(Command.FAILED);
    assertThat(none.lastErr()).contains("has no dead letter at %s-0@999".formatted(topic));
  }

  @Test
  void tableSample_showsRowsAndCounts() throws Exception {
    List<Published> records = carrier.publish("run", 7, now);
    carrier.land(records);
    carrier.file("run", Reason.FUTURE_TIME, records.subList(0, 1));
    TableSample sample = new TableSample(carrier.session(), carrier.pipeline());

    assertThat(sample.rows(5).text().lines()).hasSize(7).first().asString().startsWith("id ");
    assertThat(sample.rows(5).text()).contains("first ", "Doe", "1990-01-02T03:04:05.678Z");
    assertThat(sample.json(5))
        .hasSize(5)
        .allSatisfy(
            row ->
                assertThat(row)
                    .startsWith("{\"id\":\"")
                    .contains("\"last_name\":\"Doe\"", "\"dob\":\"1990-01-02T03:04:05.678Z\""));
    Output rows = command("rows");
    assertThat(rows.exitCode()).as(rows.err()).isZero();
    assertThat(rows.lastOut()).startsWith("7 rows in ");
    assertThat(command("rows", "--limit", "3").lastOut()).startsWith("3 of the rows in ");
    assertThat(command("rows", "--json").out().lines()).hasSize(7);
    assertThat(sample.countRows()).isEqualTo(7);
    assertThat(sample.countDeadLetters()).isEqualTo(1);
  }

  @Test
  void verify_movesTheCursor_onceTheRunIsVerified_andNeverBack() throws Exception {
    Pipeline changes = makeIncremental();
    SchemaMigration migration = new SchemaMigration(List.of(changes), Replication.parse("1"));
    assertThat(migration.apply(carrier.session()))
        .singleElement()
        .asString()
        .contains("pipeline_cursors");
    assertThat(migration.apply(carrier.session())).isEmpty();
    assertThat(cursor(changes)).isEqualTo("2024-01-01T00:00:00Z");

    assertThat(verified("first", "2024-01-01", "2024-01-02", true))
        .contains("the cursor moved from the start, 2024-01-01T00:00:00Z to 2024-01-02T00:00:00Z");
    List<Published> lost = carrier.publish("killed", 2, now);
    Output killed =
        command(
            "verify",
            "--timeout=0s",
            "--receipt",
            receipt("killed", lost, "2024-01-02", "2024-01-09", true));
    assertThat(killed.exitCode()).isEqualTo(1);
    assertThat(cursor(changes)).isEqualTo("2024-01-02T00:00:00Z");
    assertThat(verified("third", "2024-01-02", "2024-01-05", true))
        .contains("moved from 2024-01-02T00:00:00Z to 2024-01-05T00:00:00Z");
    assertThat(verified("second", "2024-01-02", "2024-01-03", true)).contains("the cursor stays");
    assertThat(verified("beyond", "2024-01-06", "2024-01-08", true)).contains("the cursor stays");
    assertThat(verified("range", "2024-01-01", "2024-01-09", false)).contains("the cursor stays");

    assertThat(cursor(changes)).isEqualTo("2024-01-05T00:00:00Z");
    Output shown = command("cursor", "show");
    assertThat(shown.exitCode()).as(shown.err()).isZero();
    assertThat(shown.out())
        .contains("by run third", "Before that: 2024-01-02T00:00:00Z, by run first");
    assertThat(command("cursor", "set", "2024-01-04").lastOut())
        .contains("\"position\":\"2024-01-04T00:00:00Z\"", "\"former_run_id\":\"third\"");
    assertThat(cursor(changes)).isEqualTo("2024-01-04T00:00:00Z");
    assertThat(command("cursor", "reset").out()).contains("has no cursor yet");
    assertThat(cursor(changes)).isEqualTo("2024-01-01T00:00:00Z");
  }

  /** The definition reads what has changed, from 2024 on. */
  private Pipeline makeIncremental() throws Exception {
    String users = Files.readString(fresh.file());
    String changes =
        users
            .replaceAll("seed-parameter: seed,? ?", "")
            .replaceAll("(?m)^  records: 1000$", "")
            .replaceAll(", records: 1000", "")
            .replaceFirst(
                "(?m)^source:\\s*$",
                "source:\n  incremental: {field: registered_date, start: 2024-01-01, parameter: since}");
    assertThat(changes).contains("incremental:");
    Files.writeString(fresh.file(), changes);
    return fresh.definition();
  }

  private String cursor(Pipeline changes) throws Exception {
    Incremental read = changes.source().incremental().orElseThrow();
    return read.scale().text(new CursorLookup(carrier.session()).position(changes, read));
  }

  /** What verify says about a run whose records have landed. */
  private String verified(String run, String from, String to, boolean moves) throws Exception {
    List<Published> records = carrier.publish(run, 2, now);
    carrier.land(records);
    Output output = command("verify", "--receipt", receipt(run, records, from, to, moves));
    assertThat(output.exitCode()).as(output.err()).isZero();
    return output.out();
  }

  private String receipt(
      String run, List<Published> records, String from, String to, boolean moves) {
    String day = "T00:00:00Z";
    String cursor =
        "\"cursor\":{\"field\":\"registered_date\",\"from\":\"%s\",\"to\":\"%s\",\"moves\":%s,\"windows\":1},"
            .formatted(from + day, to + day, moves);
    return "{" + cursor + ReceiptJson.write(carrier.receipt(run, records)).substring(1);
  }

  private record Output(int exitCode, String out, String err) {
    String lastOut() {
      return last(out);
    }

    String lastErr() {
      return last(err);
    }

    private static String last(String text) {
      return text.strip().lines().reduce("", (before, line) -> line);
    }
  }

  private Output command(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(
        List.of("--pipeline", fresh.file().toString(), "--cassandra", stack.contactPoints()));
    if (arguments[0].equals("verify")) {
      all.addAll(List.of("--kafka", stack.bootstrapServers()));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream realOut = System.out;
    PrintStream realErr = System.err;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      int exitCode = Command.execute(new RunVerifier(), all.toArray(String[]::new));
      return new Output(
          exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(realOut);
      System.setErr(realErr);
    }
  }

  private Verification verification() {
    return new Verification(
        KafkaConnection.at(stack.bootstrapServers()),
        carrier.session(),
        carrier.pipeline(),
        WriterSchemas.NONE);
  }

  private VerificationReport verify(Receipt receipt, Duration timeout) throws Exception {
    return verification().verify(receipt, timeout, told -> {});
  }

  private VerificationReport verifyAll(Duration timeout) throws Exception {
    return verification().verifyAll(timeout, told -> {});
  }

  private static RecordPosition position(Published record) {
    return new RecordPosition(record.topic(), record.partition(), record.offset());
  }
}
