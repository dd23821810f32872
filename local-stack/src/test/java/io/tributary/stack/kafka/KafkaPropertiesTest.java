package io.tributary.stack.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaPropertiesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/plain",
        "/with spaces",
        "/back\\slash",
        "/a=b:c#d!e",
        "/Téléchargements/é",
        "/空",
        "/\uD83D\uDE42"
      })
  void logFolder_isWhatKafkaReads_whateverItsName(String folder) throws Exception {
    String written = KafkaProcess.properties(folder, 9092, 9093);
    Properties read = new Properties();
    // the bytes, as Kafka does: with a reader, Java would decode them
    read.load(new ByteArrayInputStream(written.getBytes(StandardCharsets.UTF_8)));
    assertThat(read.getProperty("log.dirs")).isEqualTo(folder);
  }
}
