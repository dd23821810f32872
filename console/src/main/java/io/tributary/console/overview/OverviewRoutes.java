package io.tributary.console.overview;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import io.tributary.console.web.Pages;
import io.tributary.console.web.ProblemException;
import io.tributary.console.web.Role;
import io.tributary.console.web.Routes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The overview: all pipelines, live. */
public final class OverviewRoutes implements Routes {
  private static final int MOST_LISTENERS = 64;

  private final PlatformWatch watch;
  private final Pages pages;
  private final AtomicInteger listeners = new AtomicInteger();

  public OverviewRoutes(PlatformWatch watch, Pages pages) {
    this.watch = watch;
    this.pages = pages;
  }

  /** What the page shows. */
  public record Overview(List<PipelineOverview> pipelines, Instant now) {
    /** Pipelines that somebody has to look at. */
    public long troubled() {
      return pipelines.stream().filter(pipeline -> pipeline.state().isTrouble()).count();
    }
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/", this::show, Role.VIEWER);
    routes.sse("/live", this::follow, Role.VIEWER);
  }

  private void show(Context request) {
    pages.show(request, "overview.jte", "Overview", overview(watch.latest()));
  }

  private static Overview overview(List<PipelineOverview> seen) {
    return new Overview(seen, Instant.now());
  }

  /** Sends the pipelines' part of the page after each look. */
  private void follow(SseClient client) {
    if (listeners.incrementAndGet() > MOST_LISTENERS) {
      listeners.decrementAndGet();
      throw new ProblemException(
          503,
          "Too many listeners",
          "Too many pages follow the platform live: reload this one now and then.");
    }
    client.keepAlive();
    Runnable end =
        watch.listen(
            seen ->
                client.sendEvent(
                    "overview", pages.render("pipelines.jte", Map.of("model", overview(seen)))));
    client.onClose(
        () -> {
          end.run();
          listeners.decrementAndGet();
        });
  }
}
