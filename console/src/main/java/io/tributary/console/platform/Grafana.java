package io.tributary.console.platform;

import io.tributary.console.web.Links;
import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.time.Ticker;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Grafana, for links to its dashboards. Monitoring may be off: where Grafana does not answer, there
 * are no links. Safe for several threads.
 */
public final class Grafana {
  /** A page that is shown waits so long at most, and only one of a minute. */
  private static final Duration ANSWER = Duration.ofSeconds(1);

  private static final Duration KNOWN_FOR = Duration.ofMinutes(1);
  private static final int OK = 200;

  private final URI api;
  private final String page;
  private final Inquiries inquiries;
  private final Ticker ticker;
  private final HttpReader http = new HttpReader(ANSWER);
  private boolean asked;
  private boolean answers;
  private long askedAt;

  /**
   * @param api as the console reaches it
   * @param page as people's browsers reach it
   */
  public Grafana(URI api, URI page, Inquiries inquiries, Ticker ticker) {
    this.api = api;
    this.page = page.toString().replaceFirst("/+$", "");
    this.inquiries = inquiries;
    this.ticker = ticker;
  }

  /** The address of a pipeline's dashboard; nothing where Grafana did not answer lately. */
  public Optional<String> dashboard(Pipeline pipeline) {
    return isThere()
        ? Optional.of(
            "%s/d/tributary-pipelines/pipelines?var-pipeline=%s"
                .formatted(page, Links.segment(pipeline.name())))
        : Optional.empty();
  }

  private synchronized boolean isThere() {
    if (!asked || ticker.since(askedAt).compareTo(KNOWN_FOR) >= 0) {
      answers = inquiries.ask("Grafana", ANSWER, this::isHealthy).asOptional().orElse(false);
      askedAt = ticker.nanos();
      asked = true;
    }
    return answers;
  }

  private boolean isHealthy() throws IOException {
    return http.ask(api.resolve("/api/health"), Map.of(), null).status() == OK;
  }
}
