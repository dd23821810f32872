package io.tributary.stack.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.event.EventHeaders;
import io.tributary.model.event.WriteTime;
import io.tributary.stack.FreshPipeline;
import io.tributary.stack.Stack;
import io.tributary.stack.TestConsumer;
import io.tributary.stack.WithStack;
import io.tributary.stack.consumer.PipelineFixture.Letter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What becomes of a record of the topics: every row of the table "input, outcome", all of them in
 * one stream, which goes on to the last.
 */
@WithStack
@TestInstance(Lifecycle.PER_CLASS)
class TopicInputIT {
  private static final long NOW = System.currentTimeMillis();
  private static final long HOUR = 3_600_000;
  private static final int MEBIBYTE = 1 << 20;

  private static final String LAST = "ffffffff-0000-4000-8000-000000000000";

  /**
   * @param reason the dead letter's, or none for a row
   * @param field the dead letter's
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Input(
      String name,
      boolean toRejected,
      long time,
      byte @Nullable [] key,
      byte @Nullable [] value,
      Map<String, String> headers,
      @Nullable String reason,
      @Nullable String field) {

    @Override
    public String toString() {
      return name;
    }
  }

  private final Stack stack;
  private final FreshPipeline pipeline;
  private final Map<String, String> places = new HashMap<>();
  private @Nullable PipelineFixture surroundings;
  private Map<String, String> rows = Map.of();
  private Map<String, Letter> letters = Map.of();

  TopicInputIT(Stack stack, FreshPipeline pipeline) {
    this.stack = stack;
    this.pipeline = pipeline;
  }

  private static String id(int number) {
    return String.format(Locale.ROOT, "%08x-0000-4000-8000-000000000000", number);
  }

  private static Input good(String name, int number, String value) {
    return new Input(
        name, false, NOW, PipelineFixture.bytes(id(number)), bytes(value), Map.of(), null, null);
  }

  private static Input bad(
      String name,
      @Nullable String key,
      byte @Nullable [] value,
      String reason,
      @Nullable String field) {
    return new Input(name, false, NOW, PipelineFixture.bytes(key), value, Map.of(), reason, field);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** An event of the user with this number, with one more or another member. */
  private static String event(int number, String member) {
    return "{\"id\":\"%s\",\"first_name\":\"Ada\",\"last_name\":\"Lovelace\",%s}"
        .formatted(id(number), member);
  }

  static List<Input> inputs() {
    List<Input> inputs = new ArrayList<>();
    inputs.add(good("an event", 1, event(1, "\"gender\":\"female\"")));
    inputs.add(good("an unknown field", 2, event(2, "\"shoe_size\":{\"eu\":[38]}")));
    inputs.add(
        good("escapes and three scripts", 3, event(3, "\"phone\":\"\\u0416 \u5b57 \u0639\"")));

    inputs.add(bad("no value", id(10), null, "EMPTY_VALUE", null));
    inputs.add(bad("an empty value", id(10), new byte[0], "EMPTY_VALUE", null));
    inputs.add(bad("not JSON", id(11), bytes("hello"), "MALFORMED_JSON", null));
    inputs.add(bad("JSON cut off", id(11), bytes("{\"id\":\"" + id(11)), "MALFORMED_JSON", null));
    inputs.add(
        bad(
            "JSON and more",
            id(11),
            bytes(event(11, "\"phone\":\"1\"") + "x"),
            "MALFORMED_JSON",
            null));
    inputs.add(
        bad(
            "an array",
            id(12),
            bytes("[" + event(12, "\"phone\":\"1\"") + "]"),
            "NOT_AN_OBJECT",
            null));
    inputs.add(bad("a number", id(12), bytes("17"), "NOT_AN_OBJECT", null));
    inputs.add(bad("no key", null, bytes(event(13, "\"phone\":\"1\"")), "MISSING_KEY", null));
    inputs.add(bad("an empty key", "", bytes(event(13, "\"phone\":\"1\"")), "MISSING_KEY", null));
    inputs.add(
        bad("another's key", id(99), bytes(event(14, "\"phone\":\"1\"")), "KEY_MISMATCH", null));
    inputs.add(
        bad(
            "a field twice",
            id(15),
            bytes(event(15, "\"phone\":\"1\",\"phone\":\"2\"")),
            "MALFORMED_JSON",
            null));
    inputs.add(
        bad(
            "a missing field",
            id(16),
            bytes("{\"id\":\"%s\",\"first_name\":\"Ada\"}".formatted(id(16))),
            "MISSING_FIELD",
            "last_name"));
    inputs.add(
        bad(
            "a broken check",
            id(17),
            bytes(event(17, "\"email\":\"nobody\"")),
            "CHECK_FAILED",
            "email"));
    byte[] invalid = bytes(event(18, "\"phone\":\"?\""));
    invalid[new String(invalid, StandardCharsets.UTF_8).indexOf('?')] = (byte) 0xC3;
    inputs.add(bad("invalid UTF-8", id(18), invalid, "MALFORMED_JSON", null));
    inputs.add(
        bad(
            "10,000 brackets",
            id(19),
            bytes(event(19, "\"deep\":" + "[".repeat(10_000) + "]".repeat(10_000))),
            "MALFORMED_JSON",
            null));
    inputs.add(
        bad(
            "5 MiB",
            id(20),
            bytes(event(20, "\"phone\":\"" + "1".repeat(5 * MEBIBYTE) + "\"")),
            "TOO_LARGE",
            null));
    inputs.add(
        bad(
            "9 MiB",
            id(21),
            bytes(event(21, "\"phone\":\"" + "1".repeat(9 * MEBIBYTE) + "\"")),
            "TOO_LARGE",
            null));

    Map<String, String> wrong = new HashMap<>();
    for (String text :
        List.of("gender", "address", "post_code", "email", "username", "phone", "picture")) {
      wrong.put(text, "7");
    }
    wrong.put("dob", "\"yesterday\"");
    wrong.put("registered_date", "1369723655571");
    wrong.forEach(
        (field, value) ->
            inputs.add(
                bad(
                    "a wrong " + field,
                    id(30),
                    bytes(event(30, "\"%s\":%s".formatted(field, value))),
                    "WRONG_TYPE",
                    field)));
    inputs.add(
        bad(
            "a wrong id",
            "no-uuid",
            bytes("{\"id\":\"no-uuid\",\"first_name\":\"Ada\",\"last_name\":\"L\"}"),
            "WRONG_TYPE",
            "id"));
    inputs.add(
        bad(
            "a wrong first_name",
            id(31),
            bytes("{\"id\":\"%s\",\"first_name\":[\"Ada\"],\"last_name\":\"L\"}".formatted(id(31))),
            "WRONG_TYPE",
            "first_name"));
    inputs.add(
        bad(
            "a wrong last_name",
            id(31),
            bytes("{\"id\":\"%s\",\"first_name\":\"Ada\",\"last_name\":true}".formatted(id(31))),
            "WRONG_TYPE",
            "last_name"));

    for (long time :
        List.of(NOW + HOUR, WriteTime.LATEST_MILLIS, Long.MAX_VALUE / 1_000 + 1, Long.MAX_VALUE)) {
      inputs.add(
          new Input(
              "a time in the future, " + time,
              false,
              time,
              PipelineFixture.bytes(id(40)),
              bytes(event(40, "\"phone\":\"1\"")),
              Map.of(),
              "FUTURE_TIME",
              null));
    }

    inputs.add(
        new Input(
            "a rejected record",
            true,
            NOW,
            null,
            bytes("{\"login\":{}}"),
            Map.of(
                EventHeaders.REASON, "MISSING_FIELD",
                EventHeaders.FIELD, "id",
                EventHeaders.DETAIL, "nothing at /login/uuid",
                EventHeaders.RUN_ID, "run-9"),
            "MISSING_FIELD",
            "id"));
    inputs.add(
        new Input(
            "a rejected record without a reason",
            true,
            NOW,
            null,
            bytes("x"),
            Map.of(),
            "UNKNOWN",
            null));
    inputs.add(
        new Input(
            "a rejected record of nothing", true, NOW, null, null, Map.of(), "UNKNOWN", null));
    return inputs;
  }

  @BeforeAll
  void publishAndConsume() throws Exception {
    surroundings = PipelineFixture.of(stack, pipeline);
    PipelineFixture there = surroundings;
    List<Input> inputs = inputs();
    for (Input input : inputs) {
      String topic =
          input.toRejected()
              ? there.pipeline().topic().rejected()
              : there.pipeline().topic().name();
      ProducerRecord<byte[], byte[]> published =
          new ProducerRecord<>(topic, 0, input.time(), input.key(), input.value());
      input.headers().forEach((name, text) -> published.headers().add(name, bytes(text)));
      RecordMetadata at = there.send(published).get(60, TimeUnit.SECONDS);
      places.put(input.name(), String.format(Locale.ROOT, "%s-0@%d", topic, at.offset()));
    }
    there
        .send(
            new ProducerRecord<>(
                there.pipeline().topic().name(),
                0,
                NOW,
                bytes(LAST),
                bytes(PipelineFixture.event(LAST, "Last"))))
        .get(60, TimeUnit.SECONDS);
    int good = (int) inputs.stream().filter(input -> input.reason() == null).count();
    try (TestConsumer consumer = TestConsumer.start(stack, pipeline)) {
      there.awaitRows(good + 1);
      there.awaitLetters(inputs.size() - good);
      assertThat(consumer.process().isAlive()).isTrue();
    }
    rows = there.rows();
    letters = there.letters();
  }

  @AfterAll
  void close() {
    if (surroundings != null) {
      surroundings.close();
    }
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void record_hasItsOutcome(Input input) {
    @Nullable Letter found = letters.get(places.get(input.name()));
    if (input.reason() == null) {
      assertThat(found).as("dead letter").isNull();
      assertThat(rows).containsKey(new String(input.key(), StandardCharsets.UTF_8));
      return;
    }
    Letter letter = Objects.requireNonNull(found, "dead letter");
    assertThat(letter.reason()).isEqualTo(input.reason());
    assertThat(letter.field()).isEqualTo(input.field());
    assertThat(letter.state()).isEqualTo("open");
    assertThat(letter.key()).isEqualTo(input.key());
    assertThat(letter.runId()).isEqualTo(input.headers().get(EventHeaders.RUN_ID));
    assertThat(letter.writeTime()).isEqualTo(WriteTime.countable(input.time()) * 1_000);
    if (input.value() == null || input.value().length <= 8 * MEBIBYTE) {
      assertThat(letter.value()).isEqualTo(input.value());
    } else {
      assertThat(letter.value()).isNull();
      assertThat(letter.detail()).contains("in Kafka at " + places.get(input.name()));
    }
  }

  @Test
  void rows_areTheGoodEventsAlone() {
    assertThat(rows).hasSize((int) inputs().stream().filter(i -> i.reason() == null).count() + 1);
    assertThat(letters).hasSize((int) inputs().stream().filter(i -> i.reason() != null).count());
  }
}
