package io.tributary.stack;

import io.tributary.stack.cassandra.CassandraProcess;
import java.util.Optional;

/** Kafka and Cassandra as child processes of the tests. */
public record EmbeddedStack(LocalStack local) implements Stack, AutoCloseable {

  @Override
  public String bootstrapServers() {
    return local.kafka().bootstrapServers();
  }

  @Override
  public String contactPoints() {
    return local.cassandra().contactPoint();
  }

  @Override
  public String dataCenter() {
    return CassandraProcess.DATA_CENTER;
  }

  @Override
  public Optional<LocalStack> processes() {
    return Optional.of(local);
  }

  @Override
  public void close() {
    local.close();
  }
}
