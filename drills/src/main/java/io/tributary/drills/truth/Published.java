package io.tributary.drills.truth;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record that Kafka acknowledged.
 *
 * @param time its CreateTime, milliseconds since the epoch
 */
@SuppressWarnings("ArrayRecordComponent") // compared one by one
public record Published(
    RecordPosition position,
    long time,
    byte @Nullable [] key,
    byte @Nullable [] value,
    Outcome outcome) {

  private static final int MICROS_PER_MILLI = 1_000;

  /** A record as it was read back from Kafka. */
  public static Published of(ConsumerRecord<byte[], byte[]> record, Outcome outcome) {
    return new Published(
        new RecordPosition(record.topic(), record.partition(), record.offset()),
        record.timestamp(),
        record.key(),
        record.value(),
        outcome);
  }

  /**
   * A row whose record the source served, and that is nowhere in Kafka.
   *
   * @param number of such rows before this one
   */
  public static Published never(int number, Outcome.Row row) {
    return new Published(
        new RecordPosition("served-and-never-published", 0, number), 0, null, null, row);
  }

  /** Of the records that are rows or delete them, the newest of each key. */
  public static Map<String, Published> newestByKey(Collection<Published> records) {
    Map<String, Published> newest = new HashMap<>();
    for (Published record : records) {
      record
          .outcome()
          .rowKey()
          .ifPresent(
              key ->
                  newest.merge(
                      key, record, (one, other) -> one.rowTime() > other.rowTime() ? one : other));
    }
    return newest;
  }

  /** The same record, with what must become of it in one of the tables. */
  public Published in(UnaryOperator<Outcome> table) {
    return new Published(position, time, key, value, table.apply(outcome));
  }

  /**
   * The time that its row has to have in microseconds, as docs/decisions/0002 says: worked out here
   * once more, so that a mistake of the product's does not hide in both.
   */
  public long rowTime() {
    return time * MICROS_PER_MILLI + position.offset() % MICROS_PER_MILLI;
  }
}
