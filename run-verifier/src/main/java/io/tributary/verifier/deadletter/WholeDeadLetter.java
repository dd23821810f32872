package io.tributary.verifier.deadletter;

import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter with the original record.
 *
 * @param value none also where the record was too large to be copied; the detail then says so
 */
public record WholeDeadLetter(
    DeadLetter letter,
    Version version,
    @Nullable ByteBuffer key,
    @Nullable ByteBuffer value,
    Map<String, ByteBuffer> headers) {

  public WholeDeadLetter {
    headers = Map.copyOf(headers);
  }

  /** Whether the table has all of the record; the rest is in Kafka only. */
  public boolean isComplete() {
    // the consumer's word for it, which no other detail ends with
    return !letter.detail().endsWith(" in Kafka at " + letter.place());
  }
}
