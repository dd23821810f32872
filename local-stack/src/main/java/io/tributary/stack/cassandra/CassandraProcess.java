package io.tributary.stack.cassandra;

import io.tributary.runtime.cassandra.NativeProtocol;
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
import java.util.stream.Stream;

/** A node of Cassandra on the loopback address; without users and passwords unless asked for. */
public final class CassandraProcess implements Server, AutoCloseable {
  /** The one data centre's name. */
  public static final String DATA_CENTER = "datacenter1";

  /** How often the commit log goes to the disk: what a killed node forgets, and no more. */
  public static final Duration SYNC_PERIOD = Duration.ofMillis(10);

  private static final Duration READY_LIMIT = Duration.ofMinutes(3);

  /** Cassandra 5 reaches into the JDK; its own start script opens the same packages. */
  private static final List<String> EXPORTS =
      List.of(
          "java.base/jdk.internal.misc",
          "java.base/jdk.internal.ref",
          "java.base/sun.nio.ch",
          "java.management.rmi/com.sun.jmx.remote.internal.rmi",
          "java.rmi/sun.rmi.registry",
          "java.rmi/sun.rmi.server",
          "java.rmi/sun.rmi.transport.tcp",
          "java.sql/java.sql",
          "jdk.unsupported/sun.misc");

  private static final List<String> OPENS =
      List.of(
          "java.base/java.io",
          "java.base/java.lang",
          "java.base/java.lang.module",
          "java.base/java.lang.reflect",
          "java.base/java.nio",
          "java.base/java.util",
          "java.base/java.util.concurrent",
          "java.base/java.util.concurrent.atomic",
          "java.base/jdk.internal.loader",
          "java.base/jdk.internal.math",
          "java.base/jdk.internal.module",
          "java.base/jdk.internal.ref",
          "java.base/jdk.internal.reflect",
          "java.base/jdk.internal.util.jar",
          "java.base/sun.nio.ch",
          "jdk.management/com.sun.management.internal");

  /** What is changed about users holds at once. */
  private static final String USERS =
      """

      authenticator: PasswordAuthenticator
      authorizer: CassandraAuthorizer
      credentials_validity: 0ms
      permissions_validity: 0ms
      roles_validity: 0ms
      """;

  private final ChildProcess process;
  private final Path data;
  private final int port;
  private final int storagePort;
  private final int seedPort;
  private final long token;
  private final Duration syncPeriod;
  private final Lifespan lifespan;
  private boolean withUsers;
  private String encryption = "";

  /**
   * The only node of a cluster, or its first.
   *
   * @param data keeps configuration, commit log and tables; what an earlier node left there is
   *     taken over
   * @param log file for the node's own log
   * @param port of the native protocol
   * @param storagePort that other nodes would use
   * @param syncPeriod between two syncs of the commit log
   */
  public CassandraProcess(
      Checkout checkout,
      Path data,
      Path log,
      int port,
      int storagePort,
      Duration syncPeriod,
      Lifespan lifespan)
      throws CommandFailedException {
    this(checkout, data, log, port, storagePort, storagePort, 0, syncPeriod, lifespan);
  }

  private CassandraProcess(
      Checkout checkout,
      Path data,
      Path log,
      int port,
      int storagePort,
      int seedPort,
      long token,
      Duration syncPeriod,
      Lifespan lifespan)
      throws CommandFailedException {
    this.data = data;
    this.port = port;
    this.storagePort = storagePort;
    this.seedPort = seedPort;
    this.token = token;
    this.syncPeriod = syncPeriod;
    this.lifespan = lifespan;
    this.process =
        new ChildProcess(
            new ChildJvm(
                    "Cassandra",
                    javaOptions(),
                    checkout.classPath("local-stack/cassandra"),
                    "org.apache.cassandra.service.CassandraDaemon",
                    List.of(),
                    Map.of(),
                    log)
                .withArchiveIn(checkout.target("local-stack/cassandra")));
  }

  /**
   * Another node of this one's cluster, which holds the part of the ring up to the token. It takes
   * over no rows: it has to join before there are any.
   */
  public CassandraProcess neighbour(
      Checkout checkout, Path data, Path log, int port, int storagePort, long token)
      throws CommandFailedException {
    return new CassandraProcess(
        checkout, data, log, port, storagePort, seedPort, token, syncPeriod, lifespan);
  }

  /**
   * Before the start: lets nobody in without a password; at first there is the user {@code
   * cassandra} with the password {@code cassandra}.
   */
  public CassandraProcess askForPasswords() {
    withUsers = true;
    return this;
  }

  /**
   * Before the start: lets only clients with a certificate in, through TLS.
   *
   * @param keyAndCertificate PEM file of the node
   * @param authority PEM file of the one that signed the clients' certificates
   */
  public CassandraProcess askForCertificates(Path keyAndCertificate, Path authority) {
    encryption =
        """

        client_encryption_options:
          enabled: true
          optional: false
          require_client_auth: true
          ssl_context_factory:
            class_name: org.apache.cassandra.security.PEMBasedSslContextFactory
          keystore: "%s"
          truststore: "%s"
        """
            .formatted(quoted(keyAndCertificate), quoted(authority));
    return this;
  }

  private static String quoted(Path path) {
    return path.toString().replace("\\", "\\\\").replace("\"", "\\\"");
  }

  /** Where clients connect, {@code host:port}. */
  public String contactPoint() {
    return Ports.LOOPBACK + ":" + port;
  }

  /** Of the native protocol. */
  public int port() {
    return port;
  }

  @Override
  public ChildProcess process() {
    return process;
  }

  /** Writes the configuration and starts the node; {@link #awaitReady()} says when it serves. */
  @Override
  public void start() throws CommandFailedException {
    try {
      Files.createDirectories(configuration().getParent());
      Files.writeString(configuration(), yaml() + (withUsers ? USERS : "") + encryption);
    } catch (IOException failed) {
      throw new CommandFailedException(
          "Cassandra's configuration cannot be written: " + failed.getMessage(), failed);
    }
    process.start();
  }

  /** Returns when the node answers in its native protocol. */
  @Override
  public void awaitReady() throws CommandFailedException, InterruptedException {
    // the port is there when the node serves; it takes a certificate to ask more
    process.awaitReady(
        () ->
            encryption.isEmpty()
                ? NativeProtocol.answers(Ports.address(port))
                : Ports.answers(port),
        READY_LIMIT);
  }

  @Override
  public void close() {
    process.close();
  }

  private Path configuration() {
    return data.resolve("conf").resolve("cassandra.yaml");
  }

  private List<String> javaOptions() {
    List<String> options = new ArrayList<>();
    EXPORTS.forEach(name -> options.add("--add-exports=" + name + "=ALL-UNNAMED"));
    OPENS.forEach(name -> options.add("--add-opens=" + name + "=ALL-UNNAMED"));
    options.addAll(
        lifespan == Lifespan.SHORT
            ? List.of("-Xms128m", "-Xmx384m", "-XX:MaxDirectMemorySize=256m")
            : List.of("-Xms1g", "-Xmx1g", "-XX:MaxDirectMemorySize=1g"));
    if (lifespan == Lifespan.SHORT) {
      options.add("-XX:TieredStopAtLevel=1");
    }
    Stream.of(
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-Djava.awt.headless=true",
            "-Djdk.attach.allowAttachSelf=true",
            "-Dlogback.configurationFile=io/tributary/stack/cassandra/logback.xml",
            "-Dcassandra.config=" + configuration().toUri(),
            "-Dcassandra.storagedir=" + data,
            "-Dcassandra.logdir=" + data,
            // In the foreground, and no waiting for neighbours that are not there.
            "-Dcassandra-foreground=yes",
            "-Dcassandra.skip_wait_for_gossip_to_settle=0",
            "-Dcassandra.ring_delay_ms=100",
            "-Dcassandra.superuser_setup_delay_ms=0")
        .forEach(options::add);
    return options;
  }

  private String yaml() throws IOException {
    return String.format(
        Locale.ROOT,
        """
    # Rewritten at each start.
    cluster_name: tributary
    num_tokens: 1
    initial_token: %10$d
    auto_bootstrap: false
    hinted_handoff_enabled: false
    partitioner: org.apache.cassandra.dht.Murmur3Partitioner
    endpoint_snitch: SimpleSnitch
    dynamic_snitch: false
    seed_provider:
      - class_name: org.apache.cassandra.locator.SimpleSeedProvider
        parameters:
          - seeds: "%1$s:%11$d"
    listen_address: %1$s
    storage_port: %3$d
    rpc_address: %1$s
    start_native_transport: true
    native_transport_port: %2$d
    native_transport_max_threads: 8
    native_transport_max_request_data_in_flight: 64MiB
    native_transport_max_request_data_in_flight_per_ip: 64MiB

    data_file_directories: ["%4$s/data"]
    commitlog_directory: "%4$s/commitlog"
    saved_caches_directory: "%4$s/saved_caches"
    hints_directory: "%4$s/hints"
    cdc_raw_directory: "%4$s/cdc_raw"

    # A killed node forgets the last moments, which the consumer knows: it commits offsets behind a fence.
    commitlog_sync: periodic
    commitlog_sync_period: %5$dms
    # Mapped into memory, it takes the system a third of this process's time, with a fault for each page.
    commitlog_disk_access_mode: %9$s
    commitlog_segment_size: 32MiB
    commitlog_total_space: 256MiB
    # A node that cannot write ends, for everyone to see.
    disk_failure_policy: die
    commit_failure_policy: die

    # The consumer's batches have up to 32 rows and 40 KiB: no reason to warn of each.
    batch_size_warn_threshold: 45KiB
    unlogged_batch_across_partitions_warn_threshold: 64

    memtable:
      configurations:
        trie:
          class_name: TrieMemtable
        default:
          inherits: trie
    memtable_allocation_type: offheap_objects
    memtable_heap_space: %6$dMiB
    memtable_offheap_space: %7$dMiB
    key_cache_size: 0MiB
    concurrent_reads: 8
    concurrent_writes: 16
    concurrent_compactors: 1
    # A long-lived one is for measuring: its tables are emptied again and again.
    auto_snapshot: %8$b
    """,
        Ports.LOOPBACK,
        port,
        storagePort,
        quoted(data),
        syncPeriod.toMillis(),
        lifespan == Lifespan.SHORT ? 64 : 256,
        lifespan == Lifespan.SHORT ? 96 : 256,
        lifespan == Lifespan.SHORT,
        DirectIo.worksIn(data) ? "direct" : "mmap",
        token,
        seedPort);
  }
}
