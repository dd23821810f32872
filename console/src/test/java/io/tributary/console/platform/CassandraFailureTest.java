package io.tributary.console.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.NoNodeAvailableException;
import com.datastax.oss.driver.api.core.connection.ClosedConnectionException;
import org.junit.jupiter.api.Test;

class CassandraFailureTest {
  @Test
  void clause_saysInPlainWordsThatCassandraDoesNotAnswer() {
    assertThat(CassandraFailure.clause(new DriverTimeoutException("Query timed out after PT2.5S")))
        .isEqualTo("Cassandra gave no answer within 2.5 s");
    assertThat(CassandraFailure.clause(new NoNodeAvailableException()))
        .isEqualTo("Cassandra does not answer (no node is connected)");
    assertThat(CassandraFailure.clause(new ClosedConnectionException("Lost connection")))
        .isEqualTo("Cassandra does not answer (the connection was lost)");
  }
}
