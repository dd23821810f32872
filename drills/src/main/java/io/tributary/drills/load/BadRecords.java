package io.tributary.drills.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.drills.truth.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Records that cannot be rows, one kind after the other: every reason that docs/dead-letters.md
 * lists, on both topics. For one thread.
 */
public final class BadRecords {
  /** The greatest event that the case's definition takes. */
  public static final int MOST_BYTES = 16_384;

  private static final List<String> REASONS =
      List.of(
          "EMPTY_VALUE",
          "MALFORMED_JSON",
          "NOT_AN_OBJECT",
          "MISSING_KEY",
          "KEY_MISMATCH",
          "MISSING_FIELD",
          "WRONG_TYPE",
          "CHECK_FAILED",
          "TOO_LARGE",
          "FUTURE_TIME",
          "UNKNOWN");
  private static final long HALF_AN_HOUR = 1_800_000;
  private static final int DEEP = 100;

  private final String topic;
  private final String rejected;
  private final People people;
  private final Random random;
  private final List<Supplier<Draft>> kinds;
  private int count;

  /**
   * @param topic the events'
   * @param rejected the other one
   */
  public BadRecords(String topic, String rejected, People people, Random random) {
    this.topic = topic;
    this.rejected = rejected;
    this.people = people;
    this.random = random;
    this.kinds =
        List.of(
            () -> value("EMPTY_VALUE", null),
            () -> value("EMPTY_VALUE", new byte[0]),
            () -> value("MALFORMED_JSON", cut(people.event(people.newId()))),
            () -> value("MALFORMED_JSON", noise()),
            () ->
                value(
                    "MALFORMED_JSON",
                    "{\"a\":1,\"a\":2,\"id\":\"x\",\"id\":\"x\"}".getBytes(UTF_8)),
            () ->
                value(
                    "MALFORMED_JSON",
                    ("{\"a\":" + "[".repeat(DEEP) + "]".repeat(DEEP) + "}").getBytes(UTF_8)),
            () -> value("MALFORMED_JSON", new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'}),
            () -> value("NOT_AN_OBJECT", "[1,2]".getBytes(UTF_8)),
            () -> value("NOT_AN_OBJECT", "17".getBytes(UTF_8)),
            () -> key("MISSING_KEY", null),
            () -> key("MISSING_KEY", new byte[0]),
            () -> key("KEY_MISMATCH", new UUID(random.nextLong(), 0).toString().getBytes(UTF_8)),
            () -> event("MISSING_FIELD", json -> json.remove("last_name")),
            () -> event("MISSING_FIELD", json -> json.putNull("first_name")),
            () -> event("MISSING_FIELD", json -> json.put("first_name", "")),
            () -> event("WRONG_TYPE", json -> json.put("first_name", 7)),
            () -> event("WRONG_TYPE", json -> json.put("dob", "yesterday")),
            () -> event("WRONG_TYPE", json -> json.put("id", "nonsense")),
            () -> event("CHECK_FAILED", json -> json.put("email", "nobody")),
            () -> event("CHECK_FAILED", json -> json.put("post_code", "9".repeat(33))),
            () -> event("TOO_LARGE", json -> json.put("more", "x".repeat(MOST_BYTES))),
            this::fromTheFuture,
            () -> rejection(Map.of("reason", REASONS.get(random.nextInt(REASONS.size())))),
            () -> rejection(Map.of("reason", "NEVER_HEARD_OF")),
            () -> rejection(Map.of()));
  }

  /** The next one. */
  public Draft next() {
    return kinds.get(count++ % kinds.size()).get();
  }

  /** How many there were. */
  public int count() {
    return count;
  }

  private Draft value(String reason, byte @Nullable [] value) {
    return draft(reason, people.newId().getBytes(UTF_8), value);
  }

  private Draft key(String reason, byte @Nullable [] key) {
    return draft(reason, key, people.event(people.newId()).value());
  }

  private Draft event(String reason, Consumer<ObjectNode> spoil) {
    String id = people.newId();
    ObjectNode json = People.json(people.values(id));
    spoil.accept(json);
    return draft(reason, id.getBytes(UTF_8), json.toString().getBytes(UTF_8));
  }

  private Draft draft(String reason, byte @Nullable [] key, byte @Nullable [] value) {
    return new Draft(
        topic, null, key, value, Map.of("run_id", "drill"), new Outcome.Letter(reason));
  }

  private Draft fromTheFuture() {
    return people
        .event(people.newId())
        .at(System.currentTimeMillis() + HALF_AN_HOUR)
        .becoming(new Outcome.Letter("FUTURE_TIME"));
  }

  /** Whatever a producer rejected: the consumer takes its word for it. */
  private Draft rejection(Map<String, String> headers) {
    String said = headers.getOrDefault("reason", "UNKNOWN");
    return new Draft(
        rejected,
        null,
        people.newId().getBytes(UTF_8),
        noise(),
        headers,
        new Outcome.Letter(REASONS.contains(said) ? said : "UNKNOWN"));
  }

  private static byte[] cut(Draft event) {
    byte[] whole = Objects.requireNonNull(event.value());
    return Arrays.copyOf(whole, whole.length / 2);
  }

  /** Bytes that are no JSON whatever comes: none begins so. */
  private byte[] noise() {
    byte[] bytes = new byte[1 + random.nextInt(64)];
    random.nextBytes(bytes);
    bytes[0] = '%';
    return bytes;
  }
}
