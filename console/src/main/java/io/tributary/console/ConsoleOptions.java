package io.tributary.console;

import io.tributary.runtime.config.OptionGroup;
import io.tributary.runtime.config.Setting;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the console is, who may use it, and whom it asks beside Kafka and Cassandra. */
public final class ConsoleOptions extends OptionGroup {
  private static final Setting<String> HOST =
      Setting.text("CONSOLE_HOST", "127.0.0.1", "address that the console is served at");

  private static final Setting<Integer> PORT =
      Setting.integer("CONSOLE_PORT", 8088, 0, 65535, "port of the same; 0 takes a free one");

  private static final Setting<String> VIEWER_PASSWORD =
      Setting.secret(
          "CONSOLE_VIEWER_PASSWORD",
          "",
          "password and API token of viewers; without one everybody who reaches the console may look");

  private static final Setting<String> OPERATOR_PASSWORD =
      Setting.secret(
          "CONSOLE_OPERATOR_PASSWORD",
          "",
          "password and API token of operators, who may replay, discard and verify; without one the console is read-only");

  private static final Setting<Integer> REQUESTS_PER_SECOND =
      Setting.integer(
          "CONSOLE_REQUESTS_PER_SECOND",
          100,
          0,
          100_000,
          "requests that the API answers in a second for one address; 0 sets no limit");

  private static final Setting<URI> CONSUMER_URL =
      Setting.url(
          "CONSUMER_URL",
          "http://localhost:8090",
          "status endpoint of the consumer, for its figures");

  private static final Setting<String> AIRFLOW_URL =
      Setting.text("AIRFLOW_URL", "", "Airflow's API, http://…; empty without Airflow");

  private static final Setting<String> AIRFLOW_PAGE =
      Setting.text(
          "AIRFLOW_PAGE", "", "the same as people's browsers reach it; empty: as AIRFLOW_URL");

  private static final Setting<String> AIRFLOW_USER =
      Setting.text("AIRFLOW_USER", "airflow", "user of Airflow's API");

  private static final Setting<String> AIRFLOW_PASSWORD =
      Setting.secret("AIRFLOW_PASSWORD", "airflow", "that user's password");

  private static final Setting<String> GRAFANA_URL =
      Setting.text("GRAFANA_URL", "", "Grafana, http://…, for links; empty without Grafana");

  private static final Setting<String> GRAFANA_PAGE =
      Setting.text(
          "GRAFANA_PAGE", "", "the same as people's browsers reach it; empty: as GRAFANA_URL");

  private static final Setting<String> CONSOLE_PAGE =
      Setting.text(
          "CONSOLE_PAGE",
          "",
          "address of the console as people's browsers reach it, for links in Grafana; empty: as it is served");

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port to serve at; 0 takes a free one (default: CONSOLE_PORT, 8088).")
  private @Nullable Integer port;

  @Override
  public List<Setting<?>> settings() {
    return List.of(
        HOST,
        PORT,
        VIEWER_PASSWORD,
        OPERATOR_PASSWORD,
        REQUESTS_PER_SECOND,
        CONSUMER_URL,
        AIRFLOW_URL,
        AIRFLOW_PAGE,
        AIRFLOW_USER,
        AIRFLOW_PASSWORD,
        GRAFANA_URL,
        GRAFANA_PAGE,
        CONSOLE_PAGE);
  }

  /** The values, as the command line and the environment have them. */
  public ConsoleSettings read() {
    String api = value(AIRFLOW_URL);
    String page = value(AIRFLOW_PAGE).isEmpty() ? api : value(AIRFLOW_PAGE);
    return new ConsoleSettings(
        value(HOST),
        value(port, PORT),
        secret(value(VIEWER_PASSWORD)),
        secret(value(OPERATOR_PASSWORD)),
        value(REQUESTS_PER_SECOND),
        value(CONSUMER_URL),
        api.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new ConsoleSettings.AirflowLogin(
                    URI.create(api),
                    URI.create(page),
                    value(AIRFLOW_USER),
                    value(AIRFLOW_PASSWORD))),
        grafana(),
        value(CONSOLE_PAGE));
  }

  private Optional<ConsoleSettings.GrafanaAddress> grafana() {
    String api = value(GRAFANA_URL);
    String page = value(GRAFANA_PAGE).isEmpty() ? api : value(GRAFANA_PAGE);
    return api.isEmpty()
        ? Optional.empty()
        : Optional.of(new ConsoleSettings.GrafanaAddress(URI.create(api), URI.create(page)));
  }

  private static Optional<String> secret(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
