package io.tributary.drills.load;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.drills.truth.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * Events of the users' pipeline that become rows, seeded: new people, and now and then another
 * event of one who was there before. For one thread.
 */
public final class People {
  private static final List<String> NAMES =
      List.of("Ada", "Zoë", "O'Neil", "Анна", "مریم", "李", "Åsa \"Å\"", "a\\b", "two\nlines", "😀");
  private static final int ONE_IN = 10;
  private static final long FIRST_DAY = -2_000_000_000L;
  private static final int SECONDS = 2_000_000_000;

  private final String topic;
  private final Random random;
  private final List<String> known = new ArrayList<>();

  public People(String topic, Random random) {
    this.topic = topic;
    this.random = random;
  }

  /** So many events. */
  public List<Draft> next(int count) {
    List<Draft> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean again = !known.isEmpty() && random.nextInt(ONE_IN) == 0;
      events.add(event(again ? anyKnown() : newId()));
    }
    return events;
  }

  /** Another event of somebody who was there before. */
  public String anyKnown() {
    return known.get(random.nextInt(known.size()));
  }

  /** Somebody who was not there before. */
  public String newId() {
    String id = new UUID(random.nextLong(), random.nextLong()).toString();
    known.add(id);
    return id;
  }

  /** An event of this person. */
  public Draft event(String id) {
    return event(id, values(id));
  }

  /** An event with these values; a {@code dob} or {@code registered_date} is milliseconds. */
  public Draft event(String id, Map<String, String> values) {
    return new Draft(
        topic,
        null,
        id.getBytes(StandardCharsets.UTF_8),
        json(values).toString().getBytes(StandardCharsets.UTF_8),
        Map.of("run_id", "drill", "pipeline", "users"),
        new Outcome.Row(id, new HashMap<>(values)));
  }

  /** A record that deletes this person's rows of that last name. */
  public Draft deletion(String id, String lastName) {
    Map<String, String> key = Map.of("id", id, "last_name", lastName);
    ObjectNode json = json(key).put("_deleted", true);
    return new Draft(
        topic,
        null,
        id.getBytes(StandardCharsets.UTF_8),
        json.toString().getBytes(StandardCharsets.UTF_8),
        Map.of("run_id", "drill", "pipeline", "users"),
        new Outcome.Deletion(id, key));
  }

  /**
   * The values of an event of this person; each time others. Some of the optional ones are left
   * out.
   */
  public Map<String, String> values(String id) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("id", id);
    values.put("first_name", name());
    values.put("last_name", name());
    optional(values, "gender", random.nextBoolean() ? "female" : "male");
    optional(
        values, "address", String.format(Locale.ROOT, "%d %s", random.nextInt(10_000), name()));
    optional(values, "post_code", Integer.toString(random.nextInt(100_000)));
    optional(values, "email", String.format(Locale.ROOT, "u%x@example.com", random.nextInt()));
    optional(values, "username", String.format(Locale.ROOT, "u%x", random.nextInt()));
    optional(values, "dob", time());
    optional(values, "registered_date", time());
    optional(values, "phone", String.format(Locale.ROOT, "+%d", random.nextInt(1_000_000_000)));
    optional(
        values,
        "picture",
        String.format(Locale.ROOT, "https://example.com/%d.jpg", random.nextInt(100)));
    return values;
  }

  /** The event's JSON, written by no code of the product. */
  public static ObjectNode json(Map<String, String> values) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    values.forEach((name, text) -> json.put(name, isTime(name) ? iso(text) : text));
    return json;
  }

  private static boolean isTime(String name) {
    return name.equals("dob") || name.equals("registered_date");
  }

  private static String iso(String millis) {
    Instant time = Instant.ofEpochMilli(Long.parseLong(millis));
    String text = time.truncatedTo(ChronoUnit.MILLIS).toString();
    // Instant leaves out zeros that the event's encoding has
    return text.contains(".") ? text : text.replace("Z", ".000Z");
  }

  private String name() {
    return NAMES.get(random.nextInt(NAMES.size())) + random.nextInt(1_000);
  }

  private String time() {
    return Long.toString(
        (FIRST_DAY + random.nextInt(SECONDS) * 2L) * 1_000 + random.nextInt(1_000));
  }

  private void optional(Map<String, String> values, String name, String value) {
    if (random.nextInt(ONE_IN) != 0) {
      values.put(name, value);
    }
  }
}
