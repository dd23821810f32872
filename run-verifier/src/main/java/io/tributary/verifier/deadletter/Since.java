package io.tributary.verifier.deadletter;

import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.config.Durations;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** A time as people give it. */
public final class Since {
  private Since() {}

  /**
   * Reads {@code 2h} (ago), {@code 2026-01-31} or {@code 2026-01-31T12:00:00Z}.
   *
   * @throws UsageException when the text is none of these
   */
  public static Instant parse(String text, Instant now) throws UsageException {
    try {
      return now.minus(Durations.parse(text));
    } catch (IllegalArgumentException noDuration) {
      try {
        return text.contains("T")
            ? Instant.parse(text)
            : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
      } catch (DateTimeException noTime) {
        throw new UsageException(
            "--since is '%s', expected 2h, 2026-01-31 or 2026-01-31T12:00:00Z".formatted(text),
            noTime);
      }
    }
  }
}
