package io.tributary.stack.secured;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.init.CassandraInit;
import io.tributary.model.definition.Topic;
import io.tributary.producer.ProducerService;
import io.tributary.runtime.command.Command;
import io.tributary.simulator.SimulatorConfig;
import io.tributary.simulator.SimulatorServer;
import io.tributary.stack.FreshPipeline;
import io.tributary.stack.LocalStack;
import io.tributary.stack.TestFolder;
import io.tributary.stack.checkout.Checkout;
import io.tributary.stack.consumer.ConsumerProcess;
import io.tributary.stack.host.Ports;
import io.tributary.verifier.RunVerifier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
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
  private record Ended(int exitCode, String said) {}

  private final StringBuilder allSaid = new StringBuilder();

  @Test
  void run_goesThrough_andNoSecretIsLeft() throws Exception {
    Path folder = TestFolder.create("secured");
    Ports ports = new Ports();
    FreshPipeline pipeline = FreshPipeline.of(Checkout.current().resolve("pipelines/users.yaml"));
    try (LocalStack stack = LocalStack.atAnyPorts(Checkout.current(), folder.resolve("data"));
        SimulatorServer source = new SimulatorServer(SimulatorConfig.defaults())) {
      SecuredStack secured = new SecuredStack(stack, folder);
      stack.start();
      source.start();
      stack.awaitReady();
      Map<String, String> settings = new HashMap<>(secured.settings());
      settings.put("SOURCE_URL", source.url().toString());
      settings.put("PIPELINE_FILE", pipeline.file().toString());
      settings.put("PIPELINES", pipeline.file().toString());
      secured.createUser();

      mistakesAreNamed(stack, settings);
      try (Admin admin = secured.admin()) {
        allow(admin, pipeline.definition().topic(), AclOperation.ALL);
      }
      ends(0, execute(new ProducerService(), settings, "create-topics"));
      ends(0, execute(new CassandraInit(), settings));
      certificatesServeKafkaToo(settings, secured);

      int statusPort = ports.free();
      settings.put("STATUS_PORT", Integer.toString(statusPort));
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
        assertThat(metrics(statusPort))
            .contains(
                "tributary_certificate_end_timestamp_seconds{setting=\"KAFKA_CA_FILE\"}",
                "tributary_certificate_end_timestamp_seconds{setting=\"CASSANDRA_CERTIFICATE_FILE\"}");
      }
      assertThat(allSaid.toString())
          .doesNotContain(
              SecuredStack.KAFKA_PASSWORD, SecuredStack.CASSANDRA_PASSWORD, "PRIVATE KEY");
      assertThat(Files.readString(log)).contains("ready: ");
      noSecretIsIn(pipeline.folder());
    }
  }

  private static String metrics(int port) throws Exception {
    URI page = URI.create(String.format(Locale.ROOT, "http://%s:%d/metrics", Ports.LOOPBACK, port));
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString())
        .body();
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

  private void certificatesServeKafkaToo(Map<String, String> settings, SecuredStack secured) {
    Map<String, String> mutual = new HashMap<>(settings);
    mutual.keySet().removeIf(name -> name.matches("KAFKA_(USERNAME|PASSWORD_FILE)"));
    mutual.put("KAFKA_BOOTSTRAP_SERVERS", secured.certificateListener());
    mutual.put("KAFKA_SECURITY_PROTOCOL", "SSL");
    says(execute(new ProducerService(), mutual, "create-topics"), "set KAFKA_CERTIFICATE_FILE");
    mutual.put("KAFKA_CERTIFICATE_FILE", secured.certificates().certificate("client").toString());
    mutual.put("KAFKA_KEY_FILE", secured.certificates().key("client").toString());
    Ended ended = execute(new ProducerService(), mutual, "create-topics");
    ends(0, ended);
    assertThat(ended.said()).contains(": exists");
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
                        return text.contains(SecuredStack.KAFKA_PASSWORD)
                            || text.contains(SecuredStack.CASSANDRA_PASSWORD)
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
