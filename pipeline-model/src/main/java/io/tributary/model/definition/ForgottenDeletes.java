package io.tributary.model.definition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Which tables forget soon what was deleted, so that rows can come back. */
public final class ForgottenDeletes {
  /** Kafka's usual retention: for so long an older record of the row can be written again. */
  private static final Duration USUAL_RETENTION = Duration.ofDays(7);

  private static final String GRACE = "gc_grace_seconds";

  private ForgottenDeletes() {}

  /** A sentence for each table; none where no record deletes rows. */
  public static List<String> warnings(Pipeline pipeline) {
    List<String> warnings = new ArrayList<>();
    if (pipeline.event().deletes().any()) {
      for (Table table : pipeline.tables()) {
        if (table.options().get(GRACE) instanceof TableOption.Value grace
            && grace.text().matches("\\d{1,9}")
            && Long.parseLong(grace.text()) < USUAL_RETENTION.toSeconds()) {
          warnings.add(
              String.format(
                  Locale.ROOT,
                  "table %s forgets deletes after %s s (%s): a record that is older than a delete and written again later would be a row again; keep it longer than the topic's retention",
                  table.fullName(),
                  grace.text(),
                  GRACE));
        }
      }
    }
    return warnings;
  }
}
