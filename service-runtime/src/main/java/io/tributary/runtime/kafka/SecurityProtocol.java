package io.tributary.runtime.kafka;

/** How clients speak to brokers: Kafka's {@code security.protocol}. */
public enum SecurityProtocol {
  PLAINTEXT,
  SSL,
  SASL_PLAINTEXT,
  SASL_SSL;

  /** Whether the connection is encrypted. */
  boolean tls() {
    return this == SSL || this == SASL_SSL;
  }

  /** Whether a client logs in with a name and a password. */
  boolean login() {
    return this == SASL_PLAINTEXT || this == SASL_SSL;
  }
}
