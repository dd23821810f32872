package io.tributary.stack.consumer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.stack.checkout.Checkout;
import io.tributary.stack.host.Ports;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.Yaml;

/** A real Prometheus with the platform's jobs and rules, which scrapes every second. */
final class ScrapingPrometheus implements AutoCloseable {
  private static final Path OURS = Path.of("docker/monitoring/prometheus");

  private final Process process;
  private final URI api;
  private final HttpClient http = HttpClient.newHttpClient();

  private ScrapingPrometheus(Process process, URI api) {
    this.process = process;
    this.api = api;
  }

  /**
   * Starts it.
   *
   * @param program its path
   * @param folder for its data and log
   * @param ports where each job's target is on this machine; other jobs are left out
   */
  static ScrapingPrometheus start(Path program, Path folder, Map<String, Integer> ports)
      throws Exception {
    int port = new Ports().free();
    String address = String.format(Locale.ROOT, "%s:%d", Ports.LOOPBACK, port);
    Map<String, Integer> all = new TreeMap<>(ports);
    all.put("prometheus", port);
    Path configuration = folder.resolve("prometheus.yml");
    Path token = Files.createFile(folder.resolve("console-token"));
    Files.writeString(configuration, new Yaml().dump(configuration(all, token)));
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + folder.resolve("prometheus"),
                "--web.listen-address=" + address)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
    return new ScrapingPrometheus(process, URI.create("http://" + address + "/api/v1/"));
  }

  /** The jobs of the platform's configuration. */
  static Set<String> jobs() throws Exception {
    Set<String> jobs = new TreeSet<>();
    for (Map<String, Object> job : jobsOf(platform())) {
      jobs.add(String.valueOf(job.get("job_name")));
    }
    return jobs;
  }

  private static Map<String, Object> configuration(Map<String, Integer> ports, Path token)
      throws Exception {
    Map<String, Object> configuration = platform();
    configuration.remove("alerting");
    configuration.put(
        "global",
        Map.of("scrape_interval", "1s", "scrape_timeout", "1s", "evaluation_interval", "1s"));
    configuration.put(
        "rule_files", List.of(Checkout.current().resolve(OURS + "/rules/*.yml").toString()));
    List<Map<String, Object>> jobs = jobsOf(configuration);
    jobs.removeIf(job -> !ports.containsKey(String.valueOf(job.get("job_name"))));
    for (Map<String, Object> job : jobs) {
      job.remove("dns_sd_configs");
      job.computeIfPresent(
          "authorization", (key, there) -> Map.of("credentials_file", token.toString()));
      job.put(
          "static_configs",
          List.of(
              Map.of(
                  "targets",
                  List.of(Ports.LOOPBACK + ":" + ports.get(String.valueOf(job.get("job_name")))))));
    }
    return configuration;
  }

  private static Map<String, Object> platform() throws Exception {
    return new Yaml().load(Files.readString(Checkout.current().resolve(OURS + "/prometheus.yml")));
  }

  @SuppressWarnings("unchecked") // what Prometheus's configuration consists of
  private static List<Map<String, Object>> jobsOf(Map<String, Object> configuration) {
    return (List<Map<String, Object>>) Objects.requireNonNull(configuration.get("scrape_configs"));
  }

  /** The targets that do not answer, each with the reason. */
  List<String> troubles() throws Exception {
    return StreamSupport.stream(get("targets").at("/data/activeTargets").spliterator(), false)
        .filter(target -> !target.get("health").asText().equals("up"))
        .map(
            target ->
                "%s: %s"
                    .formatted(target.at("/labels/job").asText(), target.get("lastError").asText()))
        .toList();
  }

  /** Whether a query returns any series now. */
  boolean returns(String query) throws Exception {
    return !get("query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
        .at("/data/result")
        .isEmpty();
  }

  /** The one value that a query has now; NaN when it has none. */
  double value(String query) throws Exception {
    return get("query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
        .at("/data/result/0/value/1")
        .asDouble(Double.NaN);
  }

  private JsonNode get(String path) throws Exception {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(api.resolve(path)).build(),
            HttpResponse.BodyHandlers.ofString());
    JsonNode body = new ObjectMapper().readTree(answer.body());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(path + ": " + body.path("error").asText());
    }
    return body;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
