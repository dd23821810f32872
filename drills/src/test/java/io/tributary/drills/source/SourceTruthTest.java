package io.tributary.drills.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.drills.truth.Truth;
import io.tributary.runtime.command.CommandFailedException;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class SourceTruthTest {
  private static final String ID = "0b3c8e86-9f6a-4b6a-8d3e-5f7f2f1a9c11";

  /** One good user and one without a name. */
  private static SourceTruth served() throws Exception {
    String body =
        """
        {"results":[
          {"login":{"uuid":"%s"},"name":{"first":"Ada","last":"Byron"}},
          {"login":{"uuid":"5c6f2c62-7a52-4c3e-9a43-0d0f4c0c2b22"},"name":{}}]}
        """
            .formatted(ID);
    return new SourceTruth(List.of(new RecordingSource.Served("seed=a&page=3&results=2", body)));
  }

  private static ConsumerRecord<byte[], byte[]> event(long offset, String value) {
    return new ConsumerRecord<>("users", 0, offset, ID.getBytes(UTF_8), value.getBytes(UTF_8));
  }

  private static ConsumerRecord<byte[], byte[]> rejected(long offset, String cursor) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>("rejects", 0, offset, "".getBytes(UTF_8), "{}".getBytes(UTF_8));
    record.headers().add("source_cursor", cursor.getBytes(UTF_8));
    record.headers().add("reason", "MISSING_FIELD".getBytes(UTF_8));
    return record;
  }

  private static Truth write(List<ConsumerRecord<byte[], byte[]>> published) throws Exception {
    Truth truth = new Truth();
    served().writeTo(truth, published, "rejects");
    return truth;
  }

  @Test
  void everythingServed_isOwed_whenItIsInKafka() throws Exception {
    assertThat(write(List.of(event(0, "a"), event(1, "a"), rejected(0, "a/3/1"))).all()).hasSize(3);
  }

  @Test
  void aUserThatIsNotInKafka_isOwedAllTheSame() throws Exception {
    assertThat(write(List.of(rejected(0, "a/3/1"))).all())
        .extracting(one -> one.position().topic())
        .containsExactlyInAnyOrder("rejects", "served-and-never-published");
  }

  @Test
  void account_isRefused_whenABrokenRecordIsNotRejectedExactlyOnce() {
    assertThatThrownBy(() -> write(List.of(event(0, "a"))))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("1 broken records, and 0 are");
    assertThatThrownBy(
            () -> write(List.of(event(0, "a"), rejected(0, "a/3/1"), rejected(1, "a/3/1"))))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("rejected twice: a/3/1");
    assertThatCode(() -> write(List.of(event(0, "a"), rejected(0, "a/3/1"))))
        .doesNotThrowAnyException();
  }

  @Test
  void account_isRefused_whenCopiesDifferOrNobodyServedThem() {
    assertThatThrownBy(() -> write(List.of(event(0, "a"), event(1, "b"), rejected(0, "a/3/1"))))
        .hasMessageContaining("two copies");
    assertThatThrownBy(
            () -> write(List.of(event(0, "a"), rejected(0, "a/3/1"), rejected(1, "a/9/9"))))
        .isInstanceOf(CommandFailedException.class);
  }
}
