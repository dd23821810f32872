package io.tributary.init;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

class SchemaMigrationTest {

  @Test
  void why_saysThatAStatementMayHaveRun_whenCassandraGaveNoAnswer() {
    assertThat(
            SchemaMigration.why(
                "CREATE TABLE\n  shop.orders", new DriverTimeoutException("timed out after PT30S")))
        .startsWith(
            "Cassandra gave no answer to 'CREATE TABLE shop.orders' (timed out after PT30S)")
        .contains("may have run");
  }

  @Test
  void why_saysWhatCassandraRefuses_whenItAnswered() {
    Node node =
        (Node)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Node.class},
                (proxy, method, arguments) -> null);
    assertThat(
            SchemaMigration.why(
                "ALTER TABLE shop.orders ADD a text",
                new InvalidQueryException(node, "no such table")))
        .startsWith("Cassandra refused 'ALTER TABLE shop.orders ADD a text' (no such table)");
  }
}
