package io.tributary.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.config.OptionGroup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KafkaOptionsTest {
  @TempDir private Path folder;

  @Test
  void connection_isPlain_whenNothingIsSet() throws Exception {
    assertThat(connection("").clientSettings())
        .isEqualTo(Map.of("bootstrap.servers", "localhost:9092"));
  }

  @Test
  void clientSettings_sayHowToLogIn() throws Exception {
    KafkaConnection kafka =
        connection(
            "KAFKA_SECURITY_PROTOCOL=SASL_SSL KAFKA_SASL_MECHANISM=SCRAM-SHA-256 KAFKA_USERNAME=carrier"
                + " KAFKA_PASSWORD=can\"ary\\1 KAFKA_HOST_NAME_CHECK=false");

    assertThat(kafka.clientSettings())
        .isEqualTo(
            Map.of(
                "bootstrap.servers",
                "localhost:9092",
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                "SCRAM-SHA-256",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required"
                    + " username=\"carrier\" password=\"can\\\"ary\\\\1\";",
                "ssl.endpoint.identification.algorithm",
                ""));
    // those of any client, and with values that it accepts
    assertThat(AdminClientConfig.configNames()).containsAll(kafka.clientSettings().keySet());
    assertThat(kafka.toString() + kafka.security()).doesNotContain("ary");
  }

  @Test
  void password_isReadFromAFile() throws Exception {
    Path file = Files.writeString(folder.resolve("password"), "canary-2\n");

    assertThat(
            connection(
                    "KAFKA_SECURITY_PROTOCOL=sasl_plaintext KAFKA_USERNAME=u KAFKA_PASSWORD_FILE="
                        + file)
                .security()
                .password())
        .isEqualTo("canary-2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "KAFKA_SECURITY_PROTOCOL=SASL_SSL KAFKA_USERNAME=u|KAFKA_SECURITY_PROTOCOL is SASL_SSL, which needs KAFKA_USERNAME and KAFKA_PASSWORD",
        "KAFKA_USERNAME=u KAFKA_PASSWORD=canary-3|KAFKA_USERNAME is set, but KAFKA_SECURITY_PROTOCOL is PLAINTEXT: set it to SASL_SSL",
        "KAFKA_CA_FILE=none.pem|KAFKA_CA_FILE is set, but KAFKA_SECURITY_PROTOCOL is PLAINTEXT: set it to SSL",
        "KAFKA_SECURITY_PROTOCOL=SSL KAFKA_CA_FILE=none.pem|KAFKA_CA_FILE names none.pem, which cannot be read (NoSuchFileException)",
        "KAFKA_SECURITY_PROTOCOL=SSL KAFKA_CA_FILE=pom.xml|KAFKA_CA_FILE names pom.xml, which cannot be used: ",
        "KAFKA_SECURITY_PROTOCOL=SSL KAFKA_KEY_FILE=pom.xml|KAFKA_CERTIFICATE_FILE and KAFKA_KEY_FILE belong together: set both or none",
      })
  void connection_namesTheSetting_whenTheyDoNotFit(String environment, String message) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> connection(environment))
        .withMessageStartingWith(message)
        .withMessageNotContaining("canary");
  }

  private static KafkaConnection connection(String environment) throws Exception {
    Map<String, String> variables = new HashMap<>();
    Arrays.stream(environment.split(" "))
        .filter(variable -> !variable.isEmpty())
        .map(variable -> variable.split("=", 2))
        .forEach(variable -> variables.put(variable[0], variable[1]));
    return OptionGroup.read(new KafkaOptions(), variables).connection();
  }
}
