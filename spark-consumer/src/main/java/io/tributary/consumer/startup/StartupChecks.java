package io.tributary.consumer.startup;

import com.datastax.oss.driver.api.core.CqlSession;
import io.tributary.consumer.fence.Fences;
import io.tributary.consumer.source.Skips;
import io.tributary.consumer.topics.KafkaTopics;
import io.tributary.consumer.topics.Retained;
import io.tributary.consumer.topics.StartingPoint;
import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.cassandra.CassandraConnection;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits until a pipeline has its topics and tables, and checks that it may write and that its rows
 * would survive a kill of Cassandra.
 *
 * @param address of the session, for messages
 * @param startWait how long to wait for topics and tables
 */
public record StartupChecks(
    KafkaTopics kafka,
    CqlSession cassandra,
    CassandraConnection address,
    Fences fences,
    ChosenRecords chosen,
    Duration startWait) {
  private static final Logger LOG = LoggerFactory.getLogger(StartupChecks.class);

  /**
   * What the checks found.
   *
   * @param retained what Kafka has of the pipeline's topics
   * @param hasRows whether the pipeline has written anything before
   */
  public record Found(Map<TopicPartition, Retained> retained, boolean hasRows) {}

  /**
   * The records that the user named on the command line.
   *
   * @param topics of all pipelines
   * @param from where to begin, if the user chose that
   */
  public record ChosenRecords(List<String> topics, Skips skips, Optional<StartingPoint> from) {
    /**
     * @throws UsageException when one of them is in a partition that no pipeline has
     */
    public void check(Pipeline pipeline, Map<TopicPartition, Retained> retained)
        throws UsageException {
      List<String> others = new ArrayList<>(topics);
      others.removeAll(pipeline.topic().names());
      SkipCheck.partitions(skips, others, retained.keySet());
      if (from.orElse(StartingPoint.EARLIEST) instanceof StartingPoint.Offsets offsets) {
        offsets.without(others).checkPartitions(retained);
      }
    }
  }

  /**
   * Runs all checks of one pipeline.
   *
   * @throws CommandFailedException when somebody has to do or decide something first
   */
  public Found check(Pipeline pipeline) throws Exception {
    WaitLog waits = new WaitLog(StartupChecks::tell, Ticker.system());
    Map<TopicPartition, Retained> retained =
        kafka.retained(pipeline.topic().names(), startWait, waits);
    kafka.problems(pipeline.topic()).forEach(problem -> LOG.warn("{}", problem.sentence()));
    chosen.check(pipeline, retained);
    boolean hasRows = new EarlierWrites(cassandra, address, startWait, waits).of(pipeline);
    new WritePermission(cassandra, address).check(pipeline);
    tell(pipeline.name() + ": " + new FenceCheck(fences, startWait, waits).of(pipeline));
    waits.over();
    return new Found(retained, hasRows);
  }

  private static void tell(String sentence) {
    LOG.info("{}", sentence);
  }
}
