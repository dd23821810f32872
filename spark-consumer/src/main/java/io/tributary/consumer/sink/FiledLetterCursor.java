package io.tributary.consumer.sink;

import io.tributary.consumer.cassandra.FatalWriteException;
import io.tributary.consumer.cassandra.FiledLetters;
import io.tributary.consumer.cassandra.FiledLetters.Filed;
import io.tributary.consumer.cassandra.FiledLetters.Range;
import io.tributary.consumer.source.RecordRow;
import io.tributary.model.cql.DeadLetterCql;
import org.jspecify.annotations.Nullable;

/**
 * Asks {@link FiledLetters} once for records that follow each other in a partition. For one thread.
 */
final class FiledLetterCursor {
  private final FiledLetters letters;
  private int partition;
  private long range;
  private long day;
  private @Nullable Filed filed;

  FiledLetterCursor(FiledLetters letters) {
    this.letters = letters;
  }

  /** Whether an event was filed as one from the future when it was read before. */
  boolean wasFuture(RecordRow event) throws InterruptedException, FatalWriteException {
    return filed(event).future().get(number(event));
  }

  /** Whether Cassandra refused an event's row when it was read before. */
  boolean wasRefused(RecordRow event) throws InterruptedException, FatalWriteException {
    return filed(event).refused().get(number(event));
  }

  private static int number(RecordRow event) {
    return (int) (event.offset() % DeadLetterCql.OFFSETS_IN_RANGE);
  }

  private Filed filed(RecordRow event) throws InterruptedException, FatalWriteException {
    long itsRange = event.offset() / DeadLetterCql.OFFSETS_IN_RANGE;
    long itsDay = event.createTime() / DeadLetterCql.MILLIS_OF_DAY;
    Filed known = filed;
    if (known == null || itsRange != range || itsDay != day || event.partition() != partition) {
      partition = event.partition();
      range = itsRange;
      day = itsDay;
      filed = null; // unless it is answered
      known =
          letters.of(
              new Range(
                  partition,
                  itsRange * DeadLetterCql.OFFSETS_IN_RANGE,
                  DeadLetterCql.day(event.createTime())));
      filed = known;
    }
    return known;
  }
}
