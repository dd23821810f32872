package io.tributary.drills.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.drills.truth.Outcome;
import io.tributary.drills.truth.Published;
import io.tributary.drills.truth.Truth;
import io.tributary.runtime.command.CommandFailedException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * What must become of records that were written with an older and with a newer definition, and read
 * with the older one, then with the newer one, and then with the older one again. See {@link
 * EvolvingDefinition} for what is different between the two.
 */
public final class EvolvedTruth {
  private final boolean dropsPhone;
  private final Map<Integer, Long> newerFrom;
  private final Map<Integer, Long> olderFrom;
  private final Map<String, Map<String, Map<String, String>>> served = new HashMap<>();
  private final Set<String> newerRuns = new HashSet<>();
  private final Map<String, byte[]> values = new HashMap<>();
  private final Map<String, Integer> counts = new TreeMap<>();

  /**
   * @param newerFrom the offset of each partition from which on the consumer had the newer
   *     definition
   * @param olderFrom from which on it had the older one again
   */
  public EvolvedTruth(
      boolean dropsPhone, Map<Integer, Long> newerFrom, Map<Integer, Long> olderFrom) {
    this.dropsPhone = dropsPhone;
    this.newerFrom = Map.copyOf(newerFrom);
    this.olderFrom = Map.copyOf(olderFrom);
  }

  /**
   * Adds a run.
   *
   * @param isNewer whether its producer had the newer definition
   * @param answers what its source served
   */
  public void add(String run, boolean isNewer, List<RecordingSource.Served> answers)
      throws JsonProcessingException {
    ObjectMapper json = new ObjectMapper();
    Map<String, Map<String, String>> users = new HashMap<>();
    for (RecordingSource.Served answer : answers) {
      for (JsonNode user : json.readTree(answer.body()).get("results")) {
        Map<String, String> values = SourceUser.values(user);
        if (isNewer) {
          SourceUser.put(values, "nationality", user.at("/nat"));
          SourceUser.put(values, "age", user.at("/dob/age"));
        }
        if (isNewer && dropsPhone) {
          values.remove("phone");
        }
        users.put(Objects.requireNonNull(values.get("id")), values);
      }
    }
    served.put(run, users);
    if (isNewer) {
      newerRuns.add(run);
    }
  }

  /**
   * Writes down what has to become of the topic's records, and what is not in it.
   *
   * @throws CommandFailedException when a record is there that no run was served, two copies
   *     differ, or there is no record of one of the kinds that the case is about
   */
  public void writeTo(Truth truth, Collection<ConsumerRecord<byte[], byte[]>> published)
      throws CommandFailedException {
    for (ConsumerRecord<byte[], byte[]> record : published) {
      truth.add(Published.of(record, outcome(record)));
    }
    int lost = 0;
    for (Map<String, Map<String, String>> users : served.values()) {
      for (Map.Entry<String, Map<String, String>> user : users.entrySet()) {
        if (!values.containsKey(user.getKey())) {
          truth.add(Published.never(lost++, new Outcome.Row(user.getKey(), user.getValue())));
        }
      }
    }
    for (String kind :
        List.of(
            "older read by older",
            "older read by newer",
            "older read by older again",
            "newer read by newer",
            "newer read by older again")) {
      require(counts.containsKey(kind), "No record is of this kind: " + kind);
    }
  }

  /** How many records there were, by who wrote and who read them. */
  public Map<String, Integer> counts() {
    return counts;
  }

  private Outcome outcome(ConsumerRecord<byte[], byte[]> record) throws CommandFailedException {
    String key = new String(record.key(), UTF_8);
    Header run = record.headers().lastHeader("run_id");
    String name = run == null ? "" : new String(run.value(), UTF_8);
    Map<String, String> user = served.getOrDefault(name, Map.of()).get(key);
    require(user != null, "No run was served what %s published as %s".formatted(name, key));
    byte[] before = values.put(key, record.value());
    require(
        before == null || Arrays.equals(before, record.value()),
        "There are two copies of %s that differ".formatted(key));
    boolean isLater = isFrom(olderFrom, record);
    boolean isReadByNewer = !isLater && isFrom(newerFrom, record);
    counts.merge(
        "%s read by %s"
            .formatted(
                newerRuns.contains(name) ? "newer" : "older",
                isReadByNewer ? "newer" : isLater ? "older again" : "older"),
        1,
        Integer::sum);
    return read(key, Objects.requireNonNull(user), isReadByNewer);
  }

  private Outcome read(String key, Map<String, String> user, boolean isReadByNewer) {
    Map<String, String> row = new HashMap<>(user);
    if (isReadByNewer) {
      if (dropsPhone) {
        row.remove("phone");
      }
      return new Outcome.Row(key, row);
    }
    row.remove("nationality");
    row.remove("age");
    return row.containsKey("last_name")
        ? new Outcome.Row(key, row)
        : new Outcome.Letter("MISSING_FIELD");
  }

  private static boolean isFrom(Map<Integer, Long> offsets, ConsumerRecord<byte[], byte[]> record) {
    // a partition without one had no records yet
    return record.offset() >= offsets.getOrDefault(record.partition(), 0L);
  }

  private static void require(boolean holds, String otherwise) throws CommandFailedException {
    if (!holds) {
      throw new CommandFailedException(otherwise);
    }
  }
}
