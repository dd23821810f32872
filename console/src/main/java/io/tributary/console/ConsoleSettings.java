package io.tributary.console;

import java.net.URI;
import java.util.Optional;

/**
 * What the console is told.
 *
 * @param port 0 takes a free one
 * @param viewerPassword nothing lets everybody look
 * @param operatorPassword nothing lets nobody change anything
 * @param requestsPerSecond that the API answers for one address; 0 sets no limit
 * @param consumer address of the consumer's status endpoint
 * @param airflow nothing where there is no Airflow
 * @param grafana nothing where there is no Grafana
 * @param page address of the console as people's browsers reach it, for links from elsewhere; empty
 *     where it is the one that it is served at
 */
public record ConsoleSettings(
    String host,
    int port,
    Optional<String> viewerPassword,
    Optional<String> operatorPassword,
    int requestsPerSecond,
    URI consumer,
    Optional<AirflowLogin> airflow,
    Optional<GrafanaAddress> grafana,
    String page) {

  /** Without Grafana. */
  public ConsoleSettings(
      String host,
      int port,
      Optional<String> viewerPassword,
      Optional<String> operatorPassword,
      int requestsPerSecond,
      URI consumer,
      Optional<AirflowLogin> airflow) {
    this(
        host,
        port,
        viewerPassword,
        operatorPassword,
        requestsPerSecond,
        consumer,
        airflow,
        Optional.empty(),
        "");
  }

  /**
   * Where Grafana is.
   *
   * @param page address that people's browsers reach it at
   */
  public record GrafanaAddress(URI api, URI page) {}

  /**
   * How to ask Airflow.
   *
   * @param page address that people's browsers reach it at
   */
  public record AirflowLogin(URI api, URI page, String user, String password) {}
}
