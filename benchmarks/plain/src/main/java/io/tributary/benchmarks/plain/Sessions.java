package io.tributary.benchmarks.plain;

import com.datastax.oss.driver.api.core.CqlSession;
import io.tributary.benchmarks.order.Order;
import io.tributary.runtime.cassandra.CassandraConnection;
import io.tributary.runtime.cassandra.CassandraSessions;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one session of this JVM, set up as the consumer's is. */
final class Sessions implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private @Nullable CqlSession session;

  CqlSession of(Order order, String keyspace) throws Exception {
    if (session == null) {
      session =
          CassandraSessions.open(
              CassandraConnection.of(
                  List.of(order.text("cassandra")), order.text("datacenter"), "", ""),
              List.of(keyspace),
              LIMIT,
              waiting -> {});
    }
    return session;
  }

  @Override
  public void close() {
    if (session != null) {
      session.close();
    }
  }
}
