package io.tributary.verifier.preflight;

import io.tributary.model.definition.Source;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a run fetches from: the URL that it was given, else the simulator if it is up and speaks
 * like the definition's source, else the definition's URL. It is asked for one record to see that
 * it answers; a source that wants credentials, which only the producer has, or requests with a body
 * or variables may answer what it likes.
 */
public final class SourceChoice {
  /** The only API that the simulator speaks like. */
  private static final String SIMULATED_HOST = "randomuser.me";

  private static final int TOO_MANY_REQUESTS = 429;
  private static final int TRIES = 3;

  /**
   * @param url without the query
   * @param chosen {@code parameter}, {@code simulator} or {@code definition}
   */
  public record Chosen(URI url, String chosen) {}

  private final Source source;
  private final @Nullable URI given;
  private final @Nullable URI simulator;
  private final HttpProbe probe;

  /**
   * @param simulator its address, without a path
   */
  public SourceChoice(
      Source source, @Nullable URI given, @Nullable URI simulator, HttpProbe probe) {
    this.source = source;
    this.given = given;
    this.simulator = simulator;
    this.probe = probe;
  }

  /** Decides; only the simulator is asked for it. */
  public Chosen choose() throws InterruptedException {
    if (given != null) {
      return new Chosen(given, "parameter");
    }
    if (simulator != null && SIMULATED_HOST.equals(source.url().getHost())) {
      URI simulated = simulator.resolve(source.url().getRawPath());
      if (trouble(simulated).isEmpty()) {
        return new Chosen(simulated, "simulator");
      }
    }
    return new Chosen(source.url(), "definition");
  }

  /** Why a run cannot fetch from there; a source that asks for patience does answer. */
  public Optional<String> missing(Chosen chosen) throws InterruptedException {
    return trouble(chosen.url())
        .map(
            trouble ->
                "the source %s %s: %s"
                    .formatted(chosen.url(), trouble, remedy(chosen.chosen().equals("parameter"))));
  }

  private String remedy(boolean wasGiven) {
    String other =
        SIMULATED_HOST.equals(source.url().getHost())
            ? "start the simulator with `docker compose --profile offline up -d --wait`"
            : "look whether it is up";
    return wasGiven
        ? "name one that does, or none for " + source.url()
        : other + ", or name another source";
  }

  private Optional<String> trouble(URI url) throws InterruptedException {
    boolean isPlain = source.isPlain();
    Optional<String> trouble = Optional.empty();
    for (int tried = 0; tried < TRIES; tried++) {
      trouble =
          isPlain
              ? probe.trouble(
                  oneRecord(url), status -> status / 100 == 2 || status == TOO_MANY_REQUESTS)
              : probe.trouble(url, status -> true);
      if (trouble.isEmpty() || trouble.get().startsWith("does not answer")) {
        break; // only a status may be a passing one
      }
    }
    return trouble;
  }

  private URI oneRecord(URI url) {
    List<String> query = new ArrayList<>();
    source
        .query()
        .forEach(
            (name, values) ->
                values.forEach(value -> query.add(encoded(name) + "=" + encoded(value))));
    source.paging().sizeParameter().ifPresent(size -> query.add(encoded(size) + "=1"));
    if (query.isEmpty()) {
      return url;
    }
    String text = String.join("&", query);
    return URI.create(url + (url.getRawQuery() == null ? "?" : "&") + text);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
