package io.tributary.producer;

import io.tributary.producer.source.HttpLimits;
import java.util.List;

/**
 * What a run works with.
 *
 * @param kafka brokers, host:port
 * @param http what an answer of the source may cost
 * @param bufferBytes records waiting to be acknowledged by Kafka
 * @param userAgent what we call ourselves towards the source
 */
public record Connections(List<String> kafka, HttpLimits http, int bufferBytes, String userAgent) {

  /** Bytes of records waiting to be acknowledged if nobody says otherwise. */
  public static final int DEFAULT_BUFFER_BYTES = 32 << 20;

  public Connections {
    kafka = List.copyOf(kafka);
  }
}
