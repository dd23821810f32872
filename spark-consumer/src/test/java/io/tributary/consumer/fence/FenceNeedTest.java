package io.tributary.consumer.fence;

import static com.datastax.oss.driver.api.core.DefaultConsistencyLevel.LOCAL_QUORUM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FenceNeedTest {

  private static CommitLog log(
      String sync, @Nullable String period, @Nullable String lag, String policy) {
    Map<String, @Nullable String> settings = new HashMap<>();
    settings.put(CommitLog.SYNC, sync);
    settings.put(CommitLog.PERIOD, period);
    settings.put(CommitLog.LAG, lag);
    settings.put(CommitLog.FAILURE_POLICY, policy);
    return CommitLog.of(settings);
  }

  private static CommitLog periodic(@Nullable String period) {
    return log("periodic", period, "null", "die");
  }

  private static FenceNeed need(int replicas, CommitLog... nodes) {
    Map<String, CommitLog> commitLogs = new HashMap<>();
    for (CommitLog node : nodes) {
      commitLogs.put("node" + commitLogs.size(), node);
    }
    return new FenceNeed("k", replicas, LOCAL_QUORUM, false, true, commitLogs);
  }

  @ParameterizedTest
  @CsvSource({
    "10ms, null, 15",
    "10ms, , 15",
    "10ms, 40ms, 40",
    "5s, 7ms, 7",
    "100000us, null, 150",
    "500 ms, null, 750"
  })
  void lagBound_isWhatCassandraWaitsFor(String period, @Nullable String lag, long millis)
      throws Exception {
    assertThat(need(1, log("periodic", period, lag, "stop")).lagBound(FenceMode.AUTO))
        .hasValue(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({
    "AUTO, 1, LOCAL_QUORUM, true",
    "AUTO, 1, ALL, true",
    "AUTO, 2, LOCAL_QUORUM, false",
    "AUTO, 2, TWO, false",
    "AUTO, 3, QUORUM, false",
    "AUTO, 3, EACH_QUORUM, false",
    "AUTO, 3, THREE, false",
    "AUTO, 3, ONE, true",
    "AUTO, 3, LOCAL_ONE, true",
    "ON, 1, LOCAL_QUORUM, true",
    "ON, 3, LOCAL_QUORUM, true",
    "OFF, 1, LOCAL_QUORUM, false",
    "OFF, 3, ONE, false"
  })
  void isNeeded_whereNoOtherNodeKeepsTheRow(
      FenceMode mode, int replicas, DefaultConsistencyLevel consistency, boolean needed)
      throws Exception {
    FenceNeed need =
        new FenceNeed("k", replicas, consistency, false, true, Map.of("node", periodic("10ms")));
    assertThat(FenceNeed.isNeeded(mode, replicas, consistency)).isEqualTo(needed);
    assertThat(need.lagBound(mode).isPresent()).isEqualTo(needed);
  }

  @Test
  void lagBound_isTheLongestOfAllNodes() throws Exception {
    assertThat(
            need(1, periodic("10ms"), periodic("30ms"), log("batch", null, null, "stop"))
                .lagBound(FenceMode.AUTO))
        .hasValue(Duration.ofMillis(45));
  }

  @Test
  void noFenceIsNeeded_whereThreeNodesHaveEachRow_unlessTold() throws Exception {
    assertThat(need(3, periodic("10s")).lagBound(FenceMode.AUTO)).isEmpty();
    assertThat(need(3, periodic("10ms")).lagBound(FenceMode.ON)).isPresent();
    assertThat(need(1, periodic("10s")).lagBound(FenceMode.OFF)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"group", "batch"})
  void noFenceIsNeeded_whereTheLogIsOnTheDiskBeforeTheAcknowledgement(String sync)
      throws Exception {
    assertThat(need(1, log(sync, null, null, "die")).lagBound(FenceMode.ON)).isEmpty();
  }

  @Test
  void start_isRefused_whenTheLagIsTooLong_namingTheSetting() {
    assertThatThrownBy(() -> need(1, periodic("10000ms")).lagBound(FenceMode.AUTO))
        .isInstanceOf(FenceImpossibleException.class)
        .hasMessageContaining("15000 ms")
        .hasMessageContaining("set commitlog_sync_period to 10ms")
        .hasMessageContaining("COMMIT_LOG_FENCE=off");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ignore", "stop_commit", "null"})
  void start_isRefused_whenANodeAcknowledgesWhatItCouldNotLog(String policy) {
    assertThatThrownBy(
            () -> need(1, log("periodic", "10ms", null, policy)).lagBound(FenceMode.AUTO))
        .isInstanceOf(FenceImpossibleException.class)
        .hasMessageContaining("commit_failure_policy");
  }

  @ParameterizedTest
  @CsvSource({"ANY, false, LOCAL_QUORUM", "ONE, true, LOCAL_ONE"})
  void start_isRefused_whenAWriteMayBeAcknowledgedThatNoNodeHasThatIsAsked(
      DefaultConsistencyLevel consistency, boolean elsewhere, String remedy) throws Exception {
    FenceNeed need =
        new FenceNeed("k", 3, consistency, elsewhere, true, Map.of("node", periodic("10ms")));
    assertThatThrownBy(() -> need.lagBound(FenceMode.AUTO))
        .isInstanceOf(FenceImpossibleException.class)
        .hasMessageContaining(remedy);
    assertThat(need.lagBound(FenceMode.OFF)).isEmpty();
  }

  @Test
  void start_isRefused_whenTheKeyspaceHasNoCommitLog() {
    assertThatThrownBy(
            () ->
                new FenceNeed("k", 1, LOCAL_QUORUM, false, false, Map.of("node", periodic("10ms")))
                    .lagBound(FenceMode.AUTO))
        .isInstanceOf(FenceImpossibleException.class)
        .hasMessageContaining("ALTER KEYSPACE k WITH durable_writes = true");
  }

  @Test
  void start_isRefused_whenANodeDoesNotTell() {
    assertThatThrownBy(() -> need(1, periodic(null)).lagBound(FenceMode.AUTO))
        .isInstanceOf(FenceImpossibleException.class)
        .hasMessageContaining("commitlog_sync_period");
    assertThatThrownBy(() -> need(1, CommitLog.of(Map.of())).lagBound(FenceMode.AUTO))
        .isInstanceOf(FenceImpossibleException.class)
        .hasMessageContaining("commitlog_sync");
  }

  @Test
  void replicas_areThoseOfOurDataCentre() {
    assertThat(Fences.replicas(Map.of("class", "SimpleStrategy", "replication_factor", "2"), "dc1"))
        .isEqualTo(2);
    assertThat(Fences.replicas(Map.of("class", "N", "dc1", "1", "dc2", "3"), "dc1")).isEqualTo(1);
    assertThat(Fences.replicas(Map.of("class", "N", "dc1", "3/1"), "dc1")).isEqualTo(3);
    assertThat(Fences.replicas(Map.of("class", "LocalStrategy"), "dc1")).isEqualTo(1);
  }
}
