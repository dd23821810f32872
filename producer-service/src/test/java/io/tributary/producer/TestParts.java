package io.tributary.producer;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.EventEncoder;
import io.tributary.model.mapping.PageMapper;
import io.tributary.producer.credential.SecretSource;
import io.tributary.producer.publish.FakeKafka;
import io.tributary.producer.source.HttpLimits;
import io.tributary.producer.source.PageMapping;
import io.tributary.producer.source.PageSequence;
import io.tributary.runtime.retry.Backoff;
import io.tributary.runtime.time.FakeTicker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Random;

/** Parts of a run that publishes to a Kafka in memory, and that waits without any time passing. */
final class TestParts {
  private TestParts() {}

  static ProducerRun.Parts of(Pipeline pipeline, FakeKafka kafka, PageSequence.Manners manners) {
    return of(new PageMapper(pipeline)::map, kafka, manners);
  }

  static ProducerRun.Parts of(PageMapping mapping, FakeKafka kafka, PageSequence.Manners manners) {
    return new ProducerRun.Parts(
        () -> {}, () -> kafka, EventEncoder::plain, HashMap::new, mapping, manners);
  }

  /** Asks again for five minutes. */
  static PageSequence.Manners patient(HttpLimits limits, InstantSource clock) {
    return patient(limits, clock, 1, SecretSource.system());
  }

  /**
   * The same.
   *
   * @param seed of the waits between tries
   */
  static PageSequence.Manners patient(
      HttpLimits limits, InstantSource clock, long seed, SecretSource secrets) {
    return manners(limits, Duration.ofMinutes(5), clock, seed, secrets);
  }

  static PageSequence.Manners manners(
      HttpLimits limits,
      Duration giveUpAfter,
      InstantSource clock,
      long seed,
      SecretSource secrets) {
    return new PageSequence.Manners(
        limits,
        "tributary/test",
        giveUpAfter,
        new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30), new Random(seed)),
        new FakeTicker(),
        clock,
        secrets);
  }
}
