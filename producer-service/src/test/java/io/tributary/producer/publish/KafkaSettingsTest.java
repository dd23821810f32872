package io.tributary.producer.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.kafka.KafkaConnection;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaSettingsTest {
  private static final KafkaConnection BROKERS = KafkaConnection.at("127.0.0.1:1");

  @Test
  void of_asksForEveryAcknowledgementAndNoDuplicates() {
    assertThat(KafkaSettings.of(BROKERS, 1 << 20, 32 << 20, Duration.ofMinutes(5)))
        .containsAllEntriesOf(
            Map.of(
                "acks",
                "all",
                "enable.idempotence",
                true,
                "compression.type",
                "lz4",
                "linger.ms",
                5,
                "batch.size",
                65_536,
                "buffer.memory",
                33_554_432L,
                "delivery.timeout.ms",
                300_000,
                "max.block.ms",
                300_000L));
  }

  @Test
  void of_hasABufferForTheLargestRecord() {
    assertThat(KafkaSettings.of(BROKERS, 2 << 20, 1 << 20, Duration.ofMinutes(5)))
        .containsEntry("buffer.memory", (long) (2 << 20))
        .containsEntry("max.request.size", 2 << 20);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 1_000, 30_000, 30_004, 86_400_000, Long.MAX_VALUE / 1_000_000})
  void connect_isAcceptedByKafkasClient_whateverThePatience(long millis) {
    Duration patience = Duration.ofMillis(millis);
    try (Producer<byte[], byte[]> kafka =
        KafkaSettings.connect(BROKERS, 1 << 20, 32 << 20, patience)) {
      assertThat(kafka).isNotNull();
    }
  }
}
