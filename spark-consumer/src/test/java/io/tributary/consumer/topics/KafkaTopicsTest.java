package io.tributary.consumer.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.kafka.KafkaConnection;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class KafkaTopicsTest {
  private static String refusal(Throwable why) {
    return KafkaTopics.refusal(KafkaConnection.at("k:1"), Duration.ofSeconds(7), why);
  }

  @Test
  void refusal_asksForTheRightAddress_whenKafkaDidNotAnswer() {
    assertThat(refusal(new TimeoutException("no node")))
        .isEqualTo(
            "Kafka at k:1 did not answer within 7 s (TimeoutException: no node): start it, or name the right address in KAFKA_BOOTSTRAP_SERVERS");
  }

  @Test
  void refusal_asksForPermissions_whenKafkaAnswersThatThereAreNone() {
    assertThat(refusal(new TopicAuthorizationException(Set.of("people"))))
        .contains("does not let the client do Read on topic people", "--operation Read")
        .doesNotContain("did not answer", "start it");
  }

  @Test
  void refusal_asksForCredentials_whenKafkaRejectsTheLogin() {
    assertThat(refusal(new SaslAuthenticationException("wrong password")))
        .contains("rejected user", "wrong password", "KAFKA_USERNAME and KAFKA_PASSWORD")
        .doesNotContain("did not answer", "start it");
  }

  @Test
  void refusal_doesNotAskToStartKafka_whenItAnswersSomethingElse() {
    assertThat(refusal(new InvalidTopicException("a b is no name")))
        .contains("refused", "a b is no name")
        .doesNotContain("did not answer", "start it");
  }

  @Test
  void named_readsAsASentence_whenSeveralAreMissing() {
    assertThat(KafkaTopics.named(List.of("people"))).isEqualTo("the topic people");
    assertThat(KafkaTopics.named(List.of("people.rejected", "people")))
        .isEqualTo("the topics people and people.rejected");
  }
}
