package io.tributary.verifier;

import io.tributary.model.event.RecordPosition;
import io.tributary.model.refusal.Reason;
import io.tributary.runtime.command.UsageException;
import io.tributary.verifier.deadletter.Selection;
import io.tributary.verifier.deadletter.Since;
import java.time.Instant;
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

  @Option(
      names = "--field",
      paramLabel = "NAME",
      description = "Only those with this field at fault.")
  private @Nullable String field;

  @Option(names = "--run", paramLabel = "ID", description = "Only those of this run.")
  private @Nullable String run;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only records from then on: 2h (ago), 2026-01-31, or 2026-01-31T12:00:00Z.")
  private @Nullable String since;

  @Option(
      names = "--at",
      paramLabel = "TOPIC-PARTITION@OFFSET",
      description = "Only that of the record at this place.")
  private @Nullable String at;

  /**
   * @param open only those that nobody has dealt with
   */
  Selection selection(boolean open) throws UsageException {
    return new Selection(
        Optional.ofNullable(reason),
        Optional.ofNullable(field),
        Optional.ofNullable(run),
        since(since, Instant.now()),
        at(),
        open);
  }

  static Optional<Instant> since(@Nullable String text, Instant now) throws UsageException {
    return text == null ? Optional.empty() : Optional.of(Since.parse(text, now));
  }

  private Optional<RecordPosition> at() throws UsageException {
    if (at == null) {
      return Optional.empty();
    }
    Optional<RecordPosition> position = RecordPosition.parse(at);
    if (position.isEmpty()) {
      throw new UsageException(
          "--at is '%s', expected TOPIC-PARTITION@OFFSET like users_created-0@17".formatted(at));
    }
    return position;
  }
}
