package io.tributary.stack;

import io.tributary.stack.cassandra.CassandraProcess;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Kafka and Cassandra as child processes of the tests.
 *
 * @param nodes of Cassandra, the stack's own among them
 */
public record EmbeddedStack(LocalStack local, List<CassandraProcess> nodes)
    implements Stack, AutoCloseable {

  public EmbeddedStack(LocalStack local) {
    this(local, List.of(local.cassandra()));
  }

  @Override
  public String bootstrapServers() {
    return local.kafka().bootstrapServers();
  }

  @Override
  public String contactPoints() {
    return nodes.stream().map(CassandraProcess::contactPoint).collect(Collectors.joining(","));
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
    nodes.forEach(node -> node.process().askToStop());
    nodes.forEach(CassandraProcess::close);
    local.close();
  }
}
