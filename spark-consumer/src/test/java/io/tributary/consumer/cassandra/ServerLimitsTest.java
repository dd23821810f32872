package io.tributary.consumer.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerLimitsTest {
  @Test
  void limits_areThoseOfCassandrasOwnSettings_whenNothingCanBeRead() {
    ServerLimits limits = ServerLimits.byDefault();
    assertThat(limits.batchBytes()).isEqualTo(40 << 10);
    assertThat(limits.rowBytes()).isEqualTo((16 << 20) - (64 << 10));
    assertThat(limits.latestExpiry()).hasToString("2038-01-19T03:14:06Z");
  }

  @Test
  void batches_haveAShareOfTheThreshold_andAreNeverLargerThanIsFast() {
    assertThat(batch("5KiB")).isEqualTo(4 << 10);
    assertThat(batch("50KiB")).isEqualTo(40 << 10);
    assertThat(batch("640KiB")).isEqualTo(40 << 10);
    assertThat(batch("null")).isEqualTo(40 << 10);
  }

  private static int batch(String threshold) {
    return ServerLimits.of(Map.of("batch_size_fail_threshold", threshold)).batchBytes();
  }

  @Test
  void rows_areSmallerThanAMutation_whichIsHalfASegmentUnlessSet() {
    assertThat(ServerLimits.of(Map.of("max_mutation_size", "1MiB")).rowBytes())
        .isBetween(1_000_000, (1 << 20) - 1_000);
    assertThat(ServerLimits.of(Map.of("commitlog_segment_size", "8MiB")).rowBytes())
        .isBetween(4_000_000, (4 << 20) - 1_000);
    assertThat(ServerLimits.of(Map.of("max_mutation_size", "64MiB")).rowBytes())
        .as("a request has a limit too")
        .isLessThan(16 << 20);
  }

  @Test
  void expiry_reachesFurther_whereDataFilesHoldMore() {
    assertThat(ServerLimits.of(Map.of("storage_compatibility_mode", "NONE")).latestExpiry())
        .hasToString("2106-02-07T06:28:13Z");
    assertThat(ServerLimits.of(Map.of("storage_compatibility_mode", "UPGRADING")).latestExpiry())
        .hasToString("2038-01-19T03:14:06Z");
  }
}
