package io.tributary.runtime.cassandra;

import static io.tributary.runtime.cassandra.AccessFailure.LOGIN_REJECTED;
import static io.tributary.runtime.cassandra.AccessFailure.NOT_CHECKED;
import static io.tributary.runtime.cassandra.AccessFailure.PERMISSION_MISSING;
import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.datastax.oss.driver.api.core.connection.ClosedConnectionException;
import com.datastax.oss.driver.api.core.metadata.EndPoint;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import com.datastax.oss.driver.internal.core.metadata.DefaultEndPoint;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class AccessFailureTest {
  private static final EndPoint END =
      new DefaultEndPoint(InetSocketAddress.createUnresolved("db", 9042));

  private static Node node() {
    return (Node)
        Proxy.newProxyInstance(
            AccessFailureTest.class.getClassLoader(),
            new Class<?>[] {Node.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "equals" -> proxy == arguments[0];
                  case "hashCode" -> System.identityHashCode(proxy);
                  case "toString" -> "node";
                  default -> null;
                });
  }

  /** As the driver reports a login that the server has answered with these words. */
  private static AuthenticationException login(String words) {
    return new AuthenticationException(
        END, "server replied with '%s' to AuthResponse request".formatted(words));
  }

  private static AllNodesFailedException everywhere(Throwable... reasons) {
    List<Map.Entry<Node, Throwable>> errors = new ArrayList<>();
    for (Throwable reason : reasons) {
      errors.add(Map.entry(node(), reason));
    }
    return AllNodesFailedException.fromErrors(errors);
  }

  private final AuthenticationException wrong =
      login("Provided username carrier and/or password are incorrect");
  private final AuthenticationException unreadable =
      login("Unable to perform authentication: Cannot achieve consistency level QUORUM");
  private static final String NO_PERMISSION =
      "User carrier has no MODIFY permission on <table shop.orders> or any of its parents";

  private static String sentence(String user, Throwable failure) throws Exception {
    return AccessFailure.sentence(
        CassandraConnection.of(List.of("db:9042"), "dc1", user, "hidden-one"), failure);
  }

  @Test
  void of_isNothing_whenUsersAreNotTheReason() {
    assertThat(AccessFailure.of(new DriverTimeoutException("2 s"))).isEmpty();
    assertThat(AccessFailure.of(new InvalidQueryException(node(), "no table"))).isEmpty();
    assertThat(AccessFailure.of(everywhere(new ClosedConnectionException("closed")))).isEmpty();
  }

  @Test
  void of_tellsRejectionsApart() {
    assertThat(AccessFailure.of(wrong)).hasValue(LOGIN_REJECTED);
    assertThat(AccessFailure.of(new CompletionException(everywhere(wrong, wrong))))
        .hasValue(LOGIN_REJECTED);
    assertThat(AccessFailure.of(everywhere(wrong, new ClosedConnectionException("closed"))))
        .hasValue(LOGIN_REJECTED);
    assertThat(AccessFailure.of(new UnauthorizedException(node(), NO_PERMISSION)))
        .hasValue(PERMISSION_MISSING);
    assertThat(AccessFailure.of(everywhere(new UnauthorizedException(node(), NO_PERMISSION))))
        .hasValue(PERMISSION_MISSING);
  }

  @Test
  void of_isNotChecked_whenCassandraCouldNotReadItsUsers() {
    assertThat(AccessFailure.of(everywhere(unreadable))).hasValue(NOT_CHECKED);
    assertThat(AccessFailure.of(everywhere(wrong, unreadable))).hasValue(NOT_CHECKED);
    assertThat(
            AccessFailure.of(
                new UnauthorizedException(
                    node(), "Unable to perform authorization of permissions: Operation timed out")))
        .hasValue(NOT_CHECKED);
  }

  @Test
  void sentence_namesTheSettings_whenTheLoginIsRejected() throws Exception {
    assertThat(sentence("carrier", everywhere(wrong)))
        .isEqualTo(
            "Cassandra at db:9042 rejected user 'carrier': check CASSANDRA_USERNAME and"
                + " CASSANDRA_PASSWORD");
    assertThat(sentence("carrier", login("carrier is not permitted to log in")))
        .contains("rejected user 'carrier' (carrier is not permitted to log in)");
    assertThat(sentence("", new AuthenticationException(END, "no authenticator configured")))
        .isEqualTo(
            "Cassandra at db:9042 wants a login: set CASSANDRA_USERNAME and CASSANDRA_PASSWORD");
  }

  @Test
  void sentence_namesThePermissionAndTheTable_whenOneIsMissing() throws Exception {
    assertThat(sentence("carrier", new UnauthorizedException(node(), NO_PERMISSION)))
        .contains(NO_PERMISSION)
        .endsWith(": GRANT MODIFY ON TABLE shop.orders TO 'carrier'");
  }

  @Test
  void sentence_asksForTheNodes_whenCassandraCouldNotReadItsUsers() throws Exception {
    assertThat(sentence("carrier", everywhere(unreadable)))
        .contains("could not check the user 'carrier'", "system_auth", "QUORUM")
        .doesNotContain("CASSANDRA_PASSWORD");
  }
}
