package io.tributary.consumer.cassandra;

import com.datastax.oss.driver.api.core.DriverException;
import io.tributary.model.event.RecordPosition;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Cassandra refuses what the consumer writes, and no retry heals it. Travels from task to driver,
 * so that it carries the cause as text only.
 */
public final class FatalWriteException extends IOException {
  private static final String REMEDY =
      "Cassandra permanently refuses the consumer's writes (%s): run cassandra-init, or compare the tables with the output of cassandra-init --dry-run";

  FatalWriteException(Throwable refusal) {
    super(REMEDY.formatted(FirstLine.of(refusal)));
  }

  private FatalWriteException(String why) {
    super(why);
  }

  /** The last that is left to write about a record is refused too. */
  static FatalWriteException notEvenALetter(@Nullable RecordPosition position, Throwable refusal) {
    return new FatalWriteException(
        "Cassandra refuses even the shortest dead letter of the record %s (%s): change the setting of Cassandra that the message names"
            .formatted(position, FirstLine.of(refusal)));
  }

  /** Why the sink's statements could not be prepared. */
  public static FatalWriteException of(DriverException refusal) {
    return new FatalWriteException(refusal);
  }
}
