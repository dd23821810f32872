package io.tributary.model.definition;

import io.tributary.model.text.Quoted;
import io.tributary.model.yaml.Section;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the section {@code topic}. */
final class TopicReader {
  private static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,240}");

  /** Kafka's own, to which nobody may publish. */
  private static final Set<String> KAFKAS_TOPICS =
      Set.of(
          "__consumer_offsets", "__transaction_state", "__share_group_state", "__cluster_metadata");

  private static final int DEFAULT_PARTITIONS = 3;
  private static final int DEFAULT_REPLICATION = 1;
  private static final int DEFAULT_MAX_RECORD_BYTES = 1_048_576;

  /** Cassandra refuses mutations over half a commit log segment: 16 MiB. */
  private static final int MOST_RECORD_BYTES = 16 * 1024 * 1024;

  private TopicReader() {}

  static Optional<Topic> read(Section section) {
    Optional<String> name =
        section.matching(
            "name", true, NAME, "letters, digits, '.', '_' and '-', at most 240 of them");
    if (name.isPresent() && KAFKAS_TOPICS.contains(name.get())) {
      section.problem("name", Quoted.quote(name.get()), "a topic that is not Kafka's own");
    }
    Optional<Integer> partitions = section.integerOr("partitions", 1, 10_000, DEFAULT_PARTITIONS);
    Optional<Integer> replication = section.integerOr("replication", 1, 100, DEFAULT_REPLICATION);
    Optional<Integer> maxRecordBytes =
        section.integerOr("max-record-bytes", 1_024, MOST_RECORD_BYTES, DEFAULT_MAX_RECORD_BYTES);
    TopicFormat format = TopicFormatReader.read(section);
    section.end();
    if (name.isEmpty()
        || partitions.isEmpty()
        || replication.isEmpty()
        || maxRecordBytes.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Topic(name.get(), partitions.get(), replication.get(), maxRecordBytes.get(), format));
  }
}
