package io.tributary.runtime.kafka;

import io.tributary.runtime.tls.Tls;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;

/**
 * How clients of Kafka prove who they are, and whether what they send is encrypted.
 *
 * @param mechanism counts only with a login
 * @param username empty without a login
 * @param password empty without a login; never printed
 * @param tls counts only with a protocol that has it
 */
public record KafkaSecurity(
    SecurityProtocol protocol, SaslMechanism mechanism, String username, String password, Tls tls)
    implements Serializable {

  /** Neither a login nor encryption. */
  public static final KafkaSecurity NONE =
      new KafkaSecurity(
          SecurityProtocol.PLAINTEXT, SaslMechanism.SCRAM_SHA_512, "", "", Tls.OF_THE_JVM);

  /** As Kafka's clients take it; it holds the secrets. */
  Map<String, Object> clientSettings() {
    Map<String, Object> settings = new HashMap<>();
    if (protocol == SecurityProtocol.PLAINTEXT) {
      return settings;
    }
    settings.put("security.protocol", protocol.name());
    if (protocol.login()) {
      settings.put("sasl.mechanism", mechanism.kafkaName());
      settings.put("sasl.jaas.config", mechanism.jaas(username, password));
    }
    if (protocol.tls()) {
      settings.put("ssl.endpoint.identification.algorithm", tls.hostNameCheck() ? "https" : "");
      if (!tls.authorities().isEmpty()) {
        settings.put("ssl.truststore.type", "PEM");
        settings.put("ssl.truststore.certificates", tls.authorities());
      }
      if (tls.hasCertificate()) {
        settings.put("ssl.keystore.type", "PEM");
        settings.put("ssl.keystore.certificate.chain", tls.certificates());
        settings.put("ssl.keystore.key", tls.key());
        if (!tls.keyPassword().isEmpty()) {
          settings.put("ssl.key.password", tls.keyPassword());
        }
      }
    }
    return settings;
  }

  @Override
  public String toString() {
    return protocol.name();
  }
}
