package io.tributary.runtime.kafka;

import io.tributary.runtime.tls.TlsHandshake;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.jspecify.annotations.Nullable;

/** What a failure of Kafka's clients says about the user, certificates and permissions. */
public final class KafkaFailure {
  private KafkaFailure() {}

  /**
   * One sentence: what happened, and which setting to check or which ACL to add; nothing when the
   * failure has other reasons.
   *
   * @param wanted what the client was to do
   */
  public static Optional<String> sentence(
      KafkaConnection kafka, AclOperation wanted, Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof AuthenticationException refused) {
        return Optional.of(
            "Kafka at %s %s".formatted(kafka.hosts(), authentication(kafka.security(), refused)));
      }
      if (cause instanceof AuthorizationException refused) {
        return Optional.of(authorization(kafka, wanted, refused));
      }
    }
    return Optional.empty();
  }

  /**
   * The rest of a sentence about a failure: which ACL to add; empty when it is about none.
   *
   * @param wanted what the client was to do
   */
  public static String remedy(AclOperation wanted, Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof TopicAuthorizationException refused) {
        return ": allow its user %1$s, for example with kafka-acls.sh --add --operation %1$s --topic %2$s"
            .formatted(
                word(wanted),
                String.join(" --topic ", new TreeSet<>(refused.unauthorizedTopics())));
      }
    }
    return "";
  }

  private static String authentication(KafkaSecurity security, AuthenticationException refused) {
    String said = String.valueOf(refused.getMessage());
    if (refused instanceof SaslAuthenticationException) {
      return "rejected user '%s' (%s): check KAFKA_USERNAME and KAFKA_PASSWORD"
          .formatted(security.username(), said);
    }
    if (refused instanceof SslAuthenticationException) {
      return TlsHandshake.fault(refused, security.tls(), "KAFKA", "KAFKA_BOOTSTRAP_SERVERS")
          .orElse(
              "does not agree on a TLS connection (%s): check KAFKA_CA_FILE and KAFKA_CERTIFICATE_FILE"
                  .formatted(said));
    }
    return "did not let the client in (%s): check KAFKA_SECURITY_PROTOCOL and KAFKA_SASL_MECHANISM"
        .formatted(said);
  }

  private static String authorization(
      KafkaConnection kafka, AclOperation wanted, AuthorizationException refused) {
    String username = kafka.security().username();
    String operation = word(wanted);
    String user = username.isEmpty() ? "the client" : "user '" + username + "'";
    String add =
        "kafka-acls.sh --bootstrap-server %s --add --allow-principal User:%s --operation %s"
            .formatted(kafka.hosts(), username.isEmpty() ? "NAME" : username, operation);
    Set<String> topics =
        refused instanceof TopicAuthorizationException some
            ? new TreeSet<>(some.unauthorizedTopics())
            : Set.of();
    if (!topics.isEmpty()) {
      return "Kafka at %s does not let %s do %s on topic %s: allow it, for example with %s --topic %s"
          .formatted(
              kafka.hosts(),
              user,
              operation,
              String.join(" and ", topics),
              add,
              String.join(" --topic ", topics));
    }
    return refused instanceof ClusterAuthorizationException
        ? "Kafka at %s does not let %s do %s on the cluster: allow it, for example with %s --cluster"
            .formatted(kafka.hosts(), user, operation, add)
        : "Kafka at %s does not let %s do %s (%s): allow it, for example with kafka-acls.sh"
            .formatted(kafka.hosts(), user, operation, refused.getMessage());
  }

  /** As kafka-acls.sh writes it, such as {@code DescribeConfigs}. */
  private static String word(AclOperation operation) {
    StringBuilder word = new StringBuilder();
    for (String part : operation.name().split("_", -1)) {
      word.append(part.charAt(0)).append(part.substring(1).toLowerCase(Locale.ROOT));
    }
    return word.toString();
  }
}
