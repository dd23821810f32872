package io.tributary.producer.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tributary.model.count.Hash;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.EventEncoder;
import io.tributary.model.event.RecordPosition;
import io.tributary.model.mapping.FilledColumns;
import io.tributary.model.mapping.MappedRecord;
import io.tributary.model.receipt.OffsetRange;
import io.tributary.model.refusal.Reason;
import io.tributary.model.refusal.Refusal;
import io.tributary.model.topic.RecordSizes;
import io.tributary.producer.source.Definitions;
import io.tributary.producer.source.FetchedPage;
import io.tributary.producer.source.Pages;
import io.tributary.runtime.time.FakeTicker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class EventPublisherTest {
  private static final Instant T = Instant.ofEpochMilli(1_700_000_000_000L);

  private final Pipeline pipeline = Definitions.people(Definitions.source(Definitions.SEEDED));
  private final MockProducer<byte[], byte[]> kafka =
      new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final EventPublisher publisher = publisher(kafka);

  @Test
  void publish_sendsKeyValueTimeAndHeaders_ofAnEvent() throws Exception {
    publisher.publish(page(event("k1", "{}"), event("k2", "{\"id\":\"k2\"}")));
    ProducerRecord<byte[], byte[]> second = kafka.history().get(1);
    assertThat(second.topic()).isEqualTo("people");
    assertThat(second.partition()).as("left to Kafka's hash of the key").isNull();
    assertThat(second.key()).asString(UTF_8).isEqualTo("k2");
    assertThat(second.value()).asString(UTF_8).isEqualTo("{\"id\":\"k2\"}");
    assertThat(second.timestamp()).isEqualTo(T.toEpochMilli());
    assertThat(headers(second))
        .isEqualTo(Map.of("run_id", "r1", "pipeline", "people", "source_cursor", "s/4/1"));
  }

  @Test
  void publish_sendsReasonFieldAndDetail_ofARejectedRecord() throws Exception {
    publisher.publish(
        page(rejected("{\"name\":\"x\"}", new Refusal(Reason.MISSING_FIELD, "id", "no id"))));
    ProducerRecord<byte[], byte[]> record = kafka.history().get(0);
    assertThat(record.topic()).isEqualTo("people.rejected");
    assertThat(record.key()).isNull();
    assertThat(record.value()).asString(UTF_8).isEqualTo("{\"name\":\"x\"}");
    assertThat(record.timestamp()).isEqualTo(T.toEpochMilli());
    assertThat(headers(record))
        .isEqualTo(
            Map.of(
                "run_id", "r1",
                "pipeline", "people",
                "source_cursor", "s/4/0",
                "reason", "MISSING_FIELD",
                "field", "id",
                "detail", "no id"));
    assertThat(publisher.firstRejection().orElseThrow().text(pipeline.event()))
        .isEqualTo(
            "page 1, index 0: field 'id' (from /id): no id (MISSING_FIELD), the record has name");
  }

  @Test
  void publish_rejectsAnEvent_whenItIsLargerThanTheTopicTakes() throws Exception {
    publisher.publish(page(event("k", "x".repeat(2_000)), event("k", "x".repeat(2_001))));
    assertThat(kafka.history().get(0).topic()).isEqualTo("people");
    ProducerRecord<byte[], byte[]> tooLarge = kafka.history().get(1);
    assertThat(tooLarge.topic()).isEqualTo("people.rejected");
    assertThat(headers(tooLarge)).containsEntry("reason", "TOO_LARGE");
    assertThat(tooLarge.value()).hasSize(2_001);
  }

  @Test
  void publish_leavesOutTheValue_whenARejectedRecordIsLargerThanItsTopicTakes() throws Exception {
    int largest = RecordSizes.largestRejectedValue(pipeline.topic());
    Refusal refusal = new Refusal(Reason.TOO_LARGE, null, "too large");
    publisher.publish(
        page(rejected("x".repeat(largest), refusal), rejected("x".repeat(largest + 1), refusal)));
    assertThat(kafka.history().get(0).value()).hasSize(largest);
    assertThat(kafka.history().get(1).value()).isEmpty();
    assertThat(headers(kafka.history().get(1)).get("detail"))
        .startsWith("too large (the record's ")
        .endsWith("s/4/1)");
  }

  @Test
  void counts_grow_onlyWithAcknowledgements() throws Exception {
    publisher.publish(
        page(
            event("a", "1"),
            rejected("2", new Refusal(Reason.WRONG_TYPE, "x", "y")),
            event("c", "3")));
    assertThat(List.of(publisher.sent(), publisher.published(), publisher.rejected()))
        .containsExactly(3L, 0L, 0L);
    assertThat(publisher.offsets()).isEmpty();
    assertThat(kafka.completeNext()).isTrue();
    assertThat(kafka.completeNext()).isTrue();
    assertThat(List.of(publisher.sent(), publisher.published(), publisher.rejected()))
        .containsExactly(3L, 1L, 1L);
  }

  @Test
  void publish_fails_whenKafkaRefusedARecordBefore() throws Exception {
    publisher.publish(page(event("a", "1"), event("b", "2")));
    assertThat(kafka.completeNext()).isTrue();
    assertThat(kafka.errorNext(new TimeoutException("120000 ms has passed"))).isTrue();
    assertThatThrownBy(() -> publisher.publish(page(event("c", "3"))))
        .isInstanceOf(DeliveryFailedException.class)
        .hasMessage("Kafka did not take a record (TimeoutException: 120000 ms has passed)");
    assertThatThrownBy(publisher::flush).isInstanceOf(DeliveryFailedException.class);
    assertThat(kafka.history()).as("nothing sent after the failure").hasSize(2);
    assertThat(publisher.published()).isEqualTo(1);
  }

  @Test
  void publish_waits_whileKafkasBufferIsFull() throws Exception {
    FakeKafka full = FakeKafka.patient(3);
    EventPublisher waiting = publisher(full);
    AtomicReference<Exception> failure = new AtomicReference<>();
    Thread publishing =
        new Thread(
            () -> {
              try {
                waiting.publish(
                    page(event("a", "1"), event("b", "2"), event("c", "3"), event("d", "4")));
              } catch (DeliveryFailedException | InterruptedException unexpected) {
                failure.set(unexpected);
              }
            });
    publishing.start();
    await().until(() -> publishing.getState() == Thread.State.WAITING);
    assertThat(waiting.sent()).isEqualTo(3);
    assertThat(full.acknowledgeNext()).isTrue();
    publishing.join(10_000);
    assertThat(waiting.sent()).isEqualTo(4);
    assertThat(failure.get()).isNull();
  }

  @Test
  void publish_endsSoon_whenItsThreadIsInterruptedInAFullBuffer() throws Exception {
    FakeKafka full = FakeKafka.patient(1);
    EventPublisher waiting = publisher(full);
    AtomicReference<Exception> failure = new AtomicReference<>();
    Thread publishing =
        new Thread(
            () -> {
              try {
                waiting.publish(page(event("a", "1"), event("b", "2")));
              } catch (DeliveryFailedException | InterruptedException expected) {
                failure.set(expected);
              }
            });
    publishing.start();
    await().until(() -> publishing.getState() == Thread.State.WAITING);
    publishing.interrupt();
    publishing.join(10_000);
    assertThat(failure.get()).isInstanceOf(InterruptedException.class);
    assertThat(waiting.sent()).isEqualTo(1);
  }

  @Test
  void offsets_areExactlyWhatWasAcknowledged_whateverTheOrder() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    FakeKafka shuffling = FakeKafka.patient(Integer.MAX_VALUE);
    EventPublisher counting = publisher(shuffling);
    List<MappedRecord> records = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      records.add(
          random.nextInt(10) == 0
              ? rejected("r" + i, new Refusal(Reason.WRONG_TYPE, "f", "d"))
              : event("k" + random.nextInt(100), "v" + i));
    }
    counting.publish(Pages.of("s/1", T, records));
    int acknowledged = random.nextInt(500);
    shuffling.acknowledgeSome(acknowledged, random);

    Map<String, List<Long>> offsets = shuffling.acknowledgedOffsets();
    List<OffsetRange> expected = new ArrayList<>();
    offsets.forEach(
        (where, all) ->
            expected.add(
                new OffsetRange(
                    where.substring(0, where.lastIndexOf('-')),
                    Integer.parseInt(where.substring(where.lastIndexOf('-') + 1)),
                    all.stream().min(Long::compare).orElseThrow(),
                    all.stream().max(Long::compare).orElseThrow(),
                    all.size())));
    assertThat(counting.offsets())
        .as("seed %d", seed)
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(counting.published() + counting.rejected()).isEqualTo(acknowledged);
  }

  @Test
  void publish_countsARejectedRecordWhereItIs_whenAnEarlierTryFiledIt() throws Exception {
    Refusal refusal = new Refusal(Reason.WRONG_TYPE, "x", "y");
    EventPublisher again =
        publisher(
            kafka,
            () ->
                new HashMap<>(
                    Map.of(
                        RejectedRecord.of("s/4/1", "2".getBytes(UTF_8)),
                        new RecordPosition("people.rejected", 0, 17),
                        RejectedRecord.of("s/4/2", "what was there before".getBytes(UTF_8)),
                        new RecordPosition("people.rejected", 0, 18))));

    again.publish(page(event("a", "1"), rejected("2", refusal), rejected("3", refusal)));

    assertThat(kafka.history())
        .extracting(record -> headers(record).get("source_cursor"))
        .containsExactly("s/4/0", "s/4/2");
    assertThat(List.of(again.sent(), again.rejected())).containsExactly(3L, 1L);
    assertThat(again.offsets()).containsExactly(new OffsetRange("people.rejected", 0, 17, 17, 1));
    assertThat(again.firstRejection()).map(FirstRejection::refusal).contains(refusal);
  }

  @Test
  void earlierTries_areNotAskedAbout_whenNothingIsRejected() throws Exception {
    EventPublisher clean =
        publisher(
            kafka,
            () -> {
              throw new AssertionError("asked");
            });
    clean.publish(page(event("a", "1")));
    assertThat(clean.sent()).isOne();
  }

  @Test
  void publish_givesALaterTime_toAKeyThatOccursAgain() throws Exception {
    publisher.publish(page(event("a", "1"), event("b", "2"), event("a", "3")));
    publisher.publish(page(event("a", "4")));
    assertThat(kafka.history())
        .extracting(record -> record.timestamp() - T.toEpochMilli())
        .containsExactly(0L, 0L, 1L, 2L);
  }

  private EventPublisher publisher(
      org.apache.kafka.clients.producer.Producer<byte[], byte[]> producer) {
    return publisher(producer, HashMap::new);
  }

  private EventPublisher publisher(
      org.apache.kafka.clients.producer.Producer<byte[], byte[]> producer,
      EarlierAttempts earlierTries) {
    return new EventPublisher(
        pipeline,
        "r1",
        producer,
        earlierTries,
        OptionalDouble.empty(),
        new FakeTicker(),
        EventEncoder.plain(pipeline));
  }

  private static FetchedPage page(MappedRecord... records) {
    return Pages.of("s/4", T, List.of(records));
  }

  private static MappedRecord event(String key, String value) {
    return new MappedRecord.Event(
        key.getBytes(UTF_8),
        value.getBytes(UTF_8),
        new FilledColumns(Hash.add(Hash.START, key.getBytes(UTF_8)), new long[] {1}));
  }

  private static MappedRecord rejected(String original, Refusal refusal) {
    return new MappedRecord.Rejected(null, original.getBytes(UTF_8), refusal);
  }

  private static Map<String, String> headers(ProducerRecord<byte[], byte[]> record) {
    Map<String, String> headers = new TreeMap<>();
    for (Header header : record.headers()) {
      headers.put(header.key(), new String(header.value(), UTF_8));
    }
    return headers;
  }
}
