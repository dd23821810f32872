package io.tributary.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.tls.Tls;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.junit.jupiter.api.Test;

class KafkaFailureTest {
  private static final KafkaConnection KAFKA =
      new KafkaConnection(
          List.of("k:1"),
          new KafkaSecurity(
              SecurityProtocol.SASL_SSL,
              SaslMechanism.SCRAM_SHA_512,
              "carrier",
              "canary-1",
              Tls.OF_THE_JVM));

  @Test
  void sentence_namesUserAndPassword_whenTheLoginIsRejected() {
    assertThat(said(new SaslAuthenticationException("Authentication failed")))
        .isEqualTo(
            "Kafka at k:1 rejected user 'carrier' (Authentication failed): check KAFKA_USERNAME and"
                + " KAFKA_PASSWORD");
  }

  @Test
  void sentence_namesTheMechanism_whenItIsAnother() {
    assertThat(said(new UnsupportedSaslMechanismException("no such")))
        .endsWith("check KAFKA_SECURITY_PROTOCOL and KAFKA_SASL_MECHANISM");
  }

  @Test
  void sentence_namesTheAcl_whenAPermissionIsMissing() {
    assertThat(said(new TopicAuthorizationException(Set.of("people"))))
        .isEqualTo(
            "Kafka at k:1 does not let user 'carrier' do DescribeConfigs on topic people: allow it,"
                + " for example with kafka-acls.sh --bootstrap-server k:1 --add --allow-principal"
                + " User:carrier --operation DescribeConfigs --topic people");
    assertThat(said(new ClusterAuthorizationException("no"))).endsWith(" --cluster");
  }

  @Test
  void sentence_isNone_whenTheFailureHasOtherReasons() {
    assertThat(
            KafkaFailure.sentence(
                KAFKA, AclOperation.READ, new ExecutionException(new TimeoutException("silent"))))
        .isEmpty();
  }

  private static String said(Exception failure) {
    return KafkaFailure.sentence(
            KAFKA, AclOperation.DESCRIBE_CONFIGS, new ExecutionException(failure))
        .orElseThrow();
  }
}
