package io.tributary.stack.consumer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Publishes events by the thousand, each with an id of its own; one of a hundred is broken. */
final class Load {
  private static final int BURST = 15_000;
  private static final int BROKEN_EVERY = 100;

  private final PipelineFixture surroundings;
  private final List<String> goodIds = new ArrayList<>();
  private final List<Future<RecordMetadata>> bad = new ArrayList<>();

  Load(PipelineFixture surroundings) {
    this.surroundings = surroundings;
  }

  /** Returns when the records are in Kafka. */
  void burst() throws Exception {
    List<Future<RecordMetadata>> good = new ArrayList<>();
    long first = published();
    for (long number = first; number < first + BURST; number++) {
      String id = new java.util.UUID(0xFE4C_4000L, 0x8000_0000_0000_0000L | number).toString();
      if (number % BROKEN_EVERY == BROKEN_EVERY - 1) {
        String topic = surroundings.pipeline().topic().name();
        bad.add(
            surroundings.send(
                new ProducerRecord<>(
                    topic, PipelineFixture.bytes(id), PipelineFixture.bytes("{\"id\":"))));
      } else {
        goodIds.add(id);
        good.add(surroundings.send(id, "Ada"));
      }
    }
    surroundings.flush();
    for (Future<RecordMetadata> published : good) {
      published.get();
    }
  }

  /** Of the events that become rows. */
  List<String> goodIds() {
    return goodIds;
  }

  /** Where the broken ones are. */
  List<String> badPlaces() throws Exception {
    List<String> places = new ArrayList<>();
    for (Future<RecordMetadata> published : bad) {
      RecordMetadata at = published.get();
      places.add(String.format(Locale.ROOT, "%s-%d@%d", at.topic(), at.partition(), at.offset()));
    }
    return places;
  }

  /** Records, of both kinds. */
  int published() {
    return goodIds.size() + bad.size();
  }
}
