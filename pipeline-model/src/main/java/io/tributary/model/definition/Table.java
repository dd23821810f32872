package io.tributary.model.definition;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A table of the rows: some or all of the event's fields are its columns.
 *
 * @param partitionKey names of the fields of the partition key, one or more, in its order
 * @param clustering the clustering columns, in their order
 * @param columns names of the fields that are columns, those of the key among them, in the event's
 *     order
 * @param ttl how long after the record's time a row expires, in whole seconds up to {@link
 *     #LONGEST_TTL}; nothing for rows that stay
 * @param options of Cassandra, by name, which the table is created with
 * @param indexes names of the fields with a secondary index
 * @param sai names of the fields with a storage-attached index
 */
public record Table(
    String keyspace,
    String name,
    List<String> partitionKey,
    List<Clustering> clustering,
    List<String> columns,
    Optional<Duration> ttl,
    Map<String, TableOption> options,
    List<String> indexes,
    List<String> sai) {

  /** The dead letters' table, in the same keyspace. */
  public static final String DEAD_LETTERS = "dead_letters_by_day";

  /** What the dead letters' table of former versions is called, whose key was another. */
  public static final String FORMER_DEAD_LETTERS = "dead_letters";

  /** Where the pipelines of a keyspace are in their incremental sources. */
  public static final String CURSORS = "pipeline_cursors";

  /** What is on record about the runs of the pipelines of a keyspace. */
  public static final String RUNS = "pipeline_runs";

  /** The longest that Cassandra keeps what is to expire: 20 years. */
  public static final Duration LONGEST_TTL = Duration.ofDays(7_300);

  public Table {
    partitionKey = List.copyOf(partitionKey);
    clustering = List.copyOf(clustering);
    columns = List.copyOf(columns);
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    indexes = List.copyOf(indexes);
    sai = List.copyOf(sai);
  }

  /**
   * A column by which the rows of a partition are sorted.
   *
   * @param name the field's
   */
  public record Clustering(String name, boolean descending) {}

  /** Names of the fields of the primary key, in its order: partition key, then clustering. */
  public List<String> key() {
    return Stream.concat(partitionKey.stream(), clustering.stream().map(Clustering::name)).toList();
  }

  /** Keyspace and table, with a dot between. */
  public String fullName() {
    return keyspace + "." + name;
  }
}
