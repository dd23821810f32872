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
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a source served against what a producer published of it: every user is in Kafka, with the
 * same value however often, every broken one in the rejected topic once, and nothing else is there.
 */
public final class SourceTruth {
  private static final Pattern PAGE_AND_INDEX = Pattern.compile("(\\d+/\\d+)$");

  private final Map<String, Map<String, String>> rows = new HashMap<>();
  private final Set<String> broken = new HashSet<>();
  private final Set<String> rejected = new HashSet<>();
  private final Map<String, byte[]> values = new HashMap<>();
  private int copies;

  /** Reads what was served. */
  public SourceTruth(List<RecordingSource.Served> served) throws JsonProcessingException {
    ObjectMapper json = new ObjectMapper();
    for (RecordingSource.Served answer : served) {
      int number = answer.page();
      int index = 0;
      for (JsonNode user : json.readTree(answer.body()).get("results")) {
        Optional<Map<String, String>> row = SourceUser.row(user);
        if (row.isPresent()) {
          rows.put(Objects.requireNonNull(row.get().get("id")), row.get());
        } else {
          broken.add(number + "/" + index);
        }
        index++;
      }
    }
  }

  /** How many records of Kafka were there before, under the same key. */
  public int copies() {
    return copies;
  }

  /**
   * Writes down what has to become of the records of both topics, and what is in none.
   *
   * @throws CommandFailedException when a record is there that the source never served, or two
   *     copies differ
   */
  public void writeTo(
      Truth truth, Collection<ConsumerRecord<byte[], byte[]>> published, String rejectedTopic)
      throws CommandFailedException {
    for (ConsumerRecord<byte[], byte[]> record : published) {
      Outcome outcome = record.topic().equals(rejectedTopic) ? rejected(record) : row(record);
      truth.add(Published.of(record, outcome));
    }
    int lost = 0;
    for (Map.Entry<String, Map<String, String>> row : rows.entrySet()) {
      if (!values.containsKey(row.getKey())) {
        truth.add(Published.never(lost++, new Outcome.Row(row.getKey(), row.getValue())));
      }
    }
    require(
        rejected.equals(broken),
        String.format(
            Locale.ROOT,
            "The source served %d broken records, and %d are in the rejected topic",
            broken.size(),
            rejected.size()));
  }

  private Outcome row(ConsumerRecord<byte[], byte[]> record) throws CommandFailedException {
    String key = new String(record.key(), UTF_8);
    Map<String, String> row = rows.get(key);
    require(row != null, "The source never served what was published as " + key);
    byte[] before = values.put(key, record.value());
    if (before != null) {
      copies++;
      require(
          Arrays.equals(before, record.value()),
          "There are two copies of %s that differ".formatted(key));
    }
    return new Outcome.Row(key, Objects.requireNonNull(row));
  }

  private Outcome rejected(ConsumerRecord<byte[], byte[]> record) throws CommandFailedException {
    String cursor = header(record, "source_cursor");
    require(cursor != null, "A rejected record has no cursor");
    // seed/page/index: a seed may have anything in it
    Matcher position = PAGE_AND_INDEX.matcher(Objects.requireNonNull(cursor));
    require(position.find(), "No cursor: " + cursor);
    require(rejected.add(position.group(1)), "A broken record was rejected twice: " + cursor);
    return new Outcome.Letter(String.valueOf(header(record, "reason")));
  }

  private static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
    var header = record.headers().lastHeader(name);
    return header == null ? null : new String(header.value(), UTF_8);
  }

  private static void require(boolean holds, String otherwise) throws CommandFailedException {
    if (!holds) {
      throw new CommandFailedException(otherwise);
    }
  }
}
