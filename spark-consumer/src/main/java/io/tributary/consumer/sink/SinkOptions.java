package io.tributary.consumer.sink;

import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import io.tributary.consumer.checkpoint.StartedBatch;
import io.tributary.consumer.fence.FenceMode;
import java.io.Serializable;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the sink of one query is told, by the options that Spark passes on as texts.
 *
 * @param pipeline the pipeline's name
 * @param definition the pipeline's definition, as its file has it
 * @param contactPoints of Cassandra, {@code host:port} separated by commas
 * @param keyspaces of all pipelines whose queries share a session of Cassandra's
 * @param username empty where the cluster asks for none
 * @param writesInFlight requests that one task has under way at most, 1 or more
 * @param futureTolerance how far ahead of the clock a record's time may be
 * @param deadLetterTtl how long dead letters are kept; zero for ever
 * @param fence whether offsets are committed behind a fence
 * @param continuous whether the query runs without batches: rows are then sent at once, and records
 *     judged by the clock as they come
 * @param begun a batch that is done with another definition
 */
public record SinkOptions(
    String pipeline,
    String definition,
    String contactPoints,
    String datacenter,
    String username,
    String password,
    List<String> keyspaces,
    DefaultConsistencyLevel consistency,
    int writesInFlight,
    Duration futureTolerance,
    Duration deadLetterTtl,
    FenceMode fence,
    boolean continuous,
    @Nullable StartedBatch begun)
    implements Serializable {

  public SinkOptions {
    keyspaces = List.copyOf(keyspaces);
  }

  private static final String PIPELINE = "pipeline";
  private static final String DEFINITION = "definition";
  private static final String CONTACT_POINTS = "cassandra.contact-points";
  private static final String DATACENTER = "cassandra.datacenter";
  private static final String USERNAME = "cassandra.username";
  // Spark hides the values of options that are called so
  private static final String PASSWORD = "cassandra.password";
  private static final String KEYSPACES = "cassandra.keyspaces";
  private static final String CONSISTENCY = "cassandra.consistency";
  private static final String WRITES_IN_FLIGHT = "writes-in-flight";
  private static final String FUTURE_TOLERANCE_MS = "future-tolerance-ms";
  private static final String DEAD_LETTER_TTL_S = "dead-letter-ttl-s";
  private static final String FENCE = "fence";
  private static final String CONTINUOUS = "continuous";
  private static final String BEGUN_BATCH = "begun.batch";
  private static final String BEGUN_DEFINITION = "begun.definition";

  static SinkOptions of(Map<String, String> options) {
    return new SinkOptions(
        required(options, PIPELINE),
        required(options, DEFINITION),
        required(options, CONTACT_POINTS),
        required(options, DATACENTER),
        required(options, USERNAME),
        required(options, PASSWORD),
        List.of(required(options, KEYSPACES).split(",")),
        DefaultConsistencyLevel.valueOf(required(options, CONSISTENCY)),
        Integer.parseInt(required(options, WRITES_IN_FLIGHT)),
        Duration.ofMillis(Long.parseLong(required(options, FUTURE_TOLERANCE_MS))),
        Duration.ofSeconds(Long.parseLong(required(options, DEAD_LETTER_TTL_S))),
        FenceMode.valueOf(required(options, FENCE)),
        Boolean.parseBoolean(required(options, CONTINUOUS)),
        begun(options));
  }

  private static @Nullable StartedBatch begun(Map<String, String> options) {
    return options.containsKey(BEGUN_BATCH)
        ? new StartedBatch(
            Long.parseLong(required(options, BEGUN_BATCH)), required(options, BEGUN_DEFINITION))
        : null;
  }

  /** The same, with what is known of a batch that was begun before. */
  public SinkOptions withBegun(Optional<StartedBatch> batch) {
    return with(definition, batch.orElse(null));
  }

  /** The same, but for the definition that the batch was begun with. */
  SinkOptions asBegun(StartedBatch batch) {
    return with(batch.definition(), null);
  }

  private SinkOptions with(String text, @Nullable StartedBatch batch) {
    return new SinkOptions(
        pipeline,
        text,
        contactPoints,
        datacenter,
        username,
        password,
        keyspaces,
        consistency,
        writesInFlight,
        futureTolerance,
        deadLetterTtl,
        fence,
        continuous,
        batch);
  }

  /** The options as Spark passes them on. */
  public Map<String, String> toMap() {
    Map<String, String> options =
        new HashMap<>(
            Map.ofEntries(
                Map.entry(PIPELINE, pipeline),
                Map.entry(DEFINITION, definition),
                Map.entry(CONTACT_POINTS, contactPoints),
                Map.entry(DATACENTER, datacenter),
                Map.entry(USERNAME, username),
                Map.entry(PASSWORD, password),
                Map.entry(KEYSPACES, String.join(",", keyspaces)),
                Map.entry(CONSISTENCY, consistency.name()),
                Map.entry(WRITES_IN_FLIGHT, Integer.toString(writesInFlight)),
                Map.entry(FUTURE_TOLERANCE_MS, Long.toString(futureTolerance.toMillis())),
                Map.entry(DEAD_LETTER_TTL_S, Long.toString(deadLetterTtl.toSeconds())),
                Map.entry(FENCE, fence.name()),
                Map.entry(CONTINUOUS, Boolean.toString(continuous))));
    if (begun != null) {
      options.put(BEGUN_BATCH, Long.toString(begun.number()));
      options.put(BEGUN_DEFINITION, begun.definition());
    }
    return options;
  }

  /** Without password and definition: the one is secret, the other long. */
  @Override
  public String toString() {
    return "sink of %s into Cassandra at %s".formatted(pipeline, contactPoints);
  }

  private static String required(Map<String, String> options, String name) {
    String value = options.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the sink needs the option " + name);
    }
    return value;
  }
}
