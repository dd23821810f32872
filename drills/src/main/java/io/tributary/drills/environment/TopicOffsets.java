package io.tributary.drills.environment;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;

/** Where the partitions of a topic end, and a way to make them begin later. */
public final class TopicOffsets implements AutoCloseable {
  private final Admin admin;
  private final String topic;

  public TopicOffsets(String bootstrapServers, String topic) {
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    this.topic = topic;
  }

  /** The offset that each partition gives away next. */
  public Map<Integer, Long> ends() throws ExecutionException, InterruptedException {
    int partitions =
        admin
            .describeTopics(List.of(topic))
            .allTopicNames()
            .get()
            .values()
            .iterator()
            .next()
            .partitions()
            .size();
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    for (int i = 0; i < partitions; i++) {
      asked.put(new TopicPartition(topic, i), OffsetSpec.latest());
    }
    Map<Integer, Long> ends = new TreeMap<>();
    admin
        .listOffsets(asked)
        .all()
        .get()
        .forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
    return ends;
  }

  /** Deletes what is before these offsets, as retention does. */
  public void deleteBefore(Map<Integer, Long> offsets)
      throws ExecutionException, InterruptedException {
    admin
        .deleteRecords(
            offsets.entrySet().stream()
                .collect(
                    Collectors.toMap(
                        entry -> new TopicPartition(topic, entry.getKey()),
                        entry -> RecordsToDelete.beforeOffset(entry.getValue()))))
        .all()
        .get();
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}
