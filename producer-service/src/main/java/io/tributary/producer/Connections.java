package io.tributary.producer;

import io.tributary.producer.source.HttpLimits;
import io.tributary.runtime.command.Version;
import io.tributary.runtime.kafka.KafkaConnection;
import io.tributary.runtime.registry.RegistryConnection;

/**
 * What a run works with.
 *
 * @param http what an answer of the source may cost
 * @param bufferBytes records waiting to be acknowledged by Kafka
 * @param userAgent what we call ourselves towards the source
 * @param registry of the events' schemas, if they have any
 */
public record Connections(
    KafkaConnection kafka,
    HttpLimits http,
    int bufferBytes,
    String userAgent,
    RegistryConnection registry) {

  /** What we call ourselves if nobody says otherwise. */
  public static final String DEFAULT_USER_AGENT = "tributary/" + Version.tributary();

  /** Bytes of records waiting to be acknowledged if nobody says otherwise. */
  public static final int DEFAULT_BUFFER_BYTES = 32 << 20;
}
