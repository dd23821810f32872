package io.tributary.stack;

import java.util.Optional;

/**
 * The Kafka and the Cassandra that a test runs against, shared by all tests of a module run: a test
 * brings its own topics and its own keyspace ({@link FreshPipeline}).
 */
public interface Stack {
  /** {@code host:port}, separated by commas. */
  String bootstrapServers();

  /** {@code host:port}, separated by commas. */
  String contactPoints();

  String dataCenter();

  /** The processes, where tests may stop, pause and kill them: not against other machines'. */
  Optional<LocalStack> processes();
}
