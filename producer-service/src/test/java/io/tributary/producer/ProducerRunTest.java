package io.tributary.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tributary.model.definition.Paging;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.RateLimit;
import io.tributary.model.event.EventEncoder;
import io.tributary.model.mapping.PageMapper;
import io.tributary.model.receipt.Contents;
import io.tributary.model.receipt.OffsetRange;
import io.tributary.model.receipt.Receipt;
import io.tributary.model.receipt.SourceReading;
import io.tributary.model.run.RunWait;
import io.tributary.producer.publish.FakeKafka;
import io.tributary.producer.source.Definitions;
import io.tributary.producer.source.HttpLimits;
import io.tributary.producer.source.PageMapping;
import io.tributary.producer.source.PageSequence;
import io.tributary.producer.source.People;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.retry.Backoff;
import io.tributary.runtime.time.FakeTicker;
import io.tributary.runtime.time.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProducerRunTest {
  private static final HttpLimits LIMITS =
      new HttpLimits(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5), 1 << 20);

  @StartStop private final MockWebServer server = new MockWebServer();
  private final PeopleServer people = new PeopleServer();
  private final FakeTicker ticker = new FakeTicker();
  private final long seed = System.nanoTime();

  @BeforeEach
  void answer() {
    server.setDispatcher(people);
  }

  @Test
  void run_publishesExactlyWhatWasAsked_andTheLastPageAsksForTheRest() throws Exception {
    FakeKafka kafka = FakeKafka.willing();
    RunEnd end = run(order(new Target.Records(120)), kafka).run();

    assertThat(end.failure()).isEmpty();
    assertThat(people.asked())
        .containsExactly(
            "seed=r1&page=1&results=50", "seed=r1&page=2&results=50", "seed=r1&page=3&results=20");
    assertThat(kafka.sent()).hasSize(120);
    assertThat(kafka.closed()).isTrue();
    Receipt receipt = end.receipt();
    assertThat(receipt.runId()).isEqualTo("r1");
    assertThat(receipt.pipeline()).isEqualTo("people");
    assertThat(receipt.source()).isEqualTo(server.url("/api/").toString());
    assertThat(receipt.seed()).contains("r1");
    assertThat(List.of(receipt.firstPage(), receipt.lastPage())).containsExactly(1, 3);
    assertThat(List.of(receipt.asked(), receipt.fetched(), receipt.published(), receipt.rejected()))
        .containsExactly(120L, 120L, 120L, 0L);
    assertThat(receipt.complete()).isTrue();
  }

  @Test
  void run_saysWhatItsRecordsHold_whereAPageCameTwice() throws Exception {
    people.faults(
        number -> new MockResponse.Builder().body(People.page("r1", 1, number == 3 ? 20 : 50)));
    RunEnd end = run(order(new Target.Records(120)), FakeKafka.willing()).run();
    assertThat(end.receipt().published()).isEqualTo(120);
    assertThat(end.receipt().contents())
        .contains(new Contents(50, true, Map.of("id", 120L, "name", 120L)));
  }

  @Test
  void run_countsRejectedRecordsAsAccountedFor() throws Exception {
    people.faults(
        number ->
            number == 1
                ? new MockResponse.Builder()
                    .body("{\"results\":[{\"name\":\"no id\"}," + People.person("r1", 1, 1) + "]}")
                : null);
    RunEnd end = run(order(new Target.Records(2)), FakeKafka.willing()).run();
    assertThat(end.failure()).isEmpty();
    assertThat(List.of(end.receipt().published(), end.receipt().rejected()))
        .containsExactly(1L, 1L);
    assertThat(end.receipt().offsets())
        .extracting(OffsetRange::topic)
        .containsExactly("people", "people.rejected");
  }

  @Test
  void run_fails_whenEverythingWasRejected() throws Exception {
    people.faults(
        number -> new MockResponse.Builder().body("{\"results\":[{\"name\":\"no id\"}]}"));
    RunEnd end = run(order(new Target.Records(1)), FakeKafka.willing()).run();
    assertThat(end.failure())
        .contains(
            "run r1 published nothing: the only record was rejected at page 1, index 0: field 'id'"
                + " (from /id): id is missing (MISSING_FIELD), the record has name; rejected"
                + " records are in topic people.rejected");
    assertThat(end.receipt().complete()).isFalse();
    assertThat(end.receipt().rejected()).isEqualTo(1);
  }

  @Test
  void run_namesTheFirstRejectedRecord_whenEverythingWasRejected() throws Exception {
    people.faults(
        number ->
            new MockResponse.Builder()
                .body("{\"results\":[{\"title\":\"x\",\"login\":{\"password\":\"secret\"}},{}]}"));
    ProducerRun.Parts parts = parts(FakeKafka.willing(), ticker);
    Pipeline pipeline = pipeline(Definitions.SEEDED, Optional.empty());
    RunEnd end =
        new ProducerRun(
                pipeline,
                order(new Target.Records(2)),
                new ProducerRun.Parts(
                    parts.kafkaIsReady(),
                    parts.kafka(),
                    parts.encoding(),
                    parts.earlierTries(),
                    new PageMapper(pipeline)::map,
                    parts.manners()))
            .run();
    assertThat(end.failure().orElseThrow())
        .contains("all 2 records were rejected, the first at page 1, index 0: field 'id': the")
        .contains("no value for it (nothing at /id) (MISSING_FIELD), the record has title, login;")
        .doesNotContain("secret");
  }

  @Test
  void run_keepsWhatWasAcknowledged_whenTheSourceGivesUp() throws Exception {
    people.faults(number -> number > 2 ? new MockResponse.Builder().code(404) : null);
    FakeKafka kafka = FakeKafka.willing();
    RunEnd end = run(order(new Target.Records(120)), kafka).run();
    assertThat(end.failure())
        .contains(
            "run r1 published 100 of 120 records: the source answered 404 (page 3 of %s?seed=r1&page=3&results=20)"
                .formatted(server.url("/api/")));
    assertThat(end.receipt().complete()).isFalse();
    assertThat(end.receipt().published()).isEqualTo(100);
    assertThatTheReceiptIsWhatWasAcknowledged(end.receipt(), kafka);
  }

  @Test
  void run_fails_whenTheSourceNeverAnswers() throws Exception {
    people.faults(number -> new MockResponse.Builder().code(503));
    RunEnd end = run(order(new Target.Records(120)), FakeKafka.willing()).run();
    assertThat(end.failure().orElseThrow())
        .startsWith("run r1 published nothing: the source answered 503 (page 1 of ")
        .contains("; given up after ");
    assertThat(List.of(end.receipt().firstPage(), end.receipt().lastPage())).containsExactly(0, 0);
    assertThat(end.receipt().offsets()).isEmpty();
  }

  @Test
  void run_fails_whenKafkaDoesNotTakeARecord() throws Exception {
    FakeKafka kafka = FakeKafka.patient(20);
    ProducerRun run = run(order(new Target.Records(50)), kafka);
    CompletableFuture<RunEnd> ended = CompletableFuture.supplyAsync(run::run);
    await().until(() -> kafka.sent().size() == 20);
    for (int i = 0; i < 7; i++) {
      assertThat(kafka.acknowledgeNext()).isTrue();
    }
    kafka.failNext(new NotEnoughReplicasException("1 of 2 in sync"));
    RunEnd end = ended.get(30, TimeUnit.SECONDS);
    assertThat(end.failure().orElseThrow())
        .contains("published 7 of 50 records")
        .contains("NotEnoughReplicasException: 1 of 2 in sync");
    assertThatTheReceiptIsWhatWasAcknowledged(end.receipt(), kafka);
  }

  @Test
  void run_fetchesOnePageAheadAndNoMore_whenKafkaIsSlow() throws Exception {
    FakeKafka kafka = FakeKafka.patient(10);
    ProducerRun run = run(order(new Target.Records(500)), kafka);
    CompletableFuture<RunEnd> ended = CompletableFuture.supplyAsync(run::run);
    await().until(() -> people.asked().size() == 2 && kafka.sent().size() == 10);
    awaitIdleSourceThread();
    assertThat(people.asked()).hasSize(2);
    for (int i = 0; i < 45; i++) {
      await().until(kafka::acknowledgeNext);
    }
    await().until(() -> people.asked().size() == 3);
    awaitIdleSourceThread();
    assertThat(people.asked()).hasSize(3);
    run.stop();
    assertThat(ended.get(30, TimeUnit.SECONDS).receipt().published()).isEqualTo(45);
  }

  /** The thread that asks the source has done all that it was told to. */
  private static void awaitIdleSourceThread() {
    await()
        .until(
            () ->
                Thread.getAllStackTraces().entrySet().stream()
                    .filter(thread -> thread.getKey().getName().equals("source"))
                    .anyMatch(
                        thread ->
                            Arrays.stream(thread.getValue())
                                .anyMatch(frame -> frame.getMethodName().equals("getTask"))));
  }

  @Test
  void stop_endsTheRun_andTheReceiptHasWhatWasAcknowledged() throws Exception {
    FakeKafka kafka = FakeKafka.patient(60);
    ProducerRun run = run(order(new Target.Records(500)), kafka);
    CompletableFuture<RunEnd> ended = CompletableFuture.supplyAsync(run::run);
    await().until(() -> kafka.sent().size() == 60);
    for (int i = 0; i < 13; i++) {
      assertThat(kafka.acknowledgeNext()).isTrue();
    }
    run.stop();
    run.stop();
    RunEnd end = ended.get(30, TimeUnit.SECONDS);
    assertThat(end.failure().orElseThrow()).contains("published 13 of 500 records: it was stopped");
    assertThatTheReceiptIsWhatWasAcknowledged(end.receipt(), kafka);
    assertThat(run.progress().published()).isEqualTo(13);
  }

  @Test
  void run_endsLikeStopped_whenItsThreadIsInterrupted() throws Exception {
    FakeKafka kafka = FakeKafka.patient(60);
    ProducerRun run = run(order(new Target.Records(500)), kafka);
    CompletableFuture<RunEnd> ended = new CompletableFuture<>();
    CompletableFuture<Boolean> stillInterrupted = new CompletableFuture<>();
    Thread running =
        new Thread(
            () -> {
              ended.complete(run.run());
              stillInterrupted.complete(Thread.interrupted());
            });
    running.start();
    await().until(() -> kafka.sent().size() == 60);
    running.interrupt();
    assertThat(ended.get(30, TimeUnit.SECONDS).failure().orElseThrow()).contains("it was stopped");
    assertThat(stillInterrupted.get(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void stop_endsTheRun_whileTheSourceIsSilent() throws Exception {
    people.faults(
        number -> new MockResponse.Builder().body("{").onResponseBody(SocketEffect.Stall.INSTANCE));
    ProducerRun run = run(order(new Target.Records(500)), FakeKafka.willing());
    CompletableFuture<RunEnd> ended = CompletableFuture.supplyAsync(run::run);
    await().until(() -> !people.asked().isEmpty());
    run.stop();
    assertThat(ended.get(2, TimeUnit.SECONDS).failure())
        .contains("run r1 published nothing: it was stopped");
  }

  @Test
  void stop_endsTheRun_whileItWaitsForTheSource() throws Exception {
    people.faults(number -> new MockResponse.Builder().code(429).addHeader("Retry-After", "200"));
    ProducerRun run = run(order(new Target.Records(500)), FakeKafka.willing(), Ticker.system());
    CompletableFuture<RunEnd> ended = CompletableFuture.supplyAsync(run::run);
    await().until(() -> run.progress().waitingFor().isPresent());
    assertThat(run.progress().waitingFor()).contains("the source, which answered 429");
    assertThat(run.progress().waitingFor().map(RunWait::sentence).flatMap(RunWait::in))
        .contains(RunWait.RATE_LIMIT);
    assertThat(run.sourceFaults()).isEqualTo(Map.of("RATE_LIMITED", 1L));
    run.stop();
    assertThat(ended.get(2, TimeUnit.SECONDS).failure())
        .contains(
            "run r1 published nothing: it was stopped (it waited for the source, which answered"
                + " 429)");
  }

  @Test
  void run_isNoFailure_whenItIsStoppedWithItsTargetMet() throws Exception {
    FakeKafka kafka = FakeKafka.slow();
    ProducerRun run = run(order(new Target.Records(50)), kafka);
    CompletableFuture<RunEnd> ended = CompletableFuture.supplyAsync(run::run);
    await().until(() -> kafka.sent().size() == 50);
    run.stop();
    RunEnd end = ended.get(30, TimeUnit.SECONDS);
    assertThat(end.failure()).isEmpty();
    assertThat(end.receipt().complete()).isTrue();
    assertThatTheReceiptIsWhatWasAcknowledged(end.receipt(), kafka);
  }

  @Test
  void run_publishesNothing_whenItWasStoppedBefore() throws Exception {
    ProducerRun run = run(order(new Target.Records(50)), FakeKafka.willing());
    run.stop();
    assertThat(run.run().failure()).contains("run r1 published nothing: it was stopped");
    assertThat(people.asked()).isEmpty();
  }

  @Test
  void run_endsWithItsTime_andPublishesAllThatItFetched() throws Exception {
    people.faults(
        number -> {
          ticker.pass(Duration.ofSeconds(20));
          return null;
        });
    RunEnd end = run(order(new Target.Lasting(Duration.ofSeconds(60))), FakeKafka.willing()).run();
    assertThat(end.failure()).isEmpty();
    Receipt receipt = end.receipt();
    assertThat(receipt.complete()).isTrue();
    assertThat(receipt.asked()).isZero();
    assertThat(receipt.published()).isEqualTo(receipt.fetched()).isBetween(100L, 200L);
  }

  /** Its answer is there when the time ends, but has not been mapped yet. */
  @Test
  void run_publishesThePageThatArrivesAsItsTimeEnds() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CompletableFuture<Void> mayBeMapped = new CompletableFuture<>();
    AtomicInteger pages = new AtomicInteger();
    PageMapping mapping =
        (body, fetch) -> {
          if (pages.incrementAndGet() == 2) {
            arrived.countDown();
            mayBeMapped.join();
          }
          return People.map(body);
        };
    FakeKafka kafka = FakeKafka.willing();
    ProducerRun run =
        new ProducerRun(
            pipeline(Definitions.SEEDED, Optional.empty()),
            order(new Target.Lasting(Duration.ofSeconds(60))),
            parts(kafka, ticker, mapping));
    CompletableFuture<RunEnd> ended = CompletableFuture.supplyAsync(run::run);
    assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();
    await().until(() -> kafka.sent().size() == 50);
    ticker.pass(Duration.ofSeconds(60));
    long looks = ticker.looks();
    await().until(() -> ticker.looks() > looks);
    mayBeMapped.complete(null);

    RunEnd end = ended.get(30, TimeUnit.SECONDS);
    assertThat(end.failure()).isEmpty();
    assertThat(List.of(end.receipt().fetched(), end.receipt().published()))
        .containsExactly(100L, 100L);
    assertThat(people.asked()).hasSize(2);
  }

  @Test
  void run_doesNotWaitForAPage_whenItsTimeEnds() throws Exception {
    people.faults(
        number ->
            number == 1
                ? null
                : new MockResponse.Builder().body("{").onResponseBody(SocketEffect.Stall.INSTANCE));
    FakeKafka kafka = FakeKafka.willing();
    ProducerRun run = run(order(new Target.Lasting(Duration.ofSeconds(60))), kafka);
    CompletableFuture<RunEnd> ended = CompletableFuture.supplyAsync(run::run);
    await().until(() -> people.asked().size() == 2 && kafka.sent().size() == 50);
    ticker.pass(Duration.ofSeconds(60));

    RunEnd end = ended.get(30, TimeUnit.SECONDS);
    assertThat(end.failure()).isEmpty();
    assertThat(List.of(end.receipt().fetched(), end.receipt().published()))
        .containsExactly(50L, 50L);
  }

  @Test
  void run_fails_whenItsTimeBroughtNothing() throws Exception {
    people.faults(number -> new MockResponse.Builder().code(503));
    RunRequest order =
        new RunRequest(
            "r1",
            "r1",
            new Target.Lasting(Duration.ofMillis(300)),
            OptionalDouble.empty(),
            Duration.ofMinutes(5));
    RunEnd end = run(order, FakeKafka.willing(), Ticker.system()).run();
    assertThat(end.failure())
        .contains(
            "run r1 published nothing: no page came within the time given (it waited for the"
                + " source, which answered 503)");
  }

  @Test
  void run_takesAllThatThereIs_whenAskedForEverything() throws Exception {
    people.faults(
        number ->
            new MockResponse.Builder()
                .body(People.page("x", number, number < 3 ? 50 : number == 3 ? 7 : 0)));
    Pipeline finite = pipeline(Definitions.FINITE, Optional.empty());
    RunEnd end =
        new ProducerRun(finite, order(new Target.Everything()), parts(FakeKafka.willing(), ticker))
            .run();
    assertThat(end.failure()).isEmpty();
    assertThat(end.receipt().published()).isEqualTo(107);
    assertThat(end.receipt().reading())
        .contains(
            new SourceReading(
                Optional.of("empty-page"), Optional.of("page 4 has no records"), 4, 4));
    assertThat(end.receipt().seed()).isEmpty();
  }

  @Test
  void run_fails_whenAFiniteSourceHasLessThanAsked() throws Exception {
    people.faults(
        number -> new MockResponse.Builder().body(People.page("x", number, number < 2 ? 7 : 0)));
    Pipeline finite = pipeline(Definitions.FINITE, Optional.empty());
    RunEnd end =
        new ProducerRun(finite, order(new Target.Records(50)), parts(FakeKafka.willing(), ticker))
            .run();
    assertThat(end.failure().orElseThrow())
        .startsWith(
            "run r1 published 7 of 50 records: the source has no more (page 2 has no records)");
  }

  @Test
  void run_neverAsksForMoreThanTheRateLimit() throws Exception {
    Pipeline limited =
        pipeline(Definitions.SEEDED, Optional.of(new RateLimit(120, Duration.ofMinutes(5))));
    RunEnd end =
        new ProducerRun(limited, order(new Target.Records(500)), parts(FakeKafka.willing(), ticker))
            .run();
    assertThat(end.failure()).isEmpty();
    assertThat(ticker.sleeps()).hasSize(4).allMatch(Duration.ofMinutes(5)::equals);
  }

  @Test
  void run_fails_whenKafkaIsNotReady() throws Exception {
    ProducerRun.Parts parts = parts(FakeKafka.willing(), ticker);
    RunEnd end =
        new ProducerRun(
                pipeline(Definitions.SEEDED, Optional.empty()),
                order(new Target.Records(10)),
                new ProducerRun.Parts(
                    () -> {
                      throw new CommandFailedException("Kafka at k:1 has no topic people");
                    },
                    parts.kafka(),
                    parts.encoding(),
                    parts.earlierTries(),
                    parts.mapping(),
                    parts.manners()))
            .run();
    assertThat(end.failure())
        .contains("run r1 published nothing: Kafka at k:1 has no topic people");
    assertThat(people.asked()).isEmpty();
  }

  @Test
  void run_fails_beforeAnythingIsFetched_whenItsSchemaIsRefused() throws Exception {
    ProducerRun.Parts parts = parts(FakeKafka.willing(), ticker);
    RunEnd end =
        new ProducerRun(
                pipeline(Definitions.SEEDED, Optional.empty()),
                order(new Target.Records(10)),
                new ProducerRun.Parts(
                    parts.kafkaIsReady(),
                    () -> {
                      throw new AssertionError("nothing is published");
                    },
                    events -> {
                      throw new CommandFailedException("phone: is gone");
                    },
                    parts.earlierTries(),
                    parts.mapping(),
                    parts.manners()))
            .run();
    assertThat(end.failure()).contains("run r1 published nothing: phone: is gone");
    assertThat(people.asked()).isEmpty();
  }

  @Test
  void run_saysSo_whenSomethingNobodyForesawHappens() throws Exception {
    ProducerRun.Parts parts = parts(FakeKafka.willing(), ticker);
    RunEnd end =
        new ProducerRun(
                pipeline(Definitions.SEEDED, Optional.empty()),
                order(new Target.Records(10)),
                new ProducerRun.Parts(
                    parts.kafkaIsReady(),
                    parts.kafka(),
                    parts.encoding(),
                    parts.earlierTries(),
                    (body, fetch) -> {
                      throw new IllegalStateException("bug");
                    },
                    parts.manners()))
            .run();
    assertThat(end.failure().orElseThrow()).contains("published nothing").contains("bug");
  }

  @Test
  void constructor_refuses_whatTheSourceCanNeverGive() {
    assertThatThrownBy(() -> run(order(new Target.Records(5_001)), FakeKafka.willing()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("more than the source has");
    assertThatThrownBy(() -> run(order(new Target.Everything()), FakeKafka.willing()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("without end");
  }

  /** The promise behind "a retried run publishes the same records". */
  @Test
  void run_publishesTheSameRecords_whateverGoesWrongInBetween() throws Exception {
    Random random = new Random(seed);
    RunRequest order =
        new RunRequest(
            "r1", "r1", new Target.Records(333), OptionalDouble.of(40), Duration.ofMinutes(30));
    FakeKafka calm = FakeKafka.willing();
    assertThat(run(order, calm).run().failure()).isEmpty();
    for (int round = 0; round < 5; round++) {
      people.faults(number -> random.nextInt(3) == 0 ? fault(random) : null);
      FakeKafka stormy = FakeKafka.willing();
      assertThat(run(order, stormy).run().failure()).as("seed %d", seed).isEmpty();
      assertThat(lines(stormy)).as("seed %d", seed).isEqualTo(lines(calm)).hasSize(333);
    }
  }

  private static MockResponse.Builder fault(Random random) {
    return switch (random.nextInt(7)) {
      case 0 -> new MockResponse.Builder().code(429).addHeader("Retry-After", "7");
      case 1 -> new MockResponse.Builder().code(500);
      case 2 -> new MockResponse.Builder().body("{\"error\":\"Uh oh\"}");
      case 3 -> new MockResponse.Builder().body("{\"results\":[]}");
      case 4 -> new MockResponse.Builder().body(People.page("r1", 1, 3));
      case 5 -> new MockResponse.Builder().body(People.page("r1", 1, 40).substring(0, 100));
      default ->
          new MockResponse.Builder()
              .body(People.page("r1", 1, 40))
              .onResponseBody(new SocketEffect.CloseSocket(true, false, false));
    };
  }

  /** What a record is, but for its time. */
  private static List<String> lines(FakeKafka kafka) {
    List<String> lines = new ArrayList<>();
    for (ProducerRecord<byte[], byte[]> record : kafka.sent()) {
      lines.add(
          "%s %s %s %s"
              .formatted(
                  record.topic(),
                  new String(record.key(), UTF_8),
                  new String(record.value(), UTF_8),
                  new String(record.headers().lastHeader("source_cursor").value(), UTF_8)));
    }
    return lines;
  }

  private static void assertThatTheReceiptIsWhatWasAcknowledged(Receipt receipt, FakeKafka kafka) {
    Map<String, List<Long>> acknowledged = kafka.acknowledgedOffsets();
    assertThat(receipt.offsets()).hasSameSizeAs(acknowledged.keySet());
    for (OffsetRange range : receipt.offsets()) {
      List<Long> offsets = acknowledged.get(range.topic() + "-" + range.partition());
      assertThat(offsets)
          .hasSize((int) range.records())
          .contains(range.first(), range.last())
          .allMatch(offset -> range.first() <= offset && offset <= range.last());
    }
    assertThat(receipt.published() + receipt.rejected())
        .isEqualTo(acknowledged.values().stream().mapToLong(List::size).sum());
  }

  private ProducerRun run(RunRequest order, FakeKafka kafka) throws UsageException {
    return run(order, kafka, ticker);
  }

  private ProducerRun run(RunRequest order, FakeKafka kafka, Ticker time) throws UsageException {
    return new ProducerRun(
        pipeline(Definitions.SEEDED, Optional.empty()), order, parts(kafka, time));
  }

  private ProducerRun.Parts parts(FakeKafka kafka, Ticker time) {
    return parts(kafka, time, (body, fetch) -> People.map(body));
  }

  private ProducerRun.Parts parts(FakeKafka kafka, Ticker time, PageMapping mapping) {
    return new ProducerRun.Parts(
        () -> {},
        () -> kafka,
        EventEncoder::plain,
        HashMap::new,
        mapping,
        new PageSequence.Manners(
            LIMITS,
            "tributary/test",
            Duration.ofMinutes(5),
            new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30), new Random(seed)),
            time,
            InstantSource.system()));
  }

  private Pipeline pipeline(Paging paging, Optional<RateLimit> limit) {
    return Definitions.people(Definitions.source(server.url("/api/").uri(), paging, limit));
  }

  private static RunRequest order(Target target) {
    return RunRequest.of("r1", target);
  }
}
