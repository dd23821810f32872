package io.tributary.drills.cases;

import io.tributary.drills.environment.DrillConsumer;
import io.tributary.drills.environment.DrillEnvironment;
import io.tributary.drills.environment.TopicOffsets;
import io.tributary.drills.settle.Account;
import io.tributary.runtime.command.CommandFailedException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Kafka deletes records that nobody has read yet. */
final class RetentionOvertook implements Case {

  @Override
  public String name() {
    return "retention-overtook";
  }

  @Override
  public String claim() {
    return "when Kafka deleted records before they were read, the consumer ends and names exactly which; --from earliest goes on with the rest";
  }

  @Override
  public Account play(DrillEnvironment environment) throws Exception {
    int third = environment.records() / 3;
    DrillConsumer consumer = environment.startConsumer();
    consumer.awaitRunning();
    environment.load().publish(environment.people().next(third));
    environment.stopWhenCommitted(consumer);
    try (TopicOffsets offsets =
        new TopicOffsets(
            environment.stack().kafka().bootstrapServers(),
            environment.pipeline().topic().name())) {
      Map<Integer, Long> read = offsets.ends();
      environment.load().publish(environment.people().next(third));
      Map<Integer, Long> first = cuts(environment, read, offsets.ends());
      environment.faults().note("Kafka deletes records before they are read");
      offsets.deleteBefore(first);
      int gone =
          environment
              .truth()
              .gone(
                  position ->
                      position.offset() >= Objects.requireNonNull(read.get(position.partition()))
                          && position.offset()
                              < Objects.requireNonNull(first.get(position.partition())));
      var published = environment.load().begin(environment.people().next(third));
      consumer.start();
      requireNamed(environment, consumer.awaitEnd(1), read, first);
      environment.say(String.format(Locale.ROOT, "%,d records are gone, and named", gone));
      DrillConsumer told =
          environment.startConsumer("consumer-told", Map.of(), List.of("--from", "earliest"));
      environment.load().finish(published);
      return environment.settle(told);
    }
  }

  /** What each partition begins with from now on. */
  private static Map<Integer, Long> cuts(
      DrillEnvironment environment, Map<Integer, Long> read, Map<Integer, Long> ends) {
    Map<Integer, Long> first = new TreeMap<>();
    read.forEach(
        (partition, position) -> {
          long unread = Objects.requireNonNull(ends.get(partition)) - position;
          first.put(partition, position + 1 + environment.random().nextLong(unread));
        });
    return first;
  }

  private static void requireNamed(
      DrillEnvironment environment, String said, Map<Integer, Long> read, Map<Integer, Long> first)
      throws CommandFailedException {
    String topic = environment.pipeline().topic().name();
    for (Map.Entry<Integer, Long> cut : first.entrySet()) {
      long from = Objects.requireNonNull(read.get(cut.getKey()));
      String range =
          String.format(
              Locale.ROOT,
              "%s-%d offsets %d to %d (%d records)",
              topic,
              cut.getKey(),
              from,
              cut.getValue() - 1,
              cut.getValue() - from);
      DrillEnvironment.require(
          said.contains(range) && said.contains("--from earliest"),
          "The consumer does not name '%s': %s".formatted(range, said));
    }
  }
}
