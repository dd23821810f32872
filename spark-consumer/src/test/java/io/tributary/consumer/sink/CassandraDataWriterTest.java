package io.tributary.consumer.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import io.tributary.consumer.TaskThread;
import io.tributary.consumer.cassandra.Availability;
import io.tributary.consumer.cassandra.FiledLetters;
import io.tributary.consumer.cassandra.FiledLetters.Filed;
import io.tributary.consumer.cassandra.ServerLimits;
import io.tributary.consumer.fence.FenceMode;
import io.tributary.consumer.source.RecordRow;
import io.tributary.model.event.WriterSchemas;
import io.tributary.runtime.cassandra.CassandraConnection;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.registry.RegistryConnection;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CassandraDataWriterTest {
  private static final SinkPlan PLAN = plan();

  private final TaskThread task = new TaskThread();
  private final Queue<CompletableFuture<Object>> requests = new ConcurrentLinkedQueue<>();
  private final CassandraDataWriter writer =
      new CassandraDataWriter(
          new TaskResources.Writing(
              SmallPipeline.load(),
              WriterSchemas.NONE,
              rows -> {
                CompletableFuture<Object> answer = new CompletableFuture<>();
                requests.add(answer);
                return answer;
              },
              key -> "all",
              new FiledLetters(range -> new Filed(new BitSet(), new BitSet())),
              new Availability(),
              ServerLimits.byDefault()),
          PLAN,
          System::currentTimeMillis);

  private static SinkPlan plan() {
    try {
      return new SinkPlan(
          "small",
          "",
          CassandraConnection.of(List.of("localhost"), "datacenter1", "", ""),
          RegistryConnection.folder(Path.of("schemas")),
          List.of("small"),
          new SinkSettings(
              DefaultConsistencyLevel.LOCAL_QUORUM,
              4,
              Duration.ofMinutes(10),
              Duration.ofDays(30),
              FenceMode.OFF),
          List.of(),
          false,
          null);
    } catch (UsageException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private void write(int records) throws Exception {
    for (int i = 0; i < records; i++) {
      writer.write(
          KafkaRow.of("k" + i, String.format(Locale.ROOT, "{\"id\":\"k%d\",\"amount\":1}", i))
              .row());
    }
  }

  @Test
  void write_makesNothing_ofOffsetsWithoutARecord() throws Exception {
    writer.write(RecordRow.gap(UTF8String.fromString("events"), 7));
    writer.commit();
    assertThat(requests).isEmpty();
  }

  @Test
  void commit_returns_onlyWhenEveryRowIsAcknowledged() throws Exception {
    write(70);
    Future<WriterCommitMessage> committed = task.submit(writer::commit);
    await().until(() -> requests.size() == 3);
    requests.remove().complete("done");
    requests.remove().complete("done");
    task.awaitBlocked(committed);

    requests.remove().complete("done");
    TaskCommit report = (TaskCommit) committed.get(5, TimeUnit.SECONDS);
    assertThat(report.written().written().rows()).isEqualTo(70);
    assertThat(report.written().written().latencies().counts().stream().mapToLong(c -> c).sum())
        .isEqualTo(70);
  }

  @Test
  void commit_isInterrupted_whenSparkStopsTheTask() throws Exception {
    write(1);
    Thread.currentThread().interrupt();
    assertThatThrownBy(writer::commit).isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).as("the mark is left for Spark").isTrue();
  }
}
