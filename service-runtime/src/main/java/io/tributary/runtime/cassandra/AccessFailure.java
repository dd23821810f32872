package io.tributary.runtime.cassandra;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a failure says about the user: whether Cassandra refused it, or could not even look. */
public enum AccessFailure {
  /** Cassandra refused the user or its password. */
  LOGIN_REJECTED,
  /** The user may not do what was asked. */
  PERMISSION_MISSING,
  /** Cassandra could not read its users and permissions: the same request works later. */
  NOT_CHECKED;

  /**
   * How PasswordAuthenticator, CassandraAuthorizer, CassandraRoleManager and Roles of Cassandra 4.0
   * to 5.0 begin what they say when the replicas of {@code system_auth} do not answer. It comes as
   * the same exception as a refusal.
   */
  private static final String NOT_CHECKED_WORDS = "Unable to perform auth";

  /** By ClientState of Cassandra 4.0 to 5.0. */
  private static final Pattern NO_PERMISSION =
      Pattern.compile(
          "User (\\S+) has no (\\w+) permission on <(table|keyspace) ([^>]+)> or any of its"
              + " parents");

  private static final Pattern SERVERS_WORDS =
      Pattern.compile("server replied with '(.*)' to AuthResponse", Pattern.DOTALL);

  /** Nothing when the failure has other reasons. */
  public static Optional<AccessFailure> of(Throwable failure) {
    List<Throwable> about = reasons(failure).stream().filter(AccessFailure::isAboutUsers).toList();
    if (about.isEmpty()) {
      return Optional.empty();
    }
    if (about.stream().anyMatch(reason -> words(reason).contains(NOT_CHECKED_WORDS))) {
      return Optional.of(NOT_CHECKED);
    }
    return Optional.of(
        about.stream().anyMatch(AuthenticationException.class::isInstance)
            ? LOGIN_REJECTED
            : PERMISSION_MISSING);
  }

  /** One sentence for a failure that is one of these: what happened, and what to do. */
  public static String sentence(CassandraConnection address, Throwable failure) {
    String words =
        reasons(failure).stream()
            .filter(AccessFailure::isAboutUsers)
            .map(AccessFailure::words)
            .findFirst()
            .orElseGet(() -> words(failure));
    return switch (of(failure).orElse(NOT_CHECKED)) {
      case LOGIN_REJECTED -> rejected(address, words);
      case PERMISSION_MISSING -> refused(address, words);
      case NOT_CHECKED ->
          "Cassandra at %s could not check the user '%s' (%s): see that the nodes that hold system_auth are up"
              .formatted(address.hosts(), address.username(), words);
    };
  }

  private static String rejected(CassandraConnection address, String words) {
    if (address.username().isEmpty()) {
      return "Cassandra at %s wants a login: set CASSANDRA_USERNAME and CASSANDRA_PASSWORD"
          .formatted(address.hosts());
    }
    return "Cassandra at %s rejected user '%s'%s: check CASSANDRA_USERNAME and CASSANDRA_PASSWORD"
        .formatted(
            address.hosts(),
            address.username(),
            // which only say the same
            words.startsWith("Provided username") ? "" : " (" + words + ")");
  }

  private static String refused(CassandraConnection address, String words) {
    Matcher form = NO_PERMISSION.matcher(words);
    return form.matches()
        ? "Cassandra at %s does not let user '%s' do this (%s): GRANT %s ON %s %s TO '%s'"
            .formatted(
                address.hosts(),
                form.group(1),
                words,
                form.group(2),
                form.group(3).equals("table") ? "TABLE" : "KEYSPACE",
                form.group(4),
                form.group(1))
        : "Cassandra at %s does not let user '%s' do this (%s): grant it the permission"
            .formatted(address.hosts(), address.username(), words);
  }

  private static boolean isAboutUsers(Throwable reason) {
    return reason instanceof AuthenticationException || reason instanceof UnauthorizedException;
  }

  /** The server's own, where the driver quotes them. */
  private static String words(Throwable failure) {
    String message = failure.getMessage();
    if (message == null) {
      return failure.getClass().getSimpleName();
    }
    Matcher quoted = SERVERS_WORDS.matcher(message);
    return quoted.find() ? quoted.group(1) : message;
  }

  private static List<Throwable> reasons(Throwable failure) {
    Throwable reason = failure;
    @Nullable Throwable cause = failure.getCause();
    while ((reason instanceof CompletionException || reason instanceof ExecutionException)
        && cause != null) {
      reason = cause;
      cause = reason.getCause();
    }
    return reason instanceof AllNodesFailedException everywhere
        ? everywhere.getAllErrors().values().stream().flatMap(List::stream).toList()
        : List.of(reason);
  }
}
