package io.tributary.consumer.cassandra;

import static io.tributary.consumer.cassandra.WriteFailure.FATAL;
import static io.tributary.consumer.cassandra.WriteFailure.RETRIABLE;
import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.NoNodeAvailableException;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.datastax.oss.driver.api.core.connection.ClosedConnectionException;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.OverloadedException;
import com.datastax.oss.driver.api.core.servererrors.ServerError;
import com.datastax.oss.driver.api.core.servererrors.SyntaxError;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class WriteFailureTest {
  private static final Node NODE = Nodes.any();

  private static final List<DriverException> AWAY =
      List.of(
          new DriverTimeoutException("2 s"),
          new NoNodeAvailableException(),
          new ClosedConnectionException("closed"),
          new OverloadedException(NODE));

  @Test
  void of_isPassing_whenCassandraIsAwayOrBusy() {
    assertThat(AWAY)
        .allSatisfy(failure -> assertThat(WriteFailure.of(failure)).isEqualTo(RETRIABLE));
    assertThat(WriteFailure.of(new CompletionException(new DriverTimeoutException("2 s"))))
        .isEqualTo(RETRIABLE);
  }

  @Test
  void of_isLasting_whenTheStatementIsWrong() {
    assertThat(
            List.of(
                new InvalidQueryException(NODE, "no table"),
                new SyntaxError(NODE, "no keyword"),
                new CompletionException(new InvalidQueryException(NODE, "no table"))))
        .allSatisfy(failure -> assertThat(WriteFailure.of(failure)).isEqualTo(FATAL));
  }

  /** The rows are right: they wait until somebody lets the user in again. */
  @Test
  void of_isPassing_whenTheUserIsNotLetIn() {
    assertThat(
            List.of(
                new UnauthorizedException(NODE, "no permission"),
                new AuthenticationException(NODE.getEndPoint(), "wrong password"),
                everywhere(new UnauthorizedException(NODE, "no permission")),
                everywhere(new AuthenticationException(NODE.getEndPoint(), "wrong password"))))
        .allSatisfy(
            failure -> {
              assertThat(WriteFailure.of(failure)).isEqualTo(RETRIABLE);
              assertThat(WriteFailure.mayBeOneRow(failure)).isFalse();
            });
  }

  @Test
  void of_isPassing_whenOneOfSeveralNodesIsOnlyAway() {
    Node other = Nodes.any();
    AllNodesFailedException mixed =
        AllNodesFailedException.fromErrors(
            List.of(
                Map.entry(NODE, new InvalidQueryException(NODE, "no table")),
                Map.entry(other, new ClosedConnectionException("closed"))));
    assertThat(WriteFailure.of(mixed)).isEqualTo(RETRIABLE);
  }

  @Test
  void of_isLasting_whenEveryNodeRefusesTheStatement() {
    assertThat(WriteFailure.of(everywhere(new InvalidQueryException(NODE, "no table"))))
        .isEqualTo(FATAL);
  }

  @Test
  void isAway_whereNobodyAnswers_andNotWhereANodeFails() {
    assertThat(AWAY).allSatisfy(failure -> assertThat(WriteFailure.isAway(failure)).isTrue());
    assertThat(WriteFailure.isAway(everywhere(new ClosedConnectionException("closed")))).isTrue();
    assertThat(
            List.of(
                new ServerError(NODE, "tombstones"),
                new InvalidQueryException(NODE, "no table"),
                everywhere(new ServerError(NODE, "tombstones"))))
        .allSatisfy(failure -> assertThat(WriteFailure.isAway(failure)).isFalse());
  }

  private static AllNodesFailedException everywhere(Throwable why) {
    return AllNodesFailedException.fromErrors(List.of(Map.entry(NODE, why)));
  }

  @Test
  void of_isLasting_whenTheFailureIsOurOwnDefect() {
    assertThat(WriteFailure.of(new IllegalArgumentException("17 values for 16 columns")))
        .isEqualTo(FATAL);
  }
}
