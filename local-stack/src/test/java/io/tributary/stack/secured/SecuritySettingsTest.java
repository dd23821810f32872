package io.tributary.stack.secured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tributary.runtime.cassandra.CassandraOptions;
import io.tributary.runtime.cassandra.CassandraSessions;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.config.OptionGroup;
import io.tributary.runtime.kafka.KafkaConnection;
import io.tributary.runtime.kafka.KafkaOptions;
import io.tributary.runtime.kafka.KafkaProbe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a wrong setting of a secured connection looks like: the message names it. */
class SecuritySettingsTest {
  private static final int NO_LOGIN = 34;
  private static final int OTHER_MECHANISM = 33;
  private static final FakeServer.Conversation OPEN = FakeServer.kafka(NO_LOGIN, null);

  @TempDir private static Path folder;
  private static Certificates ours;
  private static Certificates others;

  @BeforeAll
  static void sign() throws Exception {
    ours =
        new Certificates(folder.resolve("ours"))
            .sign("server", "ip:127.0.0.1,dns:localhost")
            .sign("elsewhere", "dns:elsewhere.example")
            .sign("client", "dns:client.example");
    others = new Certificates(folder.resolve("others")).sign("client", "dns:client.example");
  }

  @Test
  void kafka_isAccepted_whenItSpeaksAsTheSettingsSay() throws Exception {
    try (FakeServer plain = FakeServer.plain(OPEN);
        FakeServer tls = FakeServer.tls(ours.server("server"), true, OPEN);
        FakeServer login =
            FakeServer.tls(ours.server("server"), false, FakeServer.kafka(0, "PLAIN"))) {
      KafkaProbe.check(kafka(plain));
      KafkaProbe.check(kafka(tls, "SSL", ours, ours));
      KafkaProbe.check(
          kafka(
              login,
              Map.of(
                  "KAFKA_SECURITY_PROTOCOL", "SASL_SSL",
                  "KAFKA_CA_FILE", ours.authority().toString(),
                  "KAFKA_SASL_MECHANISM", "PLAIN",
                  "KAFKA_USERNAME", "u",
                  "KAFKA_PASSWORD", "canary-1")));
    }
  }

  @Test
  void kafka_namesTheProtocol_whenOneSideSpeaksTls() throws Exception {
    try (FakeServer plain = FakeServer.plain(OPEN)) {
      wrong(kafka(plain, "SSL", ours, null), "does not speak TLS: set KAFKA_SECURITY_PROTOCOL");
    }
    // the broker's alert, as a JVM's own server does not always send it
    try (FakeServer tls =
        FakeServer.plain(
            (in, out) -> {
              in.readInt();
              out.write(new byte[] {0x15, 0x03, 0x03, 0, 2, 2, 0x50});
            })) {
      wrong(kafka(tls), "speaks TLS: set KAFKA_SECURITY_PROTOCOL to SSL");
    }
  }

  @Test
  void kafka_namesTheFile_whenACertificateIsNotTrusted() throws Exception {
    try (FakeServer server = FakeServer.tls(ours.server("server"), true, OPEN)) {
      wrong(kafka(server, "SSL", others, null), "check KAFKA_CA_FILE");
      wrong(
          kafka(server, Map.of("KAFKA_SECURITY_PROTOCOL", "SSL")),
          "set KAFKA_CA_FILE to its authority's certificate");
      wrong(
          kafka(server, "SSL", ours, null),
          "wants a certificate from the client (bad_certificate): set KAFKA_CERTIFICATE_FILE and KAFKA_KEY_FILE");
      wrong(kafka(server, "SSL", ours, others), "check KAFKA_CERTIFICATE_FILE and KAFKA_KEY_FILE");
    }
  }

  @Test
  void kafka_namesTheAddresses_whenTheCertificateIsForAnotherHost() throws Exception {
    try (FakeServer server = FakeServer.tls(ours.server("elsewhere"), false, OPEN)) {
      wrong(
          kafka(server, "SSL", ours, null),
          "has a certificate for another host",
          "name the host in KAFKA_BOOTSTRAP_SERVERS as the certificate does, or set KAFKA_HOST_NAME_CHECK=false");
      Map<String, String> unchecked = new HashMap<>(tls("SSL", ours, null));
      unchecked.put("KAFKA_HOST_NAME_CHECK", "false");
      KafkaProbe.check(kafka(server, unchecked));
    }
  }

  @Test
  void kafka_namesTheLogin_whenItIsMissingOrAnother() throws Exception {
    Map<String, String> login =
        Map.of(
            "KAFKA_SECURITY_PROTOCOL", "SASL_PLAINTEXT",
            "KAFKA_USERNAME", "u",
            "KAFKA_PASSWORD", "canary-2");
    try (FakeServer wants = FakeServer.plain(FakeServer.kafka(OTHER_MECHANISM, "SCRAM-SHA-256"));
        FakeServer open = FakeServer.plain(OPEN)) {
      wrong(kafka(wants), "wants a login (SCRAM-SHA-256): set KAFKA_SECURITY_PROTOCOL");
      wrong(
          kafka(wants, login),
          "does not take SCRAM-SHA-512, only SCRAM-SHA-256: set KAFKA_SASL_MECHANISM");
      wrong(kafka(open, login), "takes no login: set KAFKA_SECURITY_PROTOCOL to PLAINTEXT");
    }
  }

  @Test
  void kafka_isNotTakenForOne_whenItIsAnotherServer() throws Exception {
    try (FakeServer web =
        FakeServer.plain(
            (in, out) -> {
              in.readInt();
              out.write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            })) {
      wrong(
          kafka(web), "does not answer as Kafka does: name its brokers in KAFKA_BOOTSTRAP_SERVERS");
    }
  }

  @Test
  void kafka_mayAnswerLater_whenNobodyListens() throws Exception {
    FakeServer gone = FakeServer.plain(OPEN);
    gone.close();
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> KafkaProbe.check(kafka(gone)));
  }

  @Test
  void cassandra_namesTheSetting_whenTheConnectionIsNotAsTheSettingsSay() throws Exception {
    try (FakeServer tls = FakeServer.tls(ours.server("server"), true, FakeServer.cassandra());
        FakeServer elsewhere =
            FakeServer.tls(ours.server("elsewhere"), false, FakeServer.cassandra());
        FakeServer plain = FakeServer.plain(FakeServer.cassandra())) {
      assertThat(refusal(tls, Map.of())).contains("speaks TLS: set CASSANDRA_TLS=true");
      assertThat(refusal(plain, cassandraTls(ours, null)))
          .contains("does not speak TLS: set CASSANDRA_TLS=false");
      assertThat(refusal(tls, cassandraTls(others, null))).contains("check CASSANDRA_CA_FILE");
      assertThat(refusal(tls, cassandraTls(ours, null)))
          .contains("set CASSANDRA_CERTIFICATE_FILE and CASSANDRA_KEY_FILE");
      assertThat(refusal(elsewhere, cassandraTls(ours, null)))
          .contains("name the host in CASSANDRA_CONTACT_POINTS", "CASSANDRA_HOST_NAME_CHECK");
    }
  }

  private static String refusal(FakeServer server, Map<String, String> settings) throws Exception {
    Map<String, String> all = new HashMap<>(settings);
    all.put("CASSANDRA_CONTACT_POINTS", server.address());
    CassandraOptions options = OptionGroup.read(new CassandraOptions(), all);
    try {
      CassandraSessions.open(options.connection(), Duration.ofSeconds(60), waiting -> {}).close();
      return "";
    } catch (UsageException refused) {
      return String.valueOf(refused.getMessage());
    }
  }

  private static void wrong(KafkaConnection kafka, String... said) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> KafkaProbe.check(kafka))
        .satisfies(
            refused ->
                assertThat(refused.getMessage())
                    .startsWith("Kafka at " + kafka.hosts())
                    .contains(said)
                    .doesNotContain("canary"));
  }

  private static KafkaConnection kafka(FakeServer server) throws Exception {
    return kafka(server, Map.of());
  }

  private static KafkaConnection kafka(
      FakeServer server, String protocol, Certificates authority, @Nullable Certificates client)
      throws Exception {
    return kafka(server, tls(protocol, authority, client));
  }

  private static KafkaConnection kafka(FakeServer server, Map<String, String> settings)
      throws Exception {
    Map<String, String> all = new HashMap<>(settings);
    all.put("KAFKA_BOOTSTRAP_SERVERS", server.address());
    return OptionGroup.read(new KafkaOptions(), all).connection();
  }

  private static Map<String, String> tls(
      String protocol, Certificates authority, @Nullable Certificates client) {
    Map<String, String> settings = files("KAFKA", authority, client);
    settings.put("KAFKA_SECURITY_PROTOCOL", protocol);
    return settings;
  }

  private static Map<String, String> cassandraTls(
      Certificates authority, @Nullable Certificates client) {
    Map<String, String> settings = files("CASSANDRA", authority, client);
    settings.put("CASSANDRA_TLS", "true");
    return settings;
  }

  private static Map<String, String> files(
      String prefix, Certificates authority, @Nullable Certificates client) {
    Map<String, String> settings = new HashMap<>();
    settings.put(prefix + "_CA_FILE", authority.authority().toString());
    if (client != null) {
      settings.put(prefix + "_CERTIFICATE_FILE", client.certificate("client").toString());
      settings.put(prefix + "_KEY_FILE", client.key("client").toString());
    }
    return settings;
  }
}
