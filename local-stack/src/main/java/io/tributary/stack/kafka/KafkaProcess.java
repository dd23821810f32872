package io.tributary.stack.kafka;

import io.tributary.runtime.command.CommandFailedException;
import io.tributary.stack.checkout.Checkout;
import io.tributary.stack.host.Ports;
import io.tributary.stack.process.ChildJvm;
import io.tributary.stack.process.ChildProcess;
import io.tributary.stack.server.Lifespan;
import io.tributary.stack.server.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;

/** Kafka in KRaft mode: one broker and controller on the loopback address. */
public final class KafkaProcess implements Server, AutoCloseable {
  private static final Duration READY_LIMIT = Duration.ofMinutes(3);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);
  private static final char LAST_OF_ASCII = 0x7f;

  private final ChildProcess process;
  private final Path data;
  private final int port;
  private final int controllerPort;
  private @Nullable Admin admin;
  private String securedListeners = "";

  /**
   * @param data keeps configuration and logs of the topics; what an earlier broker left there is
   *     taken over
   * @param log file for the broker's own log
   */
  public KafkaProcess(
      Checkout checkout, Path data, Path log, int port, int controllerPort, Lifespan lifespan)
      throws CommandFailedException {
    this.data = data;
    this.port = port;
    this.controllerPort = controllerPort;
    this.process =
        new ChildProcess(
            new ChildJvm(
                    "Kafka",
                    javaOptions(lifespan),
                    checkout.classPath("local-stack/kafka"),
                    "io.tributary.stack.broker.Broker",
                    List.of(configuration().toString()),
                    Map.of(),
                    log)
                .withArchiveIn(checkout.target("local-stack/kafka")));
  }

  private static List<String> javaOptions(Lifespan lifespan) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "-Xms64m",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.awt.headless=true",
                "-Dlog4j2.disableJmx=true",
                "-Dlog4j2.configurationFile=classpath:io/tributary/stack/kafka/log4j2.properties"));
    if (lifespan == Lifespan.SHORT) {
      options.add("-XX:TieredStopAtLevel=1");
    }
    return options;
  }

  /**
   * Before the start: adds two encrypted listeners, and permissions. Clients of the plain listener
   * may do everything, clients of the others what ACLs allow.
   *
   * @param loginPort for users with passwords, by SCRAM-SHA-512
   * @param certificatePort for clients with a certificate
   * @param keyAndCertificate PEM file of the broker
   * @param authority PEM file of the one that signed the clients' certificates
   */
  public KafkaProcess alsoSecured(
      int loginPort, int certificatePort, Path keyAndCertificate, Path authority) {
    securedListeners =
        String.format(
            Locale.ROOT,
            """
            listeners=PLAINTEXT://%1$s:%2$d,CONTROLLER://%1$s:%3$d,LOGIN://%1$s:%4$d,CERTIFICATE://%1$s:%5$d
            advertised.listeners=PLAINTEXT://%1$s:%2$d,LOGIN://%1$s:%4$d,CERTIFICATE://%1$s:%5$d
            listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,LOGIN:SASL_SSL,CERTIFICATE:SSL
            sasl.enabled.mechanisms=SCRAM-SHA-512
            listener.name.login.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
            ssl.keystore.type=PEM
            ssl.keystore.location=%6$s
            ssl.truststore.type=PEM
            ssl.truststore.location=%7$s
            listener.name.certificate.ssl.client.auth=required
            authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
            super.users=User:ANONYMOUS
            """,
            Ports.LOOPBACK,
            port,
            controllerPort,
            loginPort,
            certificatePort,
            inAscii(keyAndCertificate.toString()),
            inAscii(authority.toString()));
    return this;
  }

  /** Where clients connect, {@code host:port}. */
  public String bootstrapServers() {
    return Ports.LOOPBACK + ":" + port;
  }

  @Override
  public ChildProcess process() {
    return process;
  }

  /** Writes the configuration and starts the broker; {@link #awaitReady()} says when it serves. */
  @Override
  public void start() throws CommandFailedException {
    try {
      Files.createDirectories(data);
      Files.writeString(
          configuration(),
          properties(data.resolve("logs").toString(), port, controllerPort) + securedListeners);
    } catch (IOException failed) {
      throw new CommandFailedException(
          "Kafka's configuration cannot be written: " + failed.getMessage(), failed);
    }
    process.start();
  }

  /** Returns when the broker names itself as a node of the cluster, which it does unfenced only. */
  @Override
  public void awaitReady() throws CommandFailedException, InterruptedException {
    process.awaitReady(this::servesItself, READY_LIMIT);
    close(admin);
    admin = null;
  }

  private boolean servesItself() throws Exception {
    if (!Ports.answers(port)) {
      return false;
    }
    if (admin == null) {
      admin =
          Admin.create(
              Map.of(
                  AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                  bootstrapServers(),
                  AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                  Math.toIntExact(ANSWER_LIMIT.toMillis()),
                  AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                  Math.toIntExact(ANSWER_LIMIT.toMillis())));
    }
    return !admin
        .describeCluster()
        .nodes()
        .get(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
        .isEmpty();
  }

  @Override
  public void close() {
    close(admin);
    process.close();
  }

  private static void close(@Nullable Admin admin) {
    if (admin != null) {
      admin.close(Duration.ZERO);
    }
  }

  private Path configuration() {
    return data.resolve("server.properties");
  }

  /** What Kafka reads at its start. In ASCII, because Kafka reads the file as Latin-1. */
  static String properties(String logFolder, int port, int controllerPort) {
    return String.format(
        Locale.ROOT,
        """
        # Rewritten at each start.
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@%1$s:%3$d
        listeners=PLAINTEXT://%1$s:%2$d,CONTROLLER://%1$s:%3$d
        advertised.listeners=PLAINTEXT://%1$s:%2$d
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
        controller.listener.names=CONTROLLER
        log.dirs=%4$s
        auto.create.topics.enable=false
        # One node: nothing can be kept twice.
        offsets.topic.num.partitions=1
        offsets.topic.replication.factor=1
        transaction.state.log.num.partitions=1
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        share.coordinator.state.topic.num.partitions=1
        share.coordinator.state.topic.replication.factor=1
        share.coordinator.state.topic.min.isr=1
        group.initial.rebalance.delay.ms=0
        # A killed broker is let in again only when its old session has expired.
        broker.heartbeat.interval.ms=500
        broker.session.timeout.ms=3000
        # Small: a laptop, not a data centre.
        log.segment.bytes=67108864
        # Five minutes by default, too long to see the effect of a short retention.
        log.retention.check.interval.ms=5000
        log.index.size.max.bytes=1048576
        log.cleaner.dedupe.buffer.size=4194304
        num.network.threads=2
        num.io.threads=4
        """,
        Ports.LOOPBACK,
        port,
        controllerPort,
        inAscii(logFolder));
  }

  private static String inAscii(String value) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char letter = value.charAt(i);
      if (letter == '\\') {
        escaped.append("\\\\");
      } else if (letter < LAST_OF_ASCII) {
        escaped.append(letter);
      } else {
        escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) letter));
      }
    }
    return escaped.toString();
  }
}
