package io.tributary.drills.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.drills.truth.Outcome;
import java.util.Arrays;

/**
 * A record that is small in Kafka and large for those who read it: its value is written as it is
 * compressed, and is never in the memory of the drill.
 *
 * @param head the value's first bytes
 * @param padding how many bytes of {@code x} follow
 * @param tail the value's last bytes
 * @param headers how many it has, without a value and with names of their own
 * @param outcome what has to become of it
 */
@SuppressWarnings("ArrayRecordComponent") // on its way to Kafka, never compared
public record Bomb(
    byte[] key, byte[] head, int padding, byte[] tail, int headers, Outcome outcome) {
  private static final String MORE = ",\"more\":\"";
  private static final String END = "\"}";

  /** An event with a member that no definition knows, of so many bytes. */
  public static Bomb of(Draft event, int padding) {
    byte[] value = event.value();
    byte[] key = event.key();
    if (value == null || key == null) {
      throw new IllegalArgumentException("not an event");
    }
    byte[] more = MORE.getBytes(UTF_8);
    byte[] head = Arrays.copyOf(value, value.length - 1 + more.length);
    System.arraycopy(more, 0, head, value.length - 1, more.length);
    return new Bomb(key, head, padding, END.getBytes(UTF_8), 0, event.outcome());
  }

  /** The same with so many headers. */
  public Bomb withHeaders(int count) {
    return new Bomb(key, head, padding, tail, count, outcome);
  }

  /** The same, and it has to become a dead letter. */
  public Bomb becoming(String reason) {
    return new Bomb(key, head, padding, tail, headers, new Outcome.Letter(reason));
  }

  /** Bytes of its value. */
  public long valueBytes() {
    return (long) head.length + padding + tail.length;
  }

  /** All of its value. */
  byte[] value() {
    byte[] value = Arrays.copyOf(head, Math.toIntExact(valueBytes()));
    Arrays.fill(value, head.length, head.length + padding, (byte) 'x');
    System.arraycopy(tail, 0, value, head.length + padding, tail.length);
    return value;
  }
}
