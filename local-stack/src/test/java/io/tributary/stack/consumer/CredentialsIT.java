package io.tributary.stack.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.CqlSession;
import io.tributary.model.cql.DeadLetterCql;
import io.tributary.model.cql.KeyspaceCql;
import io.tributary.model.cql.TableCql;
import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.cassandra.CassandraConnection;
import io.tributary.runtime.cassandra.CassandraSessions;
import io.tributary.runtime.cassandra.ConnectionRejectedException;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.stack.FreshPipeline;
import io.tributary.stack.Stack;
import io.tributary.stack.TestConsumer;
import io.tributary.stack.TestFolder;
import io.tributary.stack.WithStack;
import io.tributary.stack.cassandra.CassandraProcess;
import io.tributary.stack.checkout.Checkout;
import io.tributary.stack.host.Ports;
import io.tributary.stack.server.Lifespan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A Cassandra that asks for passwords: what it says, in its own words, and what becomes of it. */
@WithStack
class CredentialsIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String SELECT_TABLE = "GRANT SELECT ON KEYSPACE %s TO carrier";

  private final Stack stack;

  CredentialsIT(Stack stack) {
    this.stack = stack;
  }

  @Test
  void consumer_tellsWrongCredentialsMissingPermissionsAndUnreadableUsersApart(
      FreshPipeline pipeline) throws Exception {
    Ports ports = new Ports();
    Path data = TestFolder.create("users");
    try (CassandraProcess cassandra =
            new CassandraProcess(
                    Checkout.current(),
                    data,
                    data.resolve("cassandra.log"),
                    ports.free(),
                    ports.free(),
                    CassandraProcess.SYNC_PERIOD,
                    Lifespan.SHORT)
                .askForPasswords();
        PipelineFixture surroundings = PipelineFixture.bare(stack, pipeline)) {
      cassandra.start();
      cassandra.awaitReady();
      Pipeline definition = surroundings.pipeline();
      surroundings.createTopic(definition.topic().name(), 3);
      surroundings.createTopic(definition.topic().rejected(), 1);
      try (CqlSession owner = asOwner(cassandra)) {
        createTables(owner, definition);
        owner.execute("CREATE ROLE carrier WITH PASSWORD = 'right-one' AND LOGIN = true");

        wrongCredentialsEndTheStart(cassandra, pipeline);
        owner.execute(SELECT_TABLE.formatted(definition.keyspace()));
        owner.execute(SELECT_TABLE.formatted("system_views"));
        aMissingPermissionEndsTheStart(cassandra, pipeline, definition);
        recordsWaitForAPermission(owner, cassandra, pipeline, surroundings);

        owner.execute(
            "ALTER KEYSPACE system_auth WITH replication ="
                + " {'class': 'SimpleStrategy', 'replication_factor': 3}");
      }
      assertThatThrownBy(
              () ->
                  CassandraSessions.open(
                      as(cassandra, "carrier", "right-one"), Duration.ofSeconds(1), waiting -> {}))
          .isInstanceOf(CommandFailedException.class)
          .hasMessageContaining("could not check the user 'carrier'")
          .hasMessageContaining("system_auth");
    }
  }

  private void wrongCredentialsEndTheStart(CassandraProcess cassandra, FreshPipeline pipeline)
      throws Exception {
    assertThatThrownBy(
            () ->
                CassandraSessions.open(
                    as(cassandra, "", ""), Duration.ofSeconds(30), waiting -> {}))
        .isInstanceOf(ConnectionRejectedException.class)
        .hasMessageContaining("wants a login");
    try (TestConsumer consumer = consumer(cassandra, pipeline, "wrong-one")) {
      assertThat(consumer.awaitEnd(2))
          .contains(
              "Cassandra at %s rejected user 'carrier': check CASSANDRA_USERNAME and CASSANDRA_PASSWORD"
                  .formatted(cassandra.contactPoint()));
    }
  }

  private void aMissingPermissionEndsTheStart(
      CassandraProcess cassandra, FreshPipeline pipeline, Pipeline definition) throws Exception {
    try (TestConsumer consumer = consumer(cassandra, pipeline, "right-one")) {
      assertThat(consumer.awaitEnd(1))
          .contains(
              "GRANT MODIFY ON TABLE %s TO 'carrier'".formatted(new TableCql(definition).name()));
    }
  }

  private void recordsWaitForAPermission(
      CqlSession owner,
      CassandraProcess cassandra,
      FreshPipeline pipeline,
      PipelineFixture surroundings)
      throws Exception {
    Pipeline definition = surroundings.pipeline();
    String modify = "%s MODIFY ON KEYSPACE " + definition.keyspace() + " %s carrier";
    owner.execute(modify.formatted("GRANT", "TO"));
    try (TestConsumer consumer = consumer(cassandra, pipeline, "right-one")) {
      surroundings.publish(0, 5);
      awaitRows(owner, definition, 5);
      owner.execute(modify.formatted("REVOKE", "FROM"));
      surroundings.publish(5, 5);
      consumer.awaitLog("has no MODIFY permission on");
      owner.execute(modify.formatted("GRANT", "TO"));
      awaitRows(owner, definition, 10);
      consumer.awaitLog("Cassandra accepts writes again");
      assertThat(letters(owner, definition)).isZero();
      consumer.stopInTime();
    }
  }

  private static void awaitRows(CqlSession owner, Pipeline definition, long count) {
    await()
        .atMost(LIMIT)
        .until(
            () ->
                owner
                        .execute("SELECT count(*) FROM " + new TableCql(definition).name())
                        .one()
                        .getLong(0)
                    == count);
  }

  private static int letters(CqlSession owner, Pipeline definition) {
    return owner
        .execute("SELECT offset FROM " + new DeadLetterCql(definition.keyspace()).name())
        .all()
        .size();
  }

  private static void createTables(CqlSession owner, Pipeline definition) {
    String keyspace = definition.keyspace();
    owner.execute(
        new KeyspaceCql(keyspace)
            .createKeyspace(
                new TreeMap<>(Map.of("class", "SimpleStrategy", "replication_factor", "1"))));
    owner.execute(new TableCql(definition).createTable());
    owner.execute(new DeadLetterCql(keyspace).createTable());
  }

  /** The first user is made some moments after the node answers. */
  private static CqlSession asOwner(CassandraProcess cassandra) {
    return await()
        .atMost(LIMIT)
        .ignoreExceptionsInstanceOf(ConnectionRejectedException.class)
        .until(
            () ->
                CassandraSessions.open(
                    as(cassandra, "cassandra", "cassandra"), Duration.ofSeconds(30), waiting -> {}),
            session -> true);
  }

  private static CassandraConnection as(CassandraProcess cassandra, String user, String password)
      throws Exception {
    return CassandraConnection.of(
        List.of(cassandra.contactPoint()), CassandraProcess.DATA_CENTER, user, password);
  }

  private TestConsumer consumer(CassandraProcess cassandra, FreshPipeline pipeline, String password)
      throws CommandFailedException {
    return TestConsumer.start(
        stack,
        pipeline,
        Map.of(
            "CASSANDRA_CONTACT_POINTS",
            cassandra.contactPoint(),
            "CASSANDRA_DATACENTER",
            CassandraProcess.DATA_CENTER,
            "CASSANDRA_USERNAME",
            "carrier",
            "CASSANDRA_PASSWORD",
            password),
        List.of());
  }
}
