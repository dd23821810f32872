package io.tributary.benchmarks.produce;

import io.tributary.benchmarks.order.Order;
import io.tributary.benchmarks.order.Variant;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.EventEncoder;
import io.tributary.producer.publish.EventPublisher;
import io.tributary.producer.publish.KafkaSettings;
import io.tributary.producer.source.FetchedPage;
import io.tributary.runtime.kafka.KafkaConnection;
import io.tributary.runtime.time.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The producer's publishing: mapped pages that are in memory, until Kafka has acknowledged all. */
final class TributaryPublisher implements Variant {
  /** Used again and again: all of a round's would not fit. */
  private static final int PAGES = 10;

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int LARGEST_MESSAGE = 2 << 20;
  private static final int BUFFER = 32 << 20;

  private final List<FetchedPage> pages = new ArrayList<>();

  @Override
  public Map<String, Double> run(Order order, Runnable began) throws Exception {
    Pipeline pipeline = Pipeline.load(Path.of(order.text("definition")));
    if (pages.isEmpty()) {
      Users users = new Users(pipeline, "bench");
      for (int number = 1; number <= PAGES; number++) {
        pages.add(users.page(number, Users.PAGE));
      }
    }
    EventPublisher publisher =
        new EventPublisher(
            pipeline,
            "bench",
            KafkaSettings.connect(
                KafkaConnection.at(order.text("kafka")), LARGEST_MESSAGE, BUFFER, PATIENCE),
            // the first try
            HashMap::new,
            OptionalDouble.empty(),
            Ticker.system(),
            EventEncoder.plain(pipeline));
    try {
      began.run();
      long start = System.nanoTime();
      long wanted = order.number("records");
      for (int page = 0; publisher.sent() < wanted; page++) {
        publisher.publish(pages.get(page % PAGES));
      }
      publisher.flush();
      double seconds = (System.nanoTime() - start) / 1e9;
      return Map.of(SECONDS, seconds * wanted / publisher.sent());
    } finally {
      publisher.close(PATIENCE);
    }
  }
}
