package io.tributary.console.platform;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.connection.ClosedConnectionException;
import com.datastax.oss.driver.api.core.connection.HeartbeatException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What people read of a failure of Cassandra's driver, which speaks to programmers. */
public final class CassandraFailure {
  private static final Pattern ISO_SECONDS = Pattern.compile("PT(\\d+(?:\\.\\d+)?)S");

  private CassandraFailure() {}

  /** One clause: that Cassandra does not answer, or what it said. */
  public static String clause(DriverException failure) {
    if (failure instanceof DriverTimeoutException) {
      Matcher limit = ISO_SECONDS.matcher(String.valueOf(failure.getMessage()));
      return limit.find()
          ? String.format(
              Locale.ROOT,
              "Cassandra gave no answer within %.1f s",
              Double.parseDouble(limit.group(1)))
          : "Cassandra gave no answer in time";
    }
    if (failure instanceof ClosedConnectionException || failure instanceof HeartbeatException) {
      return "Cassandra does not answer (the connection was lost)";
    }
    if (failure instanceof AllNodesFailedException all) {
      Optional<Throwable> first =
          all.getAllErrors().values().stream().flatMap(List::stream).findFirst();
      return first.isPresent() && first.get() instanceof DriverException reason
          ? clause(reason)
          : "Cassandra does not answer (no node is connected)";
    }
    return "Cassandra: " + failure.getMessage();
  }
}
