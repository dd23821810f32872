package io.tributary.model.cql;

import io.tributary.model.definition.Table;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The statements about the dead letters' table of a keyspace. Markers are positional.
 *
 * <p>A letter's place is its record's, whatever the record's headers say: filing it again writes
 * the same row. It is filed with the record's own time, its state changed with the present time, so
 * filing it again changes no state.
 */
public final class DeadLetterCql {
  /** State of a letter that nobody has dealt with. */
  public static final String OPEN = "open";

  /** State of a letter whose record was published again and became a row. */
  public static final String REPLAYED = "replayed";

  /** State of a letter that somebody has decided to do nothing about. */
  public static final String DISCARDED = "discarded";

  /** The longest that Cassandra keeps what is to expire. */
  public static final Duration LONGEST_TTL = Table.LONGEST_TTL;

  public static final long MILLIS_OF_DAY = 86_400_000;

  /** How many records of a Kafka partition that follow each other have their letters together. */
  public static final int OFFSETS_IN_RANGE = 1_000;

  /**
   * Into how many partitions of Cassandra's the letters of a day are divided at most: of ten
   * million, each has some 40,000.
   */
  public static final int BUCKETS = 256;

  private static final String PIPELINE = "pipeline";
  private static final String BY_BUCKET = "pipeline = ? AND day = ? AND bucket = ?";
  private static final String BY_KEY =
      BY_BUCKET + " AND topic = ? AND partition = ? AND offset = ?";
  private static final List<String> INSERTED =
      List.of(
          "pipeline",
          "day",
          "bucket",
          "topic",
          "partition",
          "offset",
          "reason",
          "field",
          "detail",
          "key",
          "value",
          "headers",
          "record_time",
          "run_id",
          "replay_of",
          "complete",
          "state");

  private final OwnTable own;
  private final String table;

  public DeadLetterCql(String keyspace) {
    this.own =
        new OwnTable(
            keyspace,
            Table.DEAD_LETTERS,
            columns(),
            partitionKey(),
            clusteringColumns(),
            "gc_grace_seconds = 0");
    this.table = own.fullName();
  }

  /** The table as it is to be. */
  public OwnTable table() {
    return own;
  }

  /**
   * The day (UTC) whose partition a record's letter is in; the last one that CQL can name for times
   * beyond it.
   *
   * @param createTime the record's CreateTime, milliseconds since the epoch
   */
  public static LocalDate day(long createTime) {
    return LocalDate.ofEpochDay(
        Math.min(Integer.MAX_VALUE, Math.floorDiv(createTime, MILLIS_OF_DAY)));
  }

  /**
   * The bucket of a day that a record's letter is in.
   *
   * @param offset the record's
   */
  public static int bucket(long offset) {
    return (int) (offset / OFFSETS_IN_RANGE % BUCKETS);
  }

  /** Keyspace and table, with a dot between. */
  public String name() {
    return table;
  }

  /** Names and CQL types of the columns, in order. */
  public static Map<String, String> columns() {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("pipeline", "text");
    columns.put("day", "date");
    columns.put("bucket", "int");
    columns.put("topic", "text");
    columns.put("partition", "int");
    columns.put("offset", "bigint");
    columns.put("reason", "text");
    columns.put("field", "text");
    columns.put("detail", "text");
    columns.put("key", "blob");
    columns.put("value", "blob");
    columns.put("headers", "map<text, blob>");
    columns.put("record_time", "timestamp");
    columns.put("run_id", "text");
    columns.put("replay_of", "text");
    columns.put("complete", "boolean");
    columns.put("state", "text");
    columns.put("state_changed", "timestamp");
    columns.put("state_note", "text");
    columns.put("tries", "int");
    return columns;
  }

  /** Names of the partition key's columns. */
  public static List<String> partitionKey() {
    return List.of("pipeline", "day", "bucket");
  }

  /** Names of the clustering columns, in order. */
  public static List<String> clusteringColumns() {
    return List.of("topic", "partition", "offset");
  }

  /**
   * Creates the table if it is not there. Letters that have expired, and values that they never
   * had, do not count from then on: for as long as Cassandra keeps tombstones, 10 days by default,
   * it refuses to read past 100,000 of them. Nothing is ever deleted here that a node could bring
   * back.
   */
  public String createTable() {
    return own.createTable();
  }

  /**
   * The same with another name for the column {@code pipeline}, so that nobody can use the table
   * before the column is renamed.
   */
  public String createTable(String pipelineColumn) {
    return own.renamed(PIPELINE, pipelineColumn).createTable();
  }

  /**
   * Files a letter. Markers: pipeline, day, bucket, topic, partition, offset, reason, field,
   * detail, key, value, headers, record_time, run_id, replay_of, complete, state; then the write
   * time, which is the record's time in microseconds.
   */
  public String insert() {
    String markers = INSERTED.stream().map(column -> "?").collect(Collectors.joining(", "));
    return "INSERT INTO %s (%s) VALUES (%s) USING TIMESTAMP ?"
        .formatted(table, String.join(", ", INSERTED), markers);
  }

  /**
   * The same for letters that expire; one more marker, the last: the seconds from the writing on,
   * as many as {@link #LONGEST_TTL} has at most.
   */
  public String insertExpiring() {
    return insert() + " AND TTL ?";
  }

  /** The buckets in which pipelines have letters: pipeline, day, bucket. */
  public String selectBuckets() {
    return "SELECT DISTINCT pipeline, day, bucket FROM " + table;
  }

  /**
   * The letters of a bucket without what they carry: topic, partition, offset, reason, field,
   * detail, record_time, run_id, replay_of, state, state_changed, state_note, tries. Markers:
   * pipeline, day, bucket.
   */
  public String selectBucket() {
    return ("SELECT topic, partition, offset, reason, field, detail, record_time, run_id,"
            + " replay_of, state, state_changed, state_note, tries FROM %s WHERE %s")
        .formatted(table, BY_BUCKET);
  }

  /**
   * Which records of some that follow each other are letters of a day, and why: offset, reason.
   * Markers: pipeline, day, bucket, topic, partition, the first offset, and the one after the last;
   * they are to be in one bucket.
   */
  public String selectRange() {
    return "SELECT offset, reason FROM %s WHERE %s AND topic = ? AND partition = ? AND offset >= ? AND offset < ?"
        .formatted(table, BY_BUCKET);
  }

  /**
   * One letter with all its columns, in the table's order; then the write time of its state in
   * microseconds ({@code state_written}), and in how many seconds it expires ({@code expires_in}),
   * if it does. Markers: the six of its key.
   */
  public String selectOne() {
    return ("SELECT %s, WRITETIME(state) AS state_written, TTL(reason) AS expires_in FROM %s"
            + " WHERE %s")
        .formatted(String.join(", ", columns().keySet()), table, BY_KEY);
  }

  /**
   * Whether a letter is there, in one row: {@code complete}, which letters of versions before have
   * not. Markers: the six of its key.
   */
  public String selectComplete() {
    return "SELECT complete FROM %s WHERE %s".formatted(table, BY_KEY);
  }

  /**
   * Changes a letter's state. Markers: the write time in microseconds, the seconds after which the
   * letter expires (0 for never), state, state_changed, state_note, tries, then the six of its key.
   * The write time is the present, but later than that of the present state: a letter may be filed
   * with a record's time that is in the future. The state expires with the letter: it would stay
   * behind alone.
   */
  public String changeState() {
    return ("UPDATE %s USING TIMESTAMP ? AND TTL ? SET state = ?, state_changed = ?, state_note = ?,"
            + " tries = ? WHERE %s")
        .formatted(table, BY_KEY);
  }

  /** Removes one letter. Markers: the six of its key. */
  public String delete() {
    return "DELETE FROM %s WHERE %s".formatted(table, BY_KEY);
  }
}
