package io.tributary.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.producer.source.HttpLimits;
import io.tributary.runtime.config.Configuration;
import io.tributary.runtime.config.InvalidConfigurationException;
import io.tributary.runtime.config.StackSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProducerSettingsTest {

  @Test
  void defaults_areUsable() throws Exception {
    Configuration none = Configuration.read(Map.of(), ProducerSettings.ALL);
    assertThat(ProducerSettings.http(none)).isEqualTo(HttpLimits.DEFAULT);
    assertThat(none.get(ProducerSettings.GIVE_UP_AFTER))
        .isEqualTo(RunRequest.DEFAULT_GIVE_UP_AFTER);
    assertThat(none.get(ProducerSettings.SOURCE_URL)).isEmpty();
    assertThat(none.get(ProducerSettings.STATUS_PORT)).isEmpty();
    Connections connections = ProducerSettings.connections(none, List.of("k:1"));
    assertThat(connections.bufferBytes()).isEqualTo(Connections.DEFAULT_BUFFER_BYTES);
    assertThat(connections.userAgent()).matches("tributary/\\S+");
  }

  @Test
  void values_areRead() throws Exception {
    Configuration configuration =
        Configuration.read(
            Map.of(
                "SOURCE_URL", "http://127.0.0.1:8000/api/",
                "STATUS_PORT", "0",
                "SOURCE_ANSWER_MIB", "1",
                "KAFKA_BOOTSTRAP_SERVERS", "a:1,b:2"),
            ProducerSettings.ALL);
    assertThat(configuration.get(ProducerSettings.SOURCE_URL)).isPresent();
    assertThat(configuration.get(ProducerSettings.STATUS_PORT)).contains(0);
    assertThat(ProducerSettings.http(configuration).maxBody()).isEqualTo(1 << 20);
    assertThat(configuration.get(StackSettings.KAFKA_BOOTSTRAP_SERVERS))
        .containsExactly("a:1", "b:2");
  }

  @ParameterizedTest
  @CsvSource({
    "SOURCE_URL,ftp://x/",
    "SOURCE_CONNECT_TIMEOUT,soon",
    "SOURCE_READ_TIMEOUT,30",
    "SOURCE_ANSWER_TIMEOUT,-1s",
    "SOURCE_ANSWER_MIB,0",
    "GIVE_UP_AFTER,5",
    "KAFKA_BUFFER_MIB,2000",
    "STATUS_PORT,65536",
    "KAFKA_BOOTSTRAP_SERVERS,','",
    "LOG_LEVEL,loud"
  })
  void read_namesTheVariable_whenItsValueIsMalformed(String name, String value) {
    assertThatThrownBy(() -> Configuration.read(Map.of(name, value), ProducerSettings.ALL))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining(name)
        .hasMessageContaining(value);
  }
}
