package io.tributary.stack.secured;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.CqlSession;
import io.tributary.init.CassandraInit;
import io.tributary.model.definition.Topic;
import io.tributary.producer.ProducerService;
import io.tributary.runtime.cassandra.CassandraOptions;
import io.tributary.runtime.cassandra.CassandraSessions;
import io.tributary.runtime.cassandra.ConnectionRejectedException;
import io.tributary.runtime.command.Command;
import io.tributary.runtime.config.OptionGroup;
import io.tributary.simulator.SimulatorConfig;
import io.tributary.simulator.SimulatorServer;
import io.tributary.stack.FreshPipeline;
import io.tributary.stack.LocalStack;
import io.tributary.stack.TestFolder;
import io.tributary.stack.cassandra.CassandraProcess;
import io.tributary.stack.checkout.Checkout;
import io.tributary.stack.consumer.ConsumerProcess;
import io.tributary.stack.host.Ports;
import io.tributary.verifier.RunVerifier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

/**
 * A Kafka with logins, TLS and ACLs, and a Cassandra with passwords and certificates from both
 * sides: a whole run goes through, mistakes are named, and no secret is left anywhere.
 */
class SecuredStackIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String KAFKA_PASSWORD = "canary-of-kafka";
  private static final String CASSANDRA_PASSWORD = "canary-of-cassandra";

  private record Ended(int exitCode, String said) {}

  private final StringBuilder allSaid = new StringBuilder();

  @Test
  void run_goesThrough_andNoSecretIsLeft() throws Exception {
    Path folder = TestFolder.create("secured");
    Certificates certificates =
        new Certificates(folder.resolve("certificates"))
            .sign("server", "ip:127.0.0.1,dns:localhost")
            .sign("client", "dns:client.example");
    Ports ports = new Ports();
    int login = ports.free();
    int mutual = ports.free();
    FreshPipeline pipeline = FreshPipeline.of(Checkout.current().resolve("pipelines/users.yaml"));
    try (LocalStack stack = LocalStack.atAnyPorts(Checkout.current(), folder.resolve("data"));
        SimulatorServer source = new SimulatorServer(SimulatorConfig.defaults())) {
      stack
          .kafka()
          .alsoSecured(
              login, mutual, certificates.keyAndCertificate("server"), certificates.authority());
      stack
          .cassandra()
          .askForPasswords()
          .askForCertificates(certificates.keyAndCertificate("server"), certificates.authority());
      stack.start();
      source.start();
      stack.awaitReady();
      Map<String, String> settings = settings(stack, login, certificates, folder);
      settings.put("SOURCE_URL", source.url().toString());
      settings.put("PIPELINE_FILE", pipeline.file().toString());
      settings.put("PIPELINES", pipeline.file().toString());
      createUsers(stack, settings);

      mistakesAreNamed(stack, settings);
      try (Admin admin =
          Admin.create(Map.of("bootstrap.servers", stack.kafka().bootstrapServers()))) {
        allow(admin, pipeline.definition().topic(), AclOperation.ALL);
      }
      ends(0, execute(new ProducerService(), settings, "create-topics"));
      ends(0, execute(new CassandraInit(), settings));
      certificatesServeKafkaToo(settings, mutual, certificates);

      settings.put("STATUS_PORT", Integer.toString(ports.free()));
      settings.put("CHECKPOINT_DIR", pipeline.folder().resolve("checkpoints").toString());
      settings.put("LOG_LEVEL_LIBRARIES", "info");
      Path log = pipeline.folder().resolve("consumer.log");
      try (ConsumerProcess consumer =
          new ConsumerProcess(Checkout.current(), List.of(), settings, log)) {
        consumer.start();
        Path receipt = pipeline.folder().resolve("receipt.json");
        settings.remove("STATUS_PORT");
        ends(
            0,
            execute(
                new ProducerService(),
                settings,
                "run",
                "--records",
                "200",
                "--receipt",
                receipt.toString()));
        ends(0, execute(new RunVerifier(), settings, "verify", "--receipt", receipt.toString()));
      }
      assertThat(allSaid.toString())
          .doesNotContain(KAFKA_PASSWORD, CASSANDRA_PASSWORD, "PRIVATE KEY");
      assertThat(Files.readString(log)).contains("ready: ");
      noSecretIsIn(pipeline.folder());
    }
  }

  private void mistakesAreNamed(LocalStack stack, Map<String, String> settings) {
    String[] topics = {"create-topics", "--wait", "20s"};
    says(execute(new ProducerService(), settings, topics), "does not let user 'carrier' do ");
    says(
        execute(
            new ProducerService(),
            with(settings, "KAFKA_PASSWORD_FILE", "", "KAFKA_PASSWORD", "x"),
            topics),
        "rejected user 'carrier'",
        "check KAFKA_USERNAME and KAFKA_PASSWORD");
    says(
        execute(new ProducerService(), with(settings, "KAFKA_SASL_MECHANISM", "PLAIN"), topics),
        "does not take PLAIN, only SCRAM-SHA-512: set KAFKA_SASL_MECHANISM");
    says(
        execute(new ProducerService(), with(settings, "KAFKA_CA_FILE", ""), topics),
        "set KAFKA_CA_FILE to its authority's certificate");
    Map<String, String> plain = new HashMap<>(settings);
    plain.keySet().removeIf(name -> name.startsWith("KAFKA_") && !name.endsWith("SERVERS"));
    says(
        execute(new ProducerService(), plain, topics),
        "speaks TLS: set KAFKA_SECURITY_PROTOCOL to SSL");
    says(
        execute(
            new ProducerService(),
            with(settings, "KAFKA_BOOTSTRAP_SERVERS", stack.kafka().bootstrapServers()),
            topics),
        "does not speak TLS: set KAFKA_SECURITY_PROTOCOL");
    String[] wait = {"--wait", "20s"};
    says(
        execute(
            new CassandraInit(),
            with(settings, "CASSANDRA_PASSWORD_FILE", "", "CASSANDRA_PASSWORD", "x"),
            wait),
        "rejected user 'carrier': check CASSANDRA_USERNAME and CASSANDRA_PASSWORD");
    says(
        execute(
            new CassandraInit(),
            with(settings, "CASSANDRA_CERTIFICATE_FILE", "", "CASSANDRA_KEY_FILE", ""),
            wait),
        "set CASSANDRA_CERTIFICATE_FILE and CASSANDRA_KEY_FILE");
    Map<String, String> unencrypted = new HashMap<>(settings);
    unencrypted
        .keySet()
        .removeIf(
            name -> name.equals("CASSANDRA_TLS") || name.matches("CASSANDRA_(CA|CERT|KEY).*"));
    says(execute(new CassandraInit(), unencrypted, wait), "speaks TLS: set CASSANDRA_TLS=true");
  }

  private void certificatesServeKafkaToo(
      Map<String, String> settings, int port, Certificates certificates) {
    Map<String, String> mutual = new HashMap<>(settings);
    mutual.keySet().removeIf(name -> name.matches("KAFKA_(USERNAME|PASSWORD_FILE)"));
    mutual.put("KAFKA_BOOTSTRAP_SERVERS", address(port));
    mutual.put("KAFKA_SECURITY_PROTOCOL", "SSL");
    says(execute(new ProducerService(), mutual, "create-topics"), "set KAFKA_CERTIFICATE_FILE");
    mutual.put("KAFKA_CERTIFICATE_FILE", certificates.certificate("client").toString());
    mutual.put("KAFKA_KEY_FILE", certificates.key("client").toString());
    Ended ended = execute(new ProducerService(), mutual, "create-topics");
    ends(0, ended);
    assertThat(ended.said()).contains(": exists");
  }

  private static Map<String, String> settings(
      LocalStack stack, int login, Certificates certificates, Path folder) throws IOException {
    Map<String, String> settings = new HashMap<>();
    settings.put("KAFKA_BOOTSTRAP_SERVERS", address(login));
    settings.put("KAFKA_SECURITY_PROTOCOL", "SASL_SSL");
    settings.put("KAFKA_USERNAME", "carrier");
    settings.put(
        "KAFKA_PASSWORD_FILE",
        Files.writeString(folder.resolve("kafka.password"), KAFKA_PASSWORD + "\n").toString());
    settings.put("KAFKA_CA_FILE", certificates.authority().toString());
    settings.put("CASSANDRA_CONTACT_POINTS", stack.cassandra().contactPoint());
    settings.put("CASSANDRA_DATACENTER", CassandraProcess.DATA_CENTER);
    settings.put("CASSANDRA_USERNAME", "carrier");
    settings.put(
        "CASSANDRA_PASSWORD_FILE",
        Files.writeString(folder.resolve("cassandra.password"), CASSANDRA_PASSWORD).toString());
    settings.put("CASSANDRA_TLS", "true");
    settings.put("CASSANDRA_CA_FILE", certificates.authority().toString());
    settings.put("CASSANDRA_CERTIFICATE_FILE", certificates.certificate("client").toString());
    settings.put("CASSANDRA_KEY_FILE", certificates.key("client").toString());
    return settings;
  }

  private static void createUsers(LocalStack stack, Map<String, String> settings) throws Exception {
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", stack.kafka().bootstrapServers()))) {
      admin
          .alterUserScramCredentials(
              List.of(
                  new UserScramCredentialUpsertion(
                      "carrier",
                      new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4_096),
                      KAFKA_PASSWORD)))
          .all()
          .get();
    }
    Map<String, String> first =
        with(
            settings,
            "CASSANDRA_USERNAME",
            "cassandra",
            "CASSANDRA_PASSWORD",
            "cassandra",
            "CASSANDRA_PASSWORD_FILE",
            "");
    first.keySet().removeIf(name -> !name.startsWith("CASSANDRA_"));
    // the first user is made some moments after the node answers
    try (CqlSession owner =
        await()
            .atMost(LIMIT)
            .ignoreExceptionsInstanceOf(ConnectionRejectedException.class)
            .until(
                () ->
                    CassandraSessions.open(
                        OptionGroup.read(new CassandraOptions(), first).connection(),
                        Duration.ofSeconds(30),
                        waiting -> {}),
                session -> true)) {
      owner.execute(
          "CREATE ROLE carrier WITH PASSWORD = '%s' AND LOGIN = true AND SUPERUSER = true"
              .formatted(CASSANDRA_PASSWORD));
    }
  }

  private static void allow(Admin admin, Topic topic, AclOperation operation) throws Exception {
    List<AclBinding> bindings = new ArrayList<>();
    for (String name : topic.names()) {
      for (String principal : List.of("User:carrier", "User:CN=client")) {
        bindings.add(
            new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, name, PatternType.LITERAL),
                new AccessControlEntry(principal, "*", operation, AclPermissionType.ALLOW)));
      }
    }
    admin.createAcls(bindings).all().get();
  }

  private static String address(int port) {
    return String.format(Locale.ROOT, "%s:%d", Ports.LOOPBACK, port);
  }

  private static Map<String, String> with(Map<String, String> settings, String... changes) {
    Map<String, String> changed = new HashMap<>(settings);
    for (int i = 0; i < changes.length; i += 2) {
      changed.put(changes[i], changes[i + 1]);
    }
    return changed;
  }

  private static void ends(int exitCode, Ended ended) {
    assertThat(ended.exitCode()).as(ended.said()).isEqualTo(exitCode);
  }

  private static void says(Ended ended, String... words) {
    assertThat(ended.exitCode()).as(ended.said()).isNotZero();
    assertThat(ended.said().lines().reduce("", (before, line) -> line)).contains(words);
  }

  private static void noSecretIsIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(
              files
                  .filter(Files::isRegularFile)
                  .filter(
                      file -> {
                        String text = read(file);
                        return text.contains(KAFKA_PASSWORD)
                            || text.contains(CASSANDRA_PASSWORD)
                            || text.contains("PRIVATE KEY");
                      }))
          .isEmpty();
    }
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    }
  }

  private Ended execute(Command command, Map<String, String> settings, String... arguments) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = System.out;
    PrintStream err = System.err;
    PrintStream both = new PrintStream(said, true, UTF_8);
    System.setOut(both);
    System.setErr(both);
    try {
      int exitCode = Command.execute(command, settings, arguments);
      Ended ended = new Ended(exitCode, said.toString(UTF_8));
      allSaid.append(ended.said());
      return ended;
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }
}
