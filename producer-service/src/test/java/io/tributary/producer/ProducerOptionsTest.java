package io.tributary.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.producer.source.HttpLimitOptions;
import io.tributary.producer.source.HttpLimits;
import io.tributary.runtime.command.Command;
import io.tributary.runtime.config.Configuration;
import io.tributary.runtime.config.InvalidConfigurationException;
import io.tributary.runtime.config.OptionGroup;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProducerOptionsTest {

  @Test
  void defaults_areUsable() throws Exception {
    RunOptions run = OptionGroup.read(new RunOptions(), Map.of());
    assertThat(run.giveUpAfter()).isEqualTo(RunRequest.DEFAULT_GIVE_UP_AFTER);
    assertThat(run.source()).isEmpty();
    assertThat(run.statusPort()).isEmpty();
    assertThat(run.bufferBytes()).isEqualTo(Connections.DEFAULT_BUFFER_BYTES);
    assertThat(OptionGroup.read(new HttpLimitOptions(), Map.of()).limits())
        .isEqualTo(HttpLimits.DEFAULT);
    assertThat(Connections.DEFAULT_USER_AGENT).matches("tributary/\\S+");
  }

  @Test
  void values_areRead() throws Exception {
    RunOptions run =
        OptionGroup.read(
            new RunOptions(),
            Map.of("SOURCE_URL", "http://127.0.0.1:8000/api/", "STATUS_PORT", "0"));
    assertThat(run.source()).isPresent();
    assertThat(run.statusPort()).contains(0);
    assertThat(
            OptionGroup.read(new HttpLimitOptions(), Map.of("SOURCE_ANSWER_MIB", "1"))
                .limits()
                .maxBody())
        .isEqualTo(1 << 20);
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
    assertThatThrownBy(
            () -> Configuration.read(Map.of(name, value), Command.settings(new ProducerService())))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining(name)
        .hasMessageContaining(value);
  }
}
