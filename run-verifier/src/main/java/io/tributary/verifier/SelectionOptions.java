package io.tributary.verifier;

import io.tributary.model.refusal.Reason;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.config.Durations;
import io.tributary.verifier.deadletter.Selection;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which dead letters. */
final class SelectionOptions {
  @Option(
      names = "--reason",
      paramLabel = "REASON",
      description = "Only those with this reason: ${COMPLETION-CANDIDATES}.")
  private @Nullable Reason reason;

  @Option(names = "--run", paramLabel = "ID", description = "Only those of this run.")
  private @Nullable String run;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only records from then on: 2h (ago), 2026-01-31, or 2026-01-31T12:00:00Z.")
  private @Nullable String since;

  /**
   * @param open only those that nobody has dealt with
   */
  Selection selection(boolean open) throws UsageException {
    return new Selection(
        Optional.ofNullable(reason), Optional.ofNullable(run), since(since, Instant.now()), open);
  }

  static Optional<Instant> since(@Nullable String text, Instant now) throws UsageException {
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(now.minus(Durations.parse(text)));
    } catch (IllegalArgumentException noDuration) {
      try {
        return Optional.of(
            text.contains("T")
                ? Instant.parse(text)
                : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
      } catch (DateTimeException noTime) {
        throw new UsageException(
            "--since is '%s', expected 2h, 2026-01-31 or 2026-01-31T12:00:00Z".formatted(text),
            noTime);
      }
    }
  }
}
