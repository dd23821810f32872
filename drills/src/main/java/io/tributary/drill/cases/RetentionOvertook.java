package io.tributary.drill.cases;

import io.tributary.drill.scene.Scene;
import io.tributary.drill.scene.TopicOffsets;
import io.tributary.drill.settle.Account;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.stack.consumer.ConsumerProcess;
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
  public Account play(Scene scene) throws Exception {
    int third = scene.records() / 3;
    ConsumerProcess consumer = scene.startConsumer();
    scene.awaitRunning(consumer);
    scene.load().publish(scene.people().next(third));
    scene.stopWhenCommitted(consumer);
    try (TopicOffsets offsets =
        new TopicOffsets(
            scene.stack().kafka().bootstrapServers(), scene.pipeline().topic().name())) {
      Map<Integer, Long> read = offsets.ends();
      scene.load().publish(scene.people().next(third));
      Map<Integer, Long> first = cuts(scene, read, offsets.ends());
      scene.faults().note("Kafka deletes records before they are read");
      offsets.deleteBefore(first);
      int gone =
          scene
              .truth()
              .gone(
                  place ->
                      place.offset() >= Objects.requireNonNull(read.get(place.partition()))
                          && place.offset() < Objects.requireNonNull(first.get(place.partition())));
      var published = scene.load().begin(scene.people().next(third));
      consumer.start();
      requireNamed(scene, scene.awaitEnd(consumer, 1), read, first);
      scene.say(String.format(Locale.ROOT, "%,d records are gone, and named", gone));
      ConsumerProcess told =
          scene.startConsumer("consumer-told", Map.of(), List.of("--from", "earliest"));
      scene.load().finish(published);
      return scene.settle(told);
    }
  }

  /** What each partition begins with from now on. */
  private static Map<Integer, Long> cuts(
      Scene scene, Map<Integer, Long> read, Map<Integer, Long> ends) {
    Map<Integer, Long> first = new TreeMap<>();
    read.forEach(
        (partition, position) -> {
          long unread = Objects.requireNonNull(ends.get(partition)) - position;
          first.put(partition, position + 1 + scene.random().nextLong(unread));
        });
    return first;
  }

  private static void requireNamed(
      Scene scene, String said, Map<Integer, Long> read, Map<Integer, Long> first)
      throws CommandFailedException {
    String topic = scene.pipeline().topic().name();
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
      Scene.require(
          said.contains(range) && said.contains("--from earliest"),
          "The consumer does not name '%s': %s".formatted(range, said));
    }
  }
}
