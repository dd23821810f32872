package io.tributary.stack.secured;

import com.datastax.oss.driver.api.core.CqlSession;
import io.tributary.runtime.cassandra.CassandraOptions;
import io.tributary.runtime.cassandra.CassandraSessions;
import io.tributary.runtime.cassandra.ConnectionRejectedException;
import io.tributary.runtime.config.OptionGroup;
import io.tributary.runtime.retry.Backoff;
import io.tributary.runtime.retry.Retry;
import io.tributary.stack.LocalStack;
import io.tributary.stack.cassandra.CassandraProcess;
import io.tributary.stack.host.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

/**
 * Secures a stack: Kafka asks for a login through TLS and has ACLs, Cassandra asks for a login and
 * a client's certificate. Kafka's plain listener stays beside, for those who administer it.
 */
public final class SecuredStack {
  /** The user that the settings name, in Kafka and in Cassandra. */
  public static final String USER = "carrier";

  public static final String KAFKA_PASSWORD = "canary-of-kafka";
  public static final String CASSANDRA_PASSWORD = "canary-of-cassandra";

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration BETWEEN_LOGINS = Duration.ofSeconds(1);
  private static final int ITERATIONS = 4_096;

  private final LocalStack stack;
  private final Path folder;
  private final Certificates certificates;
  private final int loginPort;
  private final int certificatePort;
  private final Map<String, String> settings;

  /**
   * Before the stack starts.
   *
   * @param folder for certificates and passwords
   */
  public SecuredStack(LocalStack stack, Path folder) throws Exception {
    this.stack = stack;
    this.folder = Files.createDirectories(folder);
    this.certificates =
        new Certificates(folder.resolve("certificates"))
            .sign("server", "ip:127.0.0.1,dns:localhost")
            .sign("client", "dns:client.example");
    Ports ports = new Ports();
    this.loginPort = ports.free();
    this.certificatePort = ports.free();
    Path server = certificates.keyAndCertificate("server");
    stack.kafka().alsoSecured(loginPort, certificatePort, server, certificates.authority());
    stack.cassandra().askForPasswords().askForCertificates(server, certificates.authority());
    this.settings = Map.copyOf(clientSettings());
  }

  public Certificates certificates() {
    return certificates;
  }

  /** Kafka's listener for clients with a certificate, {@code host:port}. */
  public String certificateListener() {
    return address(certificatePort);
  }

  /** Makes the user, once the stack is ready. It has no ACL yet. */
  public void createUser() throws Exception {
    try (Admin admin = admin()) {
      admin
          .alterUserScramCredentials(
              List.of(
                  new UserScramCredentialUpsertion(
                      USER,
                      new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS),
                      KAFKA_PASSWORD)))
          .all()
          .get();
    }
    try (CqlSession owner = owner()) {
      owner.execute(
          "CREATE ROLE IF NOT EXISTS %s WITH PASSWORD = '%s' AND LOGIN = true AND SUPERUSER = true"
              .formatted(USER, CASSANDRA_PASSWORD));
    }
  }

  /** Lets the user do everything in Kafka, topics made later included. */
  public void allowEverything() throws Exception {
    List<AclBinding> rights = new ArrayList<>();
    for (ResourceType type :
        List.of(ResourceType.TOPIC, ResourceType.GROUP, ResourceType.TRANSACTIONAL_ID)) {
      rights.add(
          new AclBinding(
              new ResourcePattern(type, "*", PatternType.LITERAL),
              new AccessControlEntry(
                  "User:" + USER, "*", AclOperation.ALL, AclPermissionType.ALLOW)));
    }
    try (Admin admin = admin()) {
      admin.createAcls(rights).all().get();
    }
  }

  /** A client of Kafka that may do everything. */
  public Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", stack.kafka().bootstrapServers()));
  }

  /** What the environment of our services has to say, by the names of the settings. */
  public Map<String, String> settings() {
    return settings;
  }

  private Map<String, String> clientSettings() throws IOException {
    Map<String, String> client = new HashMap<>();
    client.put("KAFKA_BOOTSTRAP_SERVERS", address(loginPort));
    client.put("KAFKA_SECURITY_PROTOCOL", "SASL_SSL");
    client.put("KAFKA_USERNAME", USER);
    client.put("KAFKA_PASSWORD_FILE", file("kafka.password", KAFKA_PASSWORD));
    client.put("KAFKA_CA_FILE", certificates.authority().toString());
    client.put("CASSANDRA_CONTACT_POINTS", stack.cassandra().contactPoint());
    client.put("CASSANDRA_DATACENTER", CassandraProcess.DATA_CENTER);
    client.put("CASSANDRA_USERNAME", USER);
    client.put("CASSANDRA_PASSWORD_FILE", file("cassandra.password", CASSANDRA_PASSWORD));
    client.put("CASSANDRA_TLS", "true");
    client.put("CASSANDRA_CA_FILE", certificates.authority().toString());
    client.put("CASSANDRA_CERTIFICATE_FILE", certificates.certificate("client").toString());
    client.put("CASSANDRA_KEY_FILE", certificates.key("client").toString());
    return client;
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content + "\n").toString();
  }

  /** Cassandra's first user, who is made some moments after the node answers. */
  private CqlSession owner() throws Exception {
    Map<String, String> first = new HashMap<>(settings);
    first.keySet().removeIf(name -> !name.startsWith("CASSANDRA_"));
    first.put("CASSANDRA_USERNAME", "cassandra");
    first.put("CASSANDRA_PASSWORD", "cassandra");
    first.remove("CASSANDRA_PASSWORD_FILE");
    return new Retry(LIMIT, Backoff.every(BETWEEN_LOGINS))
        .call(
            () ->
                CassandraSessions.open(
                    OptionGroup.read(new CassandraOptions(), first).connection(),
                    LIMIT,
                    waiting -> {}),
            failed -> failed instanceof ConnectionRejectedException,
            failed -> {});
  }

  private static String address(int port) {
    return String.format(Locale.ROOT, "%s:%d", Ports.LOOPBACK, port);
  }
}
