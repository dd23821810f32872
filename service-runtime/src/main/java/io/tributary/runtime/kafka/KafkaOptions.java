package io.tributary.runtime.kafka;

import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.config.OptionGroup;
import io.tributary.runtime.config.Setting;
import io.tributary.runtime.tls.Tls;
import io.tributary.runtime.tls.TlsSettings;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that reads or writes topics. */
public final class KafkaOptions extends OptionGroup {
  private static final Setting<List<String>> BOOTSTRAP_SERVERS =
      Setting.list("KAFKA_BOOTSTRAP_SERVERS", "localhost:9092", "Kafka brokers, host:port");

  private static final Setting<SecurityProtocol> SECURITY_PROTOCOL =
      Setting.choice(
          "KAFKA_SECURITY_PROTOCOL",
          SecurityProtocol.class,
          SecurityProtocol.PLAINTEXT,
          "whether connections to Kafka are encrypted (ssl) and log in (sasl)");

  private static final Setting<SaslMechanism> SASL_MECHANISM =
      Setting.choice(
          "KAFKA_SASL_MECHANISM",
          SaslMechanism.class,
          SaslMechanism.SCRAM_SHA_512,
          "how the user and its password are proved to Kafka");

  private static final Setting<String> USERNAME =
      Setting.text("KAFKA_USERNAME", "", "Kafka user; empty where Kafka asks for none");

  private static final Setting<String> PASSWORD =
      Setting.secret("KAFKA_PASSWORD", "", "that user's password");

  private static final TlsSettings TLS = new TlsSettings("KAFKA", "brokers");

  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      split = ",",
      description = "Kafka brokers (default: KAFKA_BOOTSTRAP_SERVERS, localhost:9092).")
  private @Nullable List<String> bootstrapServers;

  @Override
  public List<Setting<?>> settings() {
    return Stream.concat(
            Stream.of(BOOTSTRAP_SERVERS, SECURITY_PROTOCOL, SASL_MECHANISM, USERNAME, PASSWORD),
            TLS.all().stream())
        .toList();
  }

  /**
   * The connection that the options name.
   *
   * @throws UsageException when they do not fit each other, or a file cannot be used
   */
  public KafkaConnection connection() throws UsageException {
    return new KafkaConnection(value(bootstrapServers, BOOTSTRAP_SERVERS), security());
  }

  private KafkaSecurity security() throws UsageException {
    SecurityProtocol protocol = value(SECURITY_PROTOCOL);
    String username = value(USERNAME);
    String password = value(PASSWORD);
    if (protocol.login() && (username.isEmpty() || password.isEmpty())) {
      throw new UsageException(
          "%s is %s, which needs %s and %s"
              .formatted(SECURITY_PROTOCOL.name(), protocol, USERNAME.name(), PASSWORD.name()));
    }
    if (!protocol.login() && !username.isEmpty()) {
      throw needs(USERNAME.name(), protocol, SecurityProtocol.SASL_SSL);
    }
    List<String> files = TLS.given(this::value);
    if (!protocol.tls() && !files.isEmpty()) {
      throw needs(
          files.get(0),
          protocol,
          protocol.login() ? SecurityProtocol.SASL_SSL : SecurityProtocol.SSL);
    }
    return new KafkaSecurity(
        protocol,
        value(SASL_MECHANISM),
        username,
        password,
        protocol.tls() ? TLS.read(this::value) : Tls.OF_THE_JVM);
  }

  private static UsageException needs(
      String name, SecurityProtocol protocol, SecurityProtocol wanted) {
    return new UsageException(
        "%s is set, but %s is %s: set it to %s"
            .formatted(name, SECURITY_PROTOCOL.name(), protocol, wanted));
  }
}
