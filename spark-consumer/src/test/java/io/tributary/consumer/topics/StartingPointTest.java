package io.tributary.consumer.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.runtime.command.UsageException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StartingPointTest {
  private static final TopicPartition FIRST = new TopicPartition("my-users", 0);
  private static final TopicPartition SECOND = new TopicPartition("my-users", 1);
  private static final Map<TopicPartition, Retained> KAFKA =
      Map.of(FIRST, new Retained(10, 50), SECOND, new Retained(20, 60));

  @Test
  void earliestAndLatest_areWhatKafkaHas() throws Exception {
    assertThat(StartingPoint.parse("earliest").in(KAFKA))
        .isEqualTo(Map.of(FIRST, 10L, SECOND, 20L));
    assertThat(StartingPoint.parse("latest").in(KAFKA)).isEqualTo(Map.of(FIRST, 50L, SECOND, 60L));
    assertThat(StartingPoint.LATEST.in(Map.of(FIRST, new Retained(10, 30, 50))))
        .as("what is committed from now on")
        .isEqualTo(Map.of(FIRST, 30L));
  }

  @Test
  void offsets_areThoseNamed_andTheOldestElsewhere() throws Exception {
    StartingPoint point = StartingPoint.parse("my-users-1@33");
    assertThat(point.in(KAFKA)).isEqualTo(Map.of(FIRST, 10L, SECOND, 33L));
    assertThat(point.names(KAFKA)).isTrue();
    assertThat(StartingPoint.parse("users-1@33").names(KAFKA)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Earliest",
        "my-users@3",
        "my-users-0",
        "my-users-0@-1",
        "my-users-0@1,",
        "a-0@1,a-0@2"
      })
  void parse_refuses(String text) {
    assertThatThrownBy(() -> StartingPoint.parse(text))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("--from ");
  }

  @ParameterizedTest
  @CsvSource({"my-users-0@9, the offsets from 10 on", "my-users-1@61, 60 is the next one"})
  void check_refusesWhatKafkaDoesNotHave(String text, String why) throws Exception {
    StartingPoint.Offsets point = (StartingPoint.Offsets) StartingPoint.parse(text);
    assertThatThrownBy(() -> point.check(KAFKA))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(why);
  }

  @Test
  void checkPartitions_refusesWhatIsNone() throws Exception {
    StartingPoint.Offsets point = (StartingPoint.Offsets) StartingPoint.parse("my-users-2@1");
    assertThatThrownBy(() -> point.checkPartitions(KAFKA))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("not a partition of the pipeline's topics: my-users-0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"my-users-0@10,my-users-1@60", "my-users-0@50"})
  void check_takesWhatKafkaHas(String text) throws Exception {
    StartingPoint.Offsets point = (StartingPoint.Offsets) StartingPoint.parse(text);
    assertThatCode(() -> point.check(KAFKA)).doesNotThrowAnyException();
  }

  @Test
  void without_leavesOutTheTopicsOfOthers() throws Exception {
    StartingPoint both = StartingPoint.parse("users-0@3,orders-1@4");
    assertThat(((StartingPoint.Offsets) both).without(List.of("orders", "parcels")))
        .hasToString("users-0@3");
  }
}
