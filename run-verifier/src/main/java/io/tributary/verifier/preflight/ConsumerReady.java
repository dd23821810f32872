package io.tributary.verifier.preflight;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The consumer says that it is ready for a pipeline, whatever it says of others. */
public final class ConsumerReady implements Prerequisite {
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;

  private final String pipeline;
  private final URI ready;
  private final HttpProbe probe;

  /**
   * @param consumer address of its status endpoint, without a path
   * @param pipeline the name of the one that it has to carry
   */
  public ConsumerReady(URI consumer, String pipeline, HttpProbe probe) {
    this.pipeline = pipeline;
    this.ready = consumer.resolve("/ready?pipeline=" + pipeline);
    this.probe = probe;
  }

  @Override
  public Optional<String> missing() throws InterruptedException {
    AtomicInteger status = new AtomicInteger();
    return probe
        .trouble(
            ready,
            answered -> {
              status.set(answered);
              return answered == OK;
            })
        .map(
            trouble ->
                status.get() == NOT_FOUND
                    ? "the consumer at %s does not have the pipeline %s: add its definition to the consumer's PIPELINES and restart it"
                        .formatted(ready.resolve("/"), pipeline)
                    : "the consumer is not ready (%s %s): look at what spark-consumer logs"
                        .formatted(ready, trouble));
  }
}
