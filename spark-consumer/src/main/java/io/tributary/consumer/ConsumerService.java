package io.tributary.consumer;

import io.tributary.consumer.metrics.AlertOptions;
import io.tributary.consumer.query.QueryOptions;
import io.tributary.consumer.sink.SinkOptions;
import io.tributary.runtime.cassandra.CassandraOptions;
import io.tributary.runtime.command.Command;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.PipelinesOptions;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.kafka.KafkaOptions;
import io.tributary.runtime.lifecycle.Shutdown;
import io.tributary.runtime.registry.RegistryOptions;
import io.tributary.runtime.status.StatusOptions;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/** The streaming job's command. */
@CommandLine.Command(
    name = "consumer",
    description = {
      "Writes the records of the topics to Cassandra, as rows and dead letters.",
      "With --mode initial it processes what the topics contain at the start, prints a summary as"
          + " one JSON object, and ends."
    })
public final class ConsumerService extends Command {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  @Mixin private final PipelinesOptions pipelines = new PipelinesOptions();

  @Mixin private final StartOptions start = new StartOptions();

  @Mixin private final KafkaOptions kafka = new KafkaOptions();

  @Mixin private final CassandraOptions cassandra = new CassandraOptions();

  @Mixin private final RegistryOptions registry = new RegistryOptions();

  @Mixin private final QueryOptions query = new QueryOptions();

  @Mixin private final SinkOptions sink = new SinkOptions();

  @Mixin private final StatusOptions status = new StatusOptions();

  @Mixin private final AlertOptions alerts = new AlertOptions();

  public static void main(String[] arguments) {
    System.exit(execute(new ConsumerService(), arguments));
  }

  @Override
  protected void run() throws Exception {
    ConsumerPlan plan = plan();
    Consumer consumer = new Consumer(plan);
    try (Shutdown shutdown = Shutdown.onSignal(STOP_LIMIT, consumer::stop);
        consumer) {
      consumer.start();
      consumer.await();
      if (plan.start().mode() == Mode.INITIAL) {
        if (shutdown.requested()) {
          throw new CommandFailedException(
              "stopped before everything was read; run it again to read everything");
        }
        out().println(consumer.summary());
        consumer.deleteCheckpoints();
      }
    }
  }

  private ConsumerPlan plan() throws UsageException {
    StartSettings settings = start.start();
    return new ConsumerPlan(
        settings,
        Definitions.having(settings.tables(), pipelines.read(Definitions::load)),
        kafka.connection(),
        cassandra.connection(),
        registry.connection(pipelines.path()),
        query.query(),
        sink.sink(),
        status.host(),
        status.port(),
        alerts.deadLetterRatio());
  }
}
