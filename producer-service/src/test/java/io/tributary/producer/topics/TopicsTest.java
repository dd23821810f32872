package io.tributary.producer.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.model.topic.TopicProblem;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.retry.Backoff;
import io.tributary.runtime.time.FakeTicker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TopicsTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final TopicPlan MAIN = new TopicPlan("people", 3, 1, 5_000);
  private static final TopicPlan REJECTED = new TopicPlan("people.rejected", 1, 1, 9_000);
  private static final List<TopicPlan> PLANS = List.of(MAIN, REJECTED);

  private final FakeTicker ticker = new FakeTicker();
  private final FakeStore store = new FakeStore();
  private final Topics topics =
      new Topics(
          store,
          "k:1",
          ticker,
          new Backoff(Duration.ofMillis(200), Duration.ofSeconds(2), new Random()));

  @Test
  void create_createsWhatIsMissing_andNothingTheSecondTime() throws Exception {
    store.exists(Found.topic("people.rejected", 1, 1, 9_000, true));
    assertThat(topics.create(PLANS, LIMIT))
        .containsExactly(
            new Topics.Outcome("people", true, List.of()),
            new Topics.Outcome("people.rejected", false, List.of()));
    assertThat(topics.create(PLANS, LIMIT))
        .containsExactly(
            new Topics.Outcome("people", false, List.of()),
            new Topics.Outcome("people.rejected", false, List.of()));
    assertThat(store.created).isEqualTo(1);
  }

  @Test
  void create_reportsWithoutChanging_whenATopicIsNotAsPlanned() throws Exception {
    store.exists(Found.topic("people", 1, 1, 5_000, true));
    List<Topics.Outcome> outcomes = topics.create(PLANS, LIMIT);
    assertThat(outcomes.get(0).problems())
        .singleElement()
        .extracting(TopicProblem::sentence)
        .asString()
        .contains("--partitions 3");
    assertThat(store.topics).containsEntry("people", Found.topic("people", 1, 1, 5_000, true));
  }

  @Test
  void create_judgesTheTopic_whenAnotherProcessCreatedItInBetween() throws Exception {
    store.createdByAnother = Found.topic("people", 1, 1, 5_000, true);
    Topics.Outcome outcome = topics.create(List.of(MAIN), LIMIT).get(0);
    assertThat(outcome.created()).isFalse();
    assertThat(outcome.problems()).hasSize(1);
  }

  @Test
  void create_waits_whileKafkaDoesNotAnswer() throws Exception {
    store.fail(new TimeoutException("silent"));
    store.fail(new ExecutionException(new DisconnectException("gone")));
    assertThat(topics.create(PLANS, LIMIT)).allMatch(Topics.Outcome::created);
    assertThat(ticker.sleeps()).hasSize(2);
  }

  @Test
  void create_waits_untilEveryPartitionHasALeader() throws Exception {
    store.leaderless = 3;
    topics.create(PLANS, LIMIT);
    assertThat(store.asked).containsExactly("people", "people.rejected");
    assertThat(ticker.sleeps()).hasSize(3);
  }

  @Test
  void check_waits_untilEveryPartitionHasALeader() throws Exception {
    store.exists(Found.topic("people", 3, 1, 5_000, true));
    store.exists(Found.topic("people.rejected", 1, 1, 9_000, true));
    store.leaderless = 2;
    topics.check(PLANS, LIMIT);
    assertThat(store.asked).containsExactly("people", "people.rejected");
    assertThat(ticker.sleeps()).hasSize(2);
  }

  @Test
  void create_failsInTime_whenKafkaStaysSilent() {
    for (int i = 0; i < 1_000; i++) {
      store.fail(new TimeoutException("silent"));
    }
    assertThatThrownBy(() -> topics.create(PLANS, LIMIT))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("k:1 did not answer within 60 s")
        .hasMessageContaining("--kafka");
    assertThat(ticker.slept()).isEqualTo(LIMIT);
  }

  @Test
  void create_failsAtOnce_whenKafkaRefuses() {
    store.fail(new ExecutionException(new SaslAuthenticationException("who are you")));
    assertThatThrownBy(() -> topics.create(PLANS, LIMIT))
        .isInstanceOf(CommandFailedException.class)
        .hasMessage("Kafka at k:1 refuses: who are you");
    store.fail(new ExecutionException(new InvalidReplicationFactorException("1 broker")));
    assertThatThrownBy(() -> topics.create(PLANS, LIMIT)).hasMessageContaining("1 broker");
    assertThat(ticker.sleeps()).isEmpty();
  }

  @Test
  void check_passes_whenTopicsCanTakeTheRecords() throws Exception {
    store.exists(Found.topic("people", 1, 1, 5_000, true));
    store.exists(Found.topic("people.rejected", 1, 1, 9_000, true));
    topics.check(PLANS, LIMIT);
    assertThat(store.created).isZero();
  }

  @Test
  void check_namesTheRemedy_whenTopicsAreMissing() {
    store.exists(Found.topic("people", 3, 1, 5_000, true));
    assertThatThrownBy(() -> topics.check(PLANS, LIMIT))
        .isInstanceOf(CommandFailedException.class)
        .hasMessage("Kafka at k:1 has no topic people.rejected; create-topics makes it");
  }

  @Test
  void check_fails_whenATopicWouldHarmTheRecords() {
    store.exists(Found.topic("people", 3, 1, 5_000, false));
    store.exists(Found.topic("people.rejected", 1, 1, 9_000, true));
    assertThatThrownBy(() -> topics.check(PLANS, LIMIT))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("message.timestamp.type=CreateTime");
  }

  private static final class FakeStore implements TopicStore {
    private final Map<String, FoundTopic> topics = new TreeMap<>();
    private final Deque<Exception> failures = new ArrayDeque<>();
    private @Nullable FoundTopic createdByAnother;
    private final Set<String> asked = new TreeSet<>();
    private int created;
    private int leaderless;

    private void exists(FoundTopic topic) {
      topics.put(topic.name(), topic);
    }

    private void fail(Exception failure) {
      failures.add(failure);
    }

    @Override
    public List<FoundTopic> find(Collection<String> names, Duration atMost)
        throws ExecutionException, TimeoutException {
      failNow();
      return topics.values().stream().filter(topic -> names.contains(topic.name())).toList();
    }

    @Override
    public boolean create(TopicPlan plan, Duration atMost)
        throws ExecutionException, TimeoutException {
      failNow();
      if (createdByAnother != null) {
        exists(createdByAnother);
        return false;
      }
      created++;
      exists(
          Found.topic(
              plan.name(), plan.partitions(), plan.replication(), plan.maxMessageBytes(), true));
      return true;
    }

    @Override
    public void askLeaders(Collection<FoundTopic> all, Duration atMost) throws ExecutionException {
      if (leaderless > 0) {
        leaderless--;
        throw new ExecutionException(new NotLeaderOrFollowerException("not yet"));
      }
      all.forEach(topic -> asked.add(topic.name()));
    }

    @Override
    public void close() {
      // nothing is open
    }

    private void failNow() throws ExecutionException, TimeoutException {
      Exception failure = failures.poll();
      if (failure instanceof ExecutionException refused) {
        throw refused;
      }
      if (failure instanceof TimeoutException silent) {
        throw silent;
      }
    }
  }
}
