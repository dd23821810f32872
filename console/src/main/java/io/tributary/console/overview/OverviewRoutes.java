package io.tributary.console.overview;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import io.tributary.console.platform.Grafana;
import io.tributary.console.web.Pages;
import io.tributary.console.web.ProblemException;
import io.tributary.console.web.Role;
import io.tributary.console.web.Routes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The overview: all pipelines, live. */
public final class OverviewRoutes implements Routes, AutoCloseable {
  private static final int MOST_FOLLOWERS = 64;

  private final PlatformWatch watch;
  private final Optional<Grafana> grafana;
  private final Pages pages;
  private final AtomicInteger followers = new AtomicInteger();
  private final ExecutorService senders =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "live-overview");
            thread.setDaemon(true);
            return thread;
          });
  private PlatformWatch.@Nullable Look rendered;
  private String part = "";

  /**
   * @param grafana nothing where there is none
   */
  public OverviewRoutes(PlatformWatch watch, Optional<Grafana> grafana, Pages pages) {
    this.watch = watch;
    this.grafana = grafana;
    this.pages = pages;
  }

  /**
   * What the page shows.
   *
   * @param silent parts of the platform that do not answer
   */
  public record Overview(
      List<PlatformPart> silent,
      List<PipelineOverview> pipelines,
      Optional<Grafana> grafana,
      Instant now) {

    static Overview of(PlatformWatch.Look seen, Optional<Grafana> grafana, Instant now) {
      return new Overview(
          seen.parts().stream().filter(part -> !part.answers()).toList(),
          seen.pipelines(),
          grafana,
          now);
    }

    /** Where a pipeline's dashboard is; empty where there is none. */
    public String dashboard(PipelineOverview pipeline) {
      return grafana.flatMap(there -> there.dashboard(pipeline.pipeline())).orElse("");
    }

    /** Pipelines that somebody has to look at. */
    public long troubled() {
      return pipelines.stream().filter(PipelineOverview::needsAttention).count();
    }
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/", this::show, Role.VIEWER);
    routes.sse("/live", this::follow, Role.VIEWER);
  }

  private void show(Context request) {
    pages.show(request, "overview.jte", "Overview", overview(watch.latestLook()));
  }

  private Overview overview(PlatformWatch.Look seen) {
    return Overview.of(seen, grafana, Instant.now());
  }

  /** Sends the pipelines' part of the page after each look. */
  private void follow(SseClient client) {
    if (followers.incrementAndGet() > MOST_FOLLOWERS) {
      followers.decrementAndGet();
      throw new ProblemException(
          503,
          "Too many followers",
          "Too many pages follow the platform live: reload this one now and then.");
    }
    client.keepAlive();
    AtomicBoolean sending = new AtomicBoolean();
    Runnable end = watch.listen(seen -> send(client, sending, seen));
    client.onClose(
        () -> {
          end.run();
          followers.decrementAndGet();
        });
  }

  /** A visitor who reads slowly misses looks, and holds up nobody. */
  private void send(SseClient client, AtomicBoolean sending, PlatformWatch.Look seen) {
    if (sending.compareAndSet(false, true)) {
      senders.execute(
          () -> {
            try {
              client.sendEvent("overview", part(seen));
            } finally {
              sending.set(false);
            }
          });
    }
  }

  /** Rendered once for all who follow. */
  private synchronized String part(PlatformWatch.Look seen) {
    if (!seen.equals(rendered)) {
      part = pages.render("pipelines.jte", Map.of("model", overview(seen)));
      rendered = seen;
    }
    return part;
  }

  @Override
  public void close() {
    senders.shutdownNow();
  }
}
