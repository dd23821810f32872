package io.tributary.consumer.fence;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a node keeps its commit log, by its own {@code system_views.settings}.
 *
 * @param sync {@code periodic}, {@code batch} or {@code group}
 * @param failurePolicy what the node does when it cannot write the log
 */
record CommitLog(String sync, Optional<Duration> lagBound, String failurePolicy) {
  static final String SYNC = "commitlog_sync";
  static final String PERIOD = "commitlog_sync_period";
  static final String LAG = "periodic_commitlog_sync_lag_block";
  static final String FAILURE_POLICY = "commit_failure_policy";

  private static final Pattern DURATION = Pattern.compile("(\\d{1,12})\\s*(ns|us|µs|ms|s|m|h|d)");

  /**
   * @param settings names and values as Cassandra shows them; what is unset is missing or {@code
   *     null}, as text too
   */
  static CommitLog of(Map<String, @Nullable String> settings) {
    return new CommitLog(
        text(settings.get(SYNC)), lagBound(settings), text(settings.get(FAILURE_POLICY)));
  }

  boolean isPeriodic() {
    return sync.equals("periodic");
  }

  /** Whether a node that cannot write its log stops to acknowledge. */
  boolean failsLoudly() {
    return failurePolicy.equals("stop") || failurePolicy.equals("die");
  }

  /** A write is acknowledged only while the last finished sync began less than this ago. */
  private static Optional<Duration> lagBound(Map<String, @Nullable String> settings) {
    Optional<Duration> set = duration(settings.get(LAG));
    // one and a half periods: what Cassandra takes unless it is told
    return set.isPresent()
        ? set
        : duration(settings.get(PERIOD)).map(period -> period.multipliedBy(3).dividedBy(2));
  }

  private static Optional<Duration> duration(@Nullable String text) {
    Matcher duration = DURATION.matcher(text(text));
    if (!duration.matches()) {
      return Optional.empty();
    }
    long amount = Long.parseLong(duration.group(1));
    return Optional.of(
        switch (duration.group(2)) {
          case "ns" -> Duration.ofNanos(amount);
          case "us", "µs" -> Duration.ofNanos(amount * 1_000);
          case "ms" -> Duration.ofMillis(amount);
          case "s" -> Duration.ofSeconds(amount);
          case "m" -> Duration.ofMinutes(amount);
          case "h" -> Duration.ofHours(amount);
          default -> Duration.ofDays(amount);
        });
  }

  private static String text(@Nullable String value) {
    return value == null || value.equals("null") ? "" : value.strip();
  }
}
