package io.tributary.console.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.console.platform.Inquiries.Inquiry;
import io.tributary.runtime.command.CommandFailedException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InquiriesTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(50);

  private final Inquiries inquiries = new Inquiries();

  @AfterEach
  void stop() {
    inquiries.close();
  }

  @Test
  void ask_givesTheAnswer() {
    assertThat(inquiries.ask("Kafka", LONG, () -> 7).value()).isEqualTo(7);
  }

  @Test
  void ask_saysWhoWasTooSlow_andInterruptsTheQuestion() {
    AtomicBoolean interrupted = new AtomicBoolean();

    Answer<String> answer =
        inquiries.ask(
            "Cassandra",
            SHORT,
            () -> {
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException stopped) {
                interrupted.set(true);
              }
              return "";
            });

    assertThat(answer.isKnown()).isFalse();
    assertThat(answer.why()).isEqualTo("Cassandra gave no answer within 0.1 s");
    await().untilTrue(interrupted);
  }

  @Test
  void ask_givesTheMessageOfACommand_andNamesWhomForAnyOtherFailure() {
    assertThat(
            inquiries
                .ask(
                    "Kafka",
                    LONG,
                    () -> {
                      throw new CommandFailedException("Kafka is away: start it");
                    })
                .why())
        .isEqualTo("Kafka is away: start it");
    assertThat(
            inquiries
                .ask(
                    "Kafka",
                    LONG,
                    () -> {
                      throw new IOException("connection reset");
                    })
                .why())
        .isEqualTo("Kafka: connection reset");
  }

  @Test
  void isKnownWithin_waitsForAnAnswerNoLongerThanThat_andLeavesTheQuestionOpen() {
    CountDownLatch go = new CountDownLatch(1);
    Inquiry<Integer> slow =
        inquiries.begin(
            "the consumer",
            LONG,
            () -> {
              go.await();
              return 7;
            });
    Inquiry<Integer> away =
        inquiries.begin(
            "the consumer",
            LONG,
            () -> {
              throw new IOException("connection refused");
            });

    assertThat(slow.isKnownWithin(SHORT)).isFalse();
    assertThat(away.isKnownWithin(LONG)).as("there will be no answer").isFalse();
    go.countDown();
    assertThat(slow.isKnownWithin(LONG)).isTrue();
    assertThat(slow.answer().value()).isEqualTo(7);
  }

  @Test
  void begin_refusesAtOnce_whenTooManyQuestionsAreOpen() {
    CountDownLatch go = new CountDownLatch(1);
    List<Inquiry<String>> open = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      open.add(
          inquiries.begin(
              "Kafka",
              LONG,
              () -> {
                go.await();
                return "late";
              }));
    }

    assertThat(inquiries.ask("Kafka", LONG, () -> "one more").why())
        .contains("too many open questions");
    go.countDown();
    assertThat(open).allMatch(inquiry -> inquiry.answer().value().equals("late"));
  }
}
