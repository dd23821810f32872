package io.tributary.producer.topics;

import io.tributary.model.topic.TopicProblem;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.kafka.KafkaConnection;
import io.tributary.runtime.retry.Backoff;
import io.tributary.runtime.retry.Retry;
import io.tributary.runtime.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
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
  private final Ticker ticker;
  private final Backoff backoff;

  public Topics(KafkaConnection kafka) {
    this(
        new KafkaTopicStore(kafka),
        kafka.hosts(),
        Ticker.system(),
        new Backoff(Duration.ofMillis(200), Duration.ofSeconds(2)));
  }

  Topics(TopicStore store, String bootstrapServers, Ticker ticker, Backoff backoff) {
    this.store = store;
    this.bootstrapServers = bootstrapServers;
    this.ticker = ticker;
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
    Retry retry = new Retry(limit, backoff, ticker);
    Map<String, FoundTopic> found = find(plans, retry);
    List<Outcome> outcomes = new ArrayList<>();
    for (TopicPlan plan : plans) {
      FoundTopic existing = found.get(plan.name());
      if (existing == null && call(atMost -> store.create(plan, atMost), retry)) {
        outcomes.add(new Outcome(plan.name(), true, List.of()));
      } else {
        // what another process created in this very moment is judged like any other
        FoundTopic there =
            existing == null ? find(List.of(plan), retry).get(plan.name()) : existing;
        outcomes.add(
            new Outcome(
                plan.name(),
                false,
                there == null
                    ? List.of()
                    : TopicDifferences.between(plan, there, bootstrapServers)));
      }
    }
    awaitLeaders(awaitKnown(plans, retry), retry);
    return outcomes;
  }

  /** A broker hears of a new topic some moments after the controller has made it. */
  private Collection<FoundTopic> awaitKnown(List<TopicPlan> plans, Retry retry)
      throws CommandFailedException, InterruptedException {
    Map<String, FoundTopic> found = find(plans, retry);
    while (found.size() < plans.size() && !retry.isOver()) {
      retry.pause();
      found = find(plans, retry);
    }
    return found.values();
  }

  /**
   * Waits until records can be published. A broker refuses a batch for a partition that it does not
   * lead yet, and may take the next one of the same producer, as the first that it sees. The
   * refused one is then out of order permanently (KAFKA-15591), and its records fail when the
   * producer's patience ends.
   */
  private void awaitLeaders(Collection<FoundTopic> topics, Retry retry)
      throws CommandFailedException, InterruptedException {
    try {
      call(
          atMost -> {
            store.askLeaders(topics, atMost);
            return topics;
          },
          retry);
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
    Retry retry = new Retry(limit, backoff, ticker);
    Map<String, FoundTopic> found = find(plans, retry);
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
    awaitLeaders(found.values(), retry);
  }

  @Override
  public void close() {
    store.close();
  }

  private Map<String, FoundTopic> find(List<TopicPlan> plans, Retry retry)
      throws CommandFailedException, InterruptedException {
    List<String> names = plans.stream().map(TopicPlan::name).toList();
    return call(atMost -> store.find(names, atMost), retry).stream()
        .collect(Collectors.toMap(FoundTopic::name, Function.identity()));
  }

  private <T> T call(Call<T> call, Retry retry)
      throws CommandFailedException, InterruptedException {
    AtomicBoolean told = new AtomicBoolean();
    try {
      T answer =
          retry.call(
              () -> call(call, retry.left()), Topics::isRetriable, failed -> tell(told, retry));
      if (told.get()) {
        LOG.info("Kafka at {} answers after {} s", bootstrapServers, retry.elapsed().toSeconds());
      }
      return answer;
    } catch (ExecutionException failed) {
      Throwable failure = reason(failed);
      if (failure instanceof UsageException) {
        throw new CommandFailedException(String.valueOf(failure.getMessage()), failure);
      }
      throw new CommandFailedException(
          isRetriable(failed)
              ? String.format(
                  Locale.ROOT,
                  "Kafka at %s did not answer within %d s; is it up, and is the address right (KAFKA_BOOTSTRAP_SERVERS, --kafka)?",
                  bootstrapServers,
                  retry.limit().toSeconds())
              : "Kafka at %s refuses: %s".formatted(bootstrapServers, failure.getMessage()),
          failure);
    }
  }

  private static <T> T call(Call<T> call, Duration left)
      throws ExecutionException, InterruptedException {
    try {
      return call.call(left.compareTo(LONGEST_CALL) < 0 ? left : LONGEST_CALL);
    } catch (TimeoutException silent) {
      throw new ExecutionException(silent);
    }
  }

  private static boolean isRetriable(Exception failed) {
    Throwable failure = reason(failed);
    return failure instanceof RetriableException || failure instanceof TimeoutException;
  }

  private static Throwable reason(Exception failed) {
    return failed.getCause() == null ? failed : failed.getCause();
  }

  private void tell(AtomicBoolean told, Retry retry) {
    if (!told.getAndSet(true)) {
      LOG.info(
          "waiting for Kafka at {}, at most {} s more", bootstrapServers, retry.left().toSeconds());
    }
  }
}
