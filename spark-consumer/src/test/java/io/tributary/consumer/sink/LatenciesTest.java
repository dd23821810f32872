package io.tributary.consumer.sink;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatenciesTest {

  @Test
  void add_countsInTheBucketWhoseBoundIsNotPassed() {
    Latencies latencies = new Latencies();
    latencies.add(5);
    latencies.add(6);
    latencies.add(-3);
    latencies.add(Long.MAX_VALUE / 2);
    assertThat(latencies.counts().subList(0, 2)).containsExactly(2L, 1L);
    assertThat(latencies.counts()).hasSize(Latencies.BOUNDS.size() + 1).endsWith(1L);
    assertThat(latencies.sum()).isEqualTo(11 + Long.MAX_VALUE / 2);
  }

  @Test
  void parse_readsWhatToStringWrites() {
    Latencies latencies = new Latencies();
    latencies.add(70);
    latencies.add(1_234);
    Latencies read = Latencies.parse(latencies.toString());
    assertThat(read.counts()).isEqualTo(latencies.counts());
    assertThat(read.sum()).isEqualTo(1_304);
  }

  @Test
  void since_leavesWhatCameLater() {
    Latencies earlier = new Latencies();
    earlier.add(70);
    Latencies both = new Latencies();
    both.add(earlier);
    both.add(4);
    Latencies later = both.since(earlier);
    assertThat(later.sum()).isEqualTo(4);
    assertThat(later.counts().get(0)).isEqualTo(1);
    assertThat(later.counts().stream().mapToLong(count -> count).sum()).isEqualTo(1);
  }
}
