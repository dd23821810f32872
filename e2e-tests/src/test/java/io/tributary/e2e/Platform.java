package io.tributary.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole platform, brought up from the real compose file beside whatever else runs here: a
 * project, ports and volumes of its own. Closing it takes down everything.
 */
final class Platform implements AutoCloseable {
  static final String DAG = "user_automation";
  static final String TABLE = "spark_streams.created_users";

  private static final Logger LOG = LoggerFactory.getLogger(Platform.class);
  private static final List<String> PORTS =
      List.of(
          "AIRFLOW_PORT",
          "KAFKA_PORT",
          "CASSANDRA_PORT",
          "SPARK_MASTER_PORT",
          "SIMULATOR_PORT",
          "CONSOLE_PORT",
          "SCHEMA_REGISTRY_PORT",
          "PROMETHEUS_PORT",
          "ALERTMANAGER_PORT");

  private final Compose compose;
  private final Airflow airflow;
  private final Path artefacts;
  private final Map<String, String> ports;
  private final Duration startTime;

  private Platform(Compose compose, Path artefacts, Map<String, String> ports, Duration startTime) {
    this.compose = compose;
    this.airflow = new Airflow(Integer.parseInt(ports.get("AIRFLOW_PORT")));
    this.artefacts = artefacts;
    this.ports = ports;
    this.startTime = startTime;
  }

  /** Builds the images and brings everything up, the simulator as well. */
  static Platform start() {
    Path home = Path.of(System.getProperty("tributary.home", "..")).toAbsolutePath().normalize();
    Path artefacts = home.resolve(".tributary/e2e");
    Map<String, String> ports = freePorts();
    // faster than the real API would allow: many runs in few minutes
    Map<String, String> environment = new LinkedHashMap<>(ports);
    environment.put("SIMULATOR_RATE_LIMIT", "none");
    environment.put("SIMULATOR_FAULTS", "");
    Compose compose = new Compose(home, "tributary-e2e", environment);
    try {
      Files.createDirectories(artefacts);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    compose.run("--profile", "*", "down", "-v", "--remove-orphans");
    compose.run("--profile", "*", "build");
    long start = System.nanoTime();
    try {
      compose.run("up", "-d", "--wait");
      Duration startTime = Duration.ofNanos(System.nanoTime() - start);
      LOG.info("Everything was healthy after {} s", startTime.toSeconds());
      compose.run("--profile", "offline", "up", "-d", "--wait", "source-simulator");
      return new Platform(compose, artefacts, ports, startTime);
    } catch (AssertionError failed) {
      keepLogs(compose, artefacts);
      compose.tryRun("--profile", "*", "down", "-v", "--remove-orphans");
      throw failed;
    }
  }

  Compose compose() {
    return compose;
  }

  Airflow airflow() {
    return airflow;
  }

  /** How long {@code docker compose up -d --wait} took. */
  Duration startTime() {
    return startTime;
  }

  /** A folder outside of version control, for what people may want to look at afterwards. */
  Path artefacts() {
    return artefacts;
  }

  int port(String variable) {
    return Integer.parseInt(ports.get(variable));
  }

  /**
   * Brings everything up with the profile {@code monitoring} and the agents in Kafka and Cassandra,
   * but for the two services whose images cannot be had on every machine that runs these tests.
   */
  void upWithMonitoring() {
    Compose monitored =
        compose.with(Map.of("COMPOSE_PROFILES", "monitoring,offline", "JMX_AGENT", "on"));
    // its own image gives the volume to the user that Prometheus runs as; a stand-in may not
    monitored.run("create", "prometheus");
    compose.docker(
        "run",
        "--rm",
        "--user=0",
        "--entrypoint=chown",
        "--volume=" + compose.project() + "_prometheus-data:/prometheus",
        "prom/prometheus:v2.53.0",
        "65534:65534",
        "/prometheus");
    List<String> up = new ArrayList<>(List.of("up", "-d", "--wait"));
    monitored
        .run("config", "--services")
        .lines()
        .filter(service -> !Set.of("grafana", "node-exporter").contains(service))
        .forEach(up::add);
    monitored.run(up.toArray(String[]::new));
  }

  /** Restarts the simulator with these faults; none when empty. */
  void simulate(String faults) {
    compose
        .with(Map.of("SIMULATOR_FAULTS", faults))
        .run("--profile", "offline", "up", "-d", "--wait", "--no-deps", "source-simulator");
  }

  @Override
  public void close() {
    keepLogs(compose, artefacts);
    compose.run("--profile", "*", "down", "-v", "--remove-orphans");
  }

  private static void keepLogs(Compose compose, Path artefacts) {
    try {
      Files.writeString(
          artefacts.resolve("compose.log"),
          compose.tryRun("--profile", "*", "logs", "--no-color", "--timestamps").out());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** All held at once while they are sought, so that they differ. */
  private static Map<String, String> freePorts() {
    Map<String, String> free = new LinkedHashMap<>();
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (String variable : PORTS) {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        held.add(socket);
        free.put(variable, Integer.toString(socket.getLocalPort()));
      }
      for (ServerSocket socket : held) {
        socket.close();
      }
      return free;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
