package io.tributary.model.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.event.RecordPosition;
import io.tributary.model.refusal.Reason;
import io.tributary.model.refusal.Refusal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeadLetterTest {
  private static final RecordPosition POSITION = new RecordPosition("parcels", 2, 77);
  private static final long TIME = 1_369_723_655_571L;
  private static final Refusal REFUSAL = new Refusal(Reason.WRONG_TYPE, "weight", "not a number");

  private static DeadLetter filed(Map<String, ByteBuffer> headers, RecordCopy copy) {
    return DeadLetter.filed(POSITION, TIME, headers, copy, REFUSAL);
  }

  private static DeadLetter filed(Map<String, ByteBuffer> headers) {
    return filed(headers, RecordCopy.of(null, null, headers));
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  @Test
  void filed_isOpen_withWhatIsKnown() {
    assertThat(filed(Map.of("run_id", bytes("run-1"), "x", bytes("y"))))
        .isEqualTo(
            new DeadLetter(
                POSITION,
                "WRONG_TYPE",
                "weight",
                "not a number",
                Instant.ofEpochMilli(TIME),
                "run-1",
                null,
                "open",
                null,
                null,
                0));
  }

  @Test
  void filed_keepsTheRecordsOwnPlace_whateverLetterItSaysItReplays() {
    DeadLetter letter = filed(Map.of("dead_letter", bytes("parcels-0@3")));

    assertThat(letter.position()).isEqualTo(POSITION);
    assertThat(letter.recordTime()).isEqualTo(Instant.ofEpochMilli(TIME));
    assertThat(letter.replayOf()).isEqualTo(new RecordPosition("parcels", 0, 3));
    assertThat(filed(Map.of("dead_letter", bytes("everywhere"))).replayOf()).isNull();
    assertThat(filed(Map.of("dead_letter", ByteBuffer.allocate(70_000))).replayOf()).isNull();
  }

  @Test
  void filed_namesTheLetterItReplays_thoughItsHeadersAreTooLargeToBeCopied() {
    Map<String, ByteBuffer> headers =
        Map.of(
            "dead_letter",
            bytes("parcels-0@3"),
            "padding",
            ByteBuffer.allocate(RecordCopy.MAX_HEADERS_BYTES));

    assertThat(filed(headers).replayOf()).isEqualTo(new RecordPosition("parcels", 0, 3));
    assertThat(filed(headers).detail())
        .isEqualTo("not a number; the whole record is in Kafka at parcels-2@77");
  }

  @Test
  void isComplete_goesByTheColumn_whateverTheDetailSays() {
    String prose = "too large; the whole record is in Kafka at parcels-2@77";
    assertThat(RecordCopy.isComplete(true, prose)).isTrue();
    assertThat(RecordCopy.isComplete(false, "not a number")).isFalse();
  }

  @Test
  void isComplete_goesByTheDetail_inALetterWithoutTheColumn() {
    assertThat(RecordCopy.isComplete(null, "not a number")).isTrue();
    assertThat(RecordCopy.isComplete(null, "big; the whole record is in Kafka at parcels-2@77"))
        .isFalse();
    assertThat(RecordCopy.isComplete(null, "a\nb; the whole record is in Kafka at parcels.x-1@9"))
        .as("also of a refused replay, which was filed at another place")
        .isFalse();
  }
}
