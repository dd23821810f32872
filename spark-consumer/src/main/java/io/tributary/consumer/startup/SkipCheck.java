package io.tributary.consumer.startup;

import io.tributary.consumer.source.Skips;
import io.tributary.runtime.command.UsageException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** Looks at the start whether the records to be skipped are there to be skipped. */
public final class SkipCheck {
  private SkipCheck() {}

  /**
   * @param others topics of other pipelines
   * @param all partitions of the pipeline
   * @throws UsageException when one is named that is none of them
   */
  public static void partitions(Skips skips, List<String> others, Set<TopicPartition> all)
      throws UsageException {
    for (Skips.Span span : skips.spans()) {
      if (!others.contains(span.topic()) && !all.contains(span.topicPartition())) {
        throw new UsageException(
            "--skip names %s, which is not in a partition of the pipeline's topics: %s"
                .formatted(
                    span,
                    all.stream()
                        .map(TopicPartition::toString)
                        .sorted()
                        .collect(Collectors.joining(", "))));
      }
    }
  }

  /**
   * Says of each of a pipeline's what becomes of it.
   *
   * @param topics the pipeline's
   * @param positions the offset that each partition is read from next
   * @param loudly takes the sentences
   */
  public static void tell(
      Skips skips,
      List<String> topics,
      Map<TopicPartition, Long> positions,
      Consumer<String> loudly) {
    for (Skips.Span span : skips.spans()) {
      if (!topics.contains(span.topic())) {
        continue;
      }
      loudly.accept(
          span.last() < positions.getOrDefault(span.topicPartition(), 0L)
              ? "--skip %s has no effect because the consumer is already past it: remove it"
                  .formatted(span)
              : "skipping %s without reading: each record becomes a dead letter SKIPPED"
                  .formatted(span));
    }
  }
}
