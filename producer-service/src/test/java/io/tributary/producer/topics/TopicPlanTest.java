package io.tributary.producer.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.definition.Pipeline;
import io.tributary.producer.source.Definitions;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopicPlanTest {
  private final Pipeline people = Definitions.people(Definitions.source(Definitions.SEEDED));

  @Test
  void of_isTheEventsTopicAndTheRejectedOne_withRoomForKeyAndHeaders() {
    List<TopicPlan> plans = TopicPlan.of(people);
    assertThat(plans)
        .containsExactly(
            new TopicPlan("people", 3, 1, 2_000 + (128 << 10)),
            new TopicPlan("people.rejected", 1, 1, (8 << 20) + (128 << 10)));
  }
}
