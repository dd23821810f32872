package io.tributary.stack.producer;

import static io.tributary.stack.producer.TopicContent.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.receipt.OffsetRange;
import io.tributary.model.receipt.Receipt;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What both topics of a pipeline hold. */
record PublishedRecords(String bootstrapServers, Pipeline pipeline) {

  List<String> topics() {
    return pipeline.topic().names();
  }

  /** The newest record of each cursor, with all that decides its outcome but its time. */
  Map<String, String> byCursor() {
    Map<String, String> records = new TreeMap<>();
    for (String topic : topics()) {
      for (ConsumerRecord<byte[], byte[]> record : TopicContent.of(bootstrapServers, topic)) {
        String key = record.key() == null ? "" : new String(record.key(), UTF_8);
        records.put(
            header(record, "source_cursor"),
            "%s %s %s".formatted(topic, key, new String(record.value(), UTF_8)));
      }
    }
    return records;
  }

  /** How many records there are, those of one cursor counted each. */
  int count() {
    return topics().stream()
        .mapToInt(topic -> TopicContent.of(bootstrapServers, topic).size())
        .sum();
  }

  /** The records of the receipt's run are those that it counts, at the offsets that it names. */
  void assertHolds(Receipt receipt) {
    for (String topic : topics()) {
      Map<Integer, Set<Long>> held =
          TopicContent.of(bootstrapServers, topic).stream()
              .filter(record -> header(record, "run_id").equals(receipt.runId()))
              .collect(
                  Collectors.groupingBy(
                      ConsumerRecord::partition,
                      Collectors.mapping(ConsumerRecord::offset, Collectors.toSet())));
      List<OffsetRange> ranges =
          receipt.offsets().stream().filter(range -> range.topic().equals(topic)).toList();
      assertThat(ranges)
          .extracting(OffsetRange::partition)
          .containsExactlyInAnyOrderElementsOf(held.keySet());
      for (OffsetRange range : ranges) {
        assertThat(held.get(range.partition()))
            .hasSize((int) range.records())
            .contains(range.first(), range.last())
            .allMatch(offset -> range.first() <= offset && offset <= range.last());
      }
    }
  }
}
