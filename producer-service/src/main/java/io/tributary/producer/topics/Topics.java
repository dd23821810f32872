package io.tributary.producer.topics;

import io.tributary.model.topic.TopicProblem;
import io.tributary.producer.source.Ticks;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.kafka.KafkaConnection;
import io.tributary.runtime.retry.Backoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the topics of a pipeline where they are missing, and judges those that exist. Nothing
 * that exists is ever changed. Waits for Kafka as long as it is told to.
 */
public final class Topics implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Topics.class);

  private static final Duration LONGEST_CALL = Duration.ofSeconds(5);

  /** What became of a topic: created now, or there before with these problems. */
  public record Outcome(String topic, boolean created, List<TopicProblem> problems) {
    public Outcome {
      problems = List.copyOf(problems);
    }
  }

  private interface Call<T> {
    T call(Duration atMost) throws ExecutionException, TimeoutException, InterruptedException;
  }

  private final TopicStore store;
  private final String bootstrapServers;
  private final Ticks ticks;
  private final Backoff backoff;

  public Topics(KafkaConnection kafka) {
    this(
        new KafkaTopicStore(kafka),
        kafka.hosts(),
        Ticks.system(),
        new Backoff(Duration.ofMillis(200), Duration.ofSeconds(2)));
  }

  Topics(TopicStore store, String bootstrapServers, Ticks ticks, Backoff backoff) {
    this.store = store;
    this.bootstrapServers = bootstrapServers;
    this.ticks = ticks;
    this.backoff = backoff;
  }

  /**
   * Creates what is missing; a second call finds everything there and does nothing. When it
   * returns, records can be published to each partition.
   *
   * @param limit how long to wait for Kafka
   * @throws CommandFailedException when Kafka does not answer in time, or refuses
   */
  public List<Outcome> create(List<TopicPlan> plans, Duration limit)
      throws CommandFailedException, InterruptedException {
    long begun = ticks.nanos();
    Map<String, FoundTopic> found = find(plans, begun, limit);
    List<Outcome> outcomes = new ArrayList<>();
    for (TopicPlan plan : plans) {
      FoundTopic existing = found.get(plan.name());
      if (existing == null && patiently(atMost -> store.create(plan, atMost), begun, limit)) {
        outcomes.add(new Outcome(plan.name(), true, List.of()));
      } else {
        // what another process created in this very moment is judged like any other
        FoundTopic there =
            existing == null ? find(List.of(plan), begun, limit).get(plan.name()) : existing;
        outcomes.add(
            new Outcome(
                plan.name(),
                false,
                there == null
                    ? List.of()
                    : TopicDifferences.between(plan, there, bootstrapServers)));
      }
    }
    awaitLeaders(awaitKnown(plans, begun, limit), begun, limit);
    return outcomes;
  }

  /** A broker hears of a new topic some moments after the controller has made it. */
  private Collection<FoundTopic> awaitKnown(List<TopicPlan> plans, long begun, Duration limit)
      throws CommandFailedException, InterruptedException {
    Map<String, FoundTopic> found = find(plans, begun, limit);
    while (found.size() < plans.size() && ticks.since(begun).compareTo(limit) < 0) {
      ticks.sleep(backoff.next());
      found = find(plans, begun, limit);
    }
    return found.values();
  }

  /**
   * Waits until records can be published. A broker refuses a batch for a partition that it does not
   * lead yet, and may take the next one of the same producer, as the first that it sees. The
   * refused one is then out of order for good (KAFKA-15591), and its records fail when the
   * producer's patience ends.
   */
  private void awaitLeaders(Collection<FoundTopic> topics, long begun, Duration limit)
      throws CommandFailedException, InterruptedException {
    try {
      patiently(
          atMost -> {
            store.askLeaders(topics, atMost);
            return topics;
          },
          begun,
          limit);
    } catch (CommandFailedException failed) {
      throw failed.getCause() instanceof RetriableException leaderless
          ? new CommandFailedException(
              "Kafka at %s has no leader for each partition of %s (%s): see that all of its brokers are up"
                  .formatted(
                      bootstrapServers,
                      topics.stream().map(FoundTopic::name).collect(Collectors.joining(" and ")),
                      leaderless.getMessage()),
              failed)
          : failed;
    }
  }

  /**
   * Waits until Kafka answers for each partition and sees to it that the topics can take a run's
   * records. Problems that do no harm are logged.
   *
   * @throws CommandFailedException when Kafka does not answer in time, a topic is missing, or a
   *     topic would do harm to the records
   */
  public void check(List<TopicPlan> plans, Duration limit)
      throws CommandFailedException, InterruptedException {
    long begun = ticks.nanos();
    Map<String, FoundTopic> found = find(plans, begun, limit);
    List<String> missing =
        plans.stream().map(TopicPlan::name).filter(name -> !found.containsKey(name)).toList();
    if (!missing.isEmpty()) {
      throw new CommandFailedException(
          "Kafka at %s has no topic %s; create-topics makes it"
              .formatted(bootstrapServers, String.join(" and ", missing)));
    }
    for (TopicPlan plan : plans) {
      FoundTopic topic = found.get(plan.name());
      if (topic == null) {
        continue;
      }
      for (TopicProblem problem : TopicDifferences.between(plan, topic, bootstrapServers)) {
        if (problem.fatal()) {
          throw new CommandFailedException(problem.sentence());
        }
        LOG.warn("{}", problem.sentence());
      }
    }
    awaitLeaders(found.values(), begun, limit);
  }

  @Override
  public void close() {
    store.close();
  }

  private Map<String, FoundTopic> find(List<TopicPlan> plans, long begun, Duration limit)
      throws CommandFailedException, InterruptedException {
    List<String> names = plans.stream().map(TopicPlan::name).toList();
    return patiently(atMost -> store.find(names, atMost), begun, limit).stream()
        .collect(Collectors.toMap(FoundTopic::name, Function.identity()));
  }

  private <T> T patiently(Call<T> call, long begun, Duration limit)
      throws CommandFailedException, InterruptedException {
    boolean told = false;
    for (; ; ) {
      Throwable failure;
      try {
        Duration left = limit.minus(ticks.since(begun));
        T answer = call.call(left.compareTo(LONGEST_CALL) < 0 ? left : LONGEST_CALL);
        if (told) {
          LOG.info(
              "Kafka at {} answers after {} s", bootstrapServers, ticks.since(begun).toSeconds());
        }
        backoff.reset();
        return answer;
      } catch (ExecutionException refused) {
        failure = refused.getCause() == null ? refused : refused.getCause();
        if (!(failure instanceof RetriableException)) {
          throw new CommandFailedException(
              "Kafka at %s refuses: %s".formatted(bootstrapServers, failure.getMessage()), failure);
        }
      } catch (TimeoutException silent) {
        failure = silent;
      }
      Duration left = limit.minus(ticks.since(begun));
      if (left.isNegative() || left.isZero()) {
        throw new CommandFailedException(
            String.format(
                Locale.ROOT,
                "Kafka at %s did not answer within %d s; is it up, and is the address right (KAFKA_BOOTSTRAP_SERVERS, --kafka)?",
                bootstrapServers,
                limit.toSeconds()),
            failure);
      }
      if (!told) {
        LOG.info("waiting for Kafka at {}, at most {} s more", bootstrapServers, left.toSeconds());
        told = true;
      }
      Duration wait = backoff.next();
      ticks.sleep(wait.compareTo(left) > 0 ? left : wait);
    }
  }
}
