package io.tributary.runtime.kafka;

/** How a client proves who it is: Kafka's {@code sasl.mechanism}. */
public enum SaslMechanism {
  PLAIN("org.apache.kafka.common.security.plain.PlainLoginModule"),
  SCRAM_SHA_256("org.apache.kafka.common.security.scram.ScramLoginModule"),
  SCRAM_SHA_512("org.apache.kafka.common.security.scram.ScramLoginModule");

  private final String loginModule;

  SaslMechanism(String loginModule) {
    this.loginModule = loginModule;
  }

  /** As Kafka writes it, such as {@code SCRAM-SHA-512}. */
  String kafkaName() {
    return name().replace('_', '-');
  }

  /** Kafka's {@code sasl.jaas.config} for a user. */
  String jaas(String username, String password) {
    return "%s required username=\"%s\" password=\"%s\";"
        .formatted(loginModule, quoted(username), quoted(password));
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
