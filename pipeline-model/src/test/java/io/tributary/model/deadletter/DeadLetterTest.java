package io.tributary.model.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadLetterTest {
  private static final Refusal REFUSAL = new Refusal(Reason.WRONG_TYPE, "dob", "not a time");
  private static final byte[] KEY = bytes("k");
  private static final byte[] VALUE = bytes("v");

  @Test
  void of_keepsWhatTheRecordHad() {
    Map<String, byte[]> headers = Map.of("run_id", bytes("run-1"), "x", bytes("y"));

    DeadLetter letter =
        DeadLetter.of(
            "users", "users_created", 2, 77, 1_369_723_655_571L, KEY, VALUE, headers, REFUSAL);

    assertThat(letter.day()).isEqualTo(LocalDate.of(2013, 5, 28));
    assertThat(letter.recordTime()).isEqualTo(Instant.parse("2013-05-28T06:47:35.571Z"));
    assertThat(letter.writeTimeMicros()).isEqualTo(1_369_723_655_571_000L);
    assertThat(letter.runId()).isEqualTo("run-1");
    assertThat(letter.reason()).isEqualTo(Reason.WRONG_TYPE);
    assertThat(letter.field()).isEqualTo("dob");
    assertThat(letter.detail()).isEqualTo("not a time");
    assertThat(letter.key()).isEqualTo(KEY);
    assertThat(letter.value()).isEqualTo(VALUE);
    assertThat(letter.headers()).isEqualTo(headers);
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 1970-01-01",
    "0, 1970-01-01",
    "86399999, 1970-01-01",
    "86400000, 1970-01-02",
    "9223372036854775807, 9999-12-31",
  })
  void of_filesUnderTheRecordsDay_whateverItsTime(long time, LocalDate day) {
    DeadLetter letter = DeadLetter.of("p", "t", 0, 0, time, KEY, VALUE, Map.of(), REFUSAL);

    assertThat(letter.day()).isEqualTo(day);
    assertThat(letter.writeTimeMicros()).isNotNegative();
  }

  @Test
  void of_leavesOutAValueThatIsTooLarge_andSaysWhereItIs() {
    byte[] most = new byte[DeadLetter.MAX_VALUE_BYTES];
    byte[] more = new byte[DeadLetter.MAX_VALUE_BYTES + 1];

    assertThat(DeadLetter.of("p", "t", 3, 9, 0, KEY, most, Map.of(), REFUSAL).value())
        .isSameAs(most);
    DeadLetter letter = DeadLetter.of("p", "t", 3, 9, 0, KEY, more, Map.of(), REFUSAL);
    assertThat(letter.value()).isNull();
    assertThat(letter.key()).isEqualTo(KEY);
    assertThat(letter.detail())
        .isEqualTo("not a time; too large to be copied here, the original is in Kafka at t-3@9");
  }

  @Test
  void of_leavesOutKeyAndHeadersThatAreTooLarge() {
    byte[] large = new byte[2 * 1024 * 1024];

    DeadLetter keyed = DeadLetter.of("p", "t", 3, 9, 0, large, VALUE, Map.of("a", KEY), REFUSAL);
    assertThat(keyed.key()).isNull();
    assertThat(keyed.headers()).containsOnlyKeys("a");
    assertThat(keyed.detail()).contains("t-3@9");

    DeadLetter headed = DeadLetter.of("p", "t", 3, 9, 0, KEY, VALUE, Map.of("a", large), REFUSAL);
    assertThat(headed.key()).isEqualTo(KEY);
    assertThat(headed.headers()).isEmpty();
    assertThat(headed.detail()).contains("t-3@9");
  }

  @Test
  void of_takesARecordOfNothing() {
    DeadLetter letter = DeadLetter.of("p", "t", 0, 0, 0, null, null, Map.of(), REFUSAL);

    assertThat(letter.key()).isNull();
    assertThat(letter.value()).isNull();
    assertThat(letter.runId()).isNull();
  }

  @Test
  void refusalOf_readsTheHeadersOfARejectedRecord() {
    assertThat(
            DeadLetter.refusalOf(
                Map.of(
                    "reason", bytes("CHECK_FAILED"),
                    "field", bytes("email"),
                    "detail", bytes("found 'x'"))))
        .isEqualTo(new Refusal(Reason.CHECK_FAILED, "email", "found 'x'"));
  }

  @Test
  void refusalOf_isUnknown_whereNothingKnownIsSaid() {
    assertThat(DeadLetter.refusalOf(Map.of()).reason()).isEqualTo(Reason.UNKNOWN);
    assertThat(DeadLetter.refusalOf(Map.of("reason", bytes("ELSE"))).reason())
        .isEqualTo(Reason.UNKNOWN);
    assertThat(DeadLetter.refusalOf(Map.of("reason", new byte[] {-1})).reason())
        .isEqualTo(Reason.UNKNOWN);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
