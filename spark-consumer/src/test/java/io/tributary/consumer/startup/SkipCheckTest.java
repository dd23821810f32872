package io.tributary.consumer.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.consumer.source.Skips;
import io.tributary.runtime.command.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class SkipCheckTest {
  private static final TopicPartition PARTITION = new TopicPartition("events", 0);

  @Test
  void partitions_isWrongUsage_whenNoPipelineHasThePartition() throws Exception {
    Skips skips = Skips.parse("others-3@1,events-0@1,events-7@1");
    assertThatThrownBy(() -> SkipCheck.partitions(skips, List.of("others"), Set.of(PARTITION)))
        .isInstanceOf(UsageException.class)
        .hasMessageContainingAll("events-7@1", "events-0");
  }

  @Test
  void tell_saysWhatIsSkipped_andWhatHasNoEffectAnyMore() throws Exception {
    List<String> said = new ArrayList<>();
    SkipCheck.tell(
        Skips.parse("events-0@4,events-0@5..6,others-0@1"),
        List.of("events", "events.rejected"),
        Map.of(PARTITION, 5L),
        said::add);
    assertThat(said).hasSize(2);
    assertThat(said.get(0)).contains("--skip events-0@4 has no effect");
    assertThat(said.get(1)).contains("skipping events-0@5..6");
  }
}
