package io.tributary.consumer.fence;

import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Decides whether a keyspace's writes need a fence, and whether one can hold there.
 *
 * @param keyspace the keyspace's name
 * @param replicas how many nodes of our data centre have each row
 * @param consistency how many of them acknowledge its write
 * @param elsewhere whether nodes of other data centres have the rows too
 * @param durableWrites whether the keyspace's writes go through the commit log at all
 * @param commitLogs of each node, by the name that people know it by
 */
record FenceNeed(
    String keyspace,
    int replicas,
    DefaultConsistencyLevel consistency,
    boolean elsewhere,
    boolean durableWrites,
    Map<String, CommitLog> commitLogs) {

  /** A fence waits that long at least: what is longer makes each batch, or epoch, as long. */
  static final Duration LONGEST_LAG = Duration.ofSeconds(1);

  /** Whether the commit logs matter at all: of two nodes, one keeps what the other forgets. */
  static boolean isNeeded(FenceMode mode, int replicas, DefaultConsistencyLevel consistency) {
    return mode == FenceMode.ON || (mode == FenceMode.AUTO && oneIsEnough(replicas, consistency));
  }

  /** Whether a write may be acknowledged that one node alone has. */
  private static boolean oneIsEnough(int replicas, DefaultConsistencyLevel consistency) {
    return replicas < 2
        || switch (consistency) {
          case ANY, ONE, LOCAL_ONE -> true;
          default -> false;
        };
  }

  /**
   * How far a sync may lag where there has to be a fence; nothing where none is needed.
   *
   * @throws FenceImpossibleException when one is needed and could not hold
   */
  Optional<Duration> lagBound(FenceMode mode) throws FenceImpossibleException {
    if (!isNeeded(mode, replicas, consistency)) {
      return Optional.empty();
    }
    if (consistency == DefaultConsistencyLevel.ANY) {
      throw new FenceImpossibleException(
          "with CASSANDRA_CONSISTENCY=ANY Cassandra acknowledges writes that no replica has: set it to LOCAL_QUORUM");
    }
    if (consistency == DefaultConsistencyLevel.ONE && elsewhere) {
      throw new FenceImpossibleException(
          "with CASSANDRA_CONSISTENCY=ONE a node of another data centre may be the only one that has a row: set it to LOCAL_ONE or LOCAL_QUORUM");
    }
    if (!durableWrites) {
      throw new FenceImpossibleException(
          "the keyspace %s has durable_writes = false, so Cassandra forgets its last rows when it is killed: ALTER KEYSPACE %s WITH durable_writes = true"
              .formatted(keyspace, keyspace));
    }
    Duration longest = Duration.ZERO;
    for (Map.Entry<String, CommitLog> node : commitLogs.entrySet()) {
      if (node.getValue().isPeriodic()) {
        Duration lag = lagOf(node.getKey(), node.getValue());
        longest = lag.compareTo(longest) > 0 ? lag : longest;
      } else if (node.getValue().sync().isEmpty()) {
        throw new FenceImpossibleException(
            "the Cassandra node %s does not show its setting %s: let the consumer's user read system_views.settings"
                .formatted(node.getKey(), CommitLog.SYNC));
      }
    }
    // group and batch acknowledge nothing that is not on the disk
    return longest.isZero() ? Optional.empty() : Optional.of(longest);
  }

  private static Duration lagOf(String node, CommitLog log) throws FenceImpossibleException {
    if (!log.failsLoudly()) {
      throw new FenceImpossibleException(
          "the Cassandra node %s acknowledges writes that it could not log (%s is '%s'): set it to stop or die in cassandra.yaml"
              .formatted(node, CommitLog.FAILURE_POLICY, log.failurePolicy()));
    }
    Duration lag =
        log.lagBound()
            .orElseThrow(
                () ->
                    new FenceImpossibleException(
                        "the Cassandra node %s does not say how far its commit log lags: set %s to 10ms in cassandra.yaml"
                            .formatted(node, CommitLog.PERIOD)));
    if (lag.compareTo(LONGEST_LAG) > 0) {
      throw new FenceImpossibleException(
          String.format(
              Locale.ROOT,
              "the Cassandra node %s may forget the last %d ms of acknowledged writes when it is killed, too long to wait for before each commit of offsets: set %s to 10ms in cassandra.yaml (and do not set %s)",
              node,
              lag.toMillis(),
              CommitLog.PERIOD,
              CommitLog.LAG));
    }
    return lag;
  }
}
