package io.tributary.consumer;

import io.tributary.consumer.query.SparkRuntime;
import io.tributary.consumer.query.StartingPoint;
import io.tributary.consumer.query.StreamingPipeline;
import io.tributary.consumer.sink.SinkOptions;
import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.command.Command;
import io.tributary.runtime.config.Configuration;
import io.tributary.runtime.config.StackSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.streaming.Trigger;
import picocli.CommandLine;

/** The streaming job's command: {@code consumer --mode append|initial}. */
@CommandLine.Command(
    name = "consumer",
    description = "Carries the records of the topics into rows and dead letters.")
public final class ConsumerService extends Command {

  public static void main(String[] arguments) {
    System.exit(execute(new ConsumerService(), arguments));
  }

  @Override
  protected void run() throws Exception {
    Configuration configuration = Configuration.read(System.getenv(), ConsumerSettings.ALL);
    Path file = configuration.get(StackSettings.PIPELINES);
    Pipeline pipeline = Pipeline.load(file);
    SinkOptions sink =
        new SinkOptions(
            pipeline.name(),
            Files.readString(file),
            configuration.get(ConsumerSettings.WRITES_IN_FLIGHT),
            configuration.get(ConsumerSettings.CASSANDRA_CONSISTENCY),
            configuration.get(ConsumerSettings.FUTURE_TOLERANCE));
    try (SparkRuntime runtime =
        SparkRuntime.start(
            configuration.get(ConsumerSettings.SPARK_MASTER),
            Map.of(
                "spark.cassandra.connection.host",
                String.join(",", configuration.get(StackSettings.CASSANDRA_CONTACT_POINTS)),
                "spark.cassandra.connection.localDC",
                configuration.get(StackSettings.CASSANDRA_DATACENTER)))) {
      new StreamingPipeline(
              pipeline,
              String.join(",", configuration.get(StackSettings.KAFKA_BOOTSTRAP_SERVERS)),
              configuration.get(ConsumerSettings.CHECKPOINT_DIR) + "/" + pipeline.name(),
              StartingPoint.EARLIEST,
              configuration.get(ConsumerSettings.MAX_RECORDS_PER_BATCH),
              Trigger.ProcessingTime(
                  configuration.get(ConsumerSettings.TRIGGER_INTERVAL).toMillis()),
              sink)
          .start(runtime.spark())
          .awaitTermination();
    }
  }
}
