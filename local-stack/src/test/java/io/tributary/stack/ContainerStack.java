package io.tributary.stack;

import java.util.Locale;
import java.util.Optional;
import org.testcontainers.cassandra.CassandraContainer;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startables;

/** Kafka and Cassandra from the images that the compose file names. Close it to remove them. */
record ContainerStack(KafkaContainer kafka, CassandraContainer cassandra)
    implements Stack, AutoCloseable {

  @SuppressWarnings("resource") // they belong to the stack, which closes them
  static ContainerStack start() {
    KafkaContainer kafka =
        new KafkaContainer("apache/kafka:4.3.1")
            .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
            .withEnv("KAFKA_HEAP_OPTS", "-Xms256m -Xmx384m");
    CassandraContainer cassandra =
        new CassandraContainer("cassandra:5.0.8")
            .withEnv("MAX_HEAP_SIZE", "512M")
            .withEnv("HEAP_NEWSIZE", "128M")
            .withEnv(
                "JVM_EXTRA_OPTS",
                // with the stock commit log's 10 s the consumer would refuse to start
                "-Dcassandra.config.allow_system_properties=true"
                    + " -Dcassandra.settings.commitlog_sync=periodic"
                    + " -Dcassandra.settings.commitlog_sync_period=10ms"
                    + " -Dcassandra.settings.commitlog_disk_access_mode=auto"
                    + " -Dcassandra.skip_wait_for_gossip_to_settle=0"
                    + " -Dcassandra.ring_delay_ms=100");
    ContainerStack stack = new ContainerStack(kafka, cassandra);
    try {
      Startables.deepStart(kafka, cassandra).join();
      return stack;
    } catch (RuntimeException failed) {
      stack.close();
      throw failed;
    }
  }

  @Override
  public String bootstrapServers() {
    return kafka.getBootstrapServers();
  }

  @Override
  public String contactPoints() {
    return String.format(
        Locale.ROOT,
        "%s:%d",
        cassandra.getContactPoint().getHostString(),
        cassandra.getContactPoint().getPort());
  }

  @Override
  public String dataCenter() {
    return cassandra.getLocalDatacenter();
  }

  @Override
  public Optional<LocalStack> processes() {
    return Optional.empty();
  }

  @Override
  public void close() {
    kafka.stop();
    cassandra.stop();
  }
}
