package io.tributary.console.web;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import io.javalin.router.InternalRouter;
import io.javalin.security.Roles;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.lifecycle.Startable;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** The console's web server. */
public final class ConsoleServer implements Startable {
  private static final int MOST_THREADS = 48;
  private static final int FEWEST_THREADS = 4;
  static final long MOST_BYTES_OF_A_REQUEST = 64 << 10;

  /** Taken for each answer, most of which are short. */
  private static final int BYTES_WRITTEN_AT_ONCE = 4 << 10;

  /** Nothing from elsewhere, no script or style within a page; the style has its icons in it. */
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

  private final String host;
  private final int port;
  private final List<Routes> routes;
  private @Nullable Javalin server;

  /**
   * @param port 0 takes a free one
   */
  public ConsoleServer(String host, int port, List<Routes> routes) {
    this.host = host;
    this.port = port;
    this.routes = List.copyOf(routes);
  }

  @Override
  public void start() throws CommandFailedException {
    try {
      Javalin created = Javalin.create(this::configure);
      answerHead(created.unsafe.internalRouter);
      server = created.start(host, port);
    } catch (RuntimeException failed) {
      throw new CommandFailedException(
          String.format(
              Locale.ROOT,
              "The console cannot be served at %s:%d (%s): choose another with CONSOLE_HOST and CONSOLE_PORT",
              host,
              port,
              innermost(failed)),
          failed);
    }
  }

  /** The API's answers to HEAD are those to GET without content; Javalin's own say nothing. */
  private static void answerHead(InternalRouter router) {
    router.allHttpHandlers().stream()
        .map(handler -> handler.endpoint)
        .filter(endpoint -> endpoint.method.equals(HandlerType.GET))
        .filter(endpoint -> endpoint.path.startsWith("/api/v1/"))
        .toList()
        .forEach(
            get -> {
              var head = Endpoint.create(HandlerType.HEAD, get.path);
              @Nullable Roles roles = get.metadata(Roles.class);
              router.addHttpEndpoint(
                  (roles == null ? head : head.addMetadata(roles)).handler(get.handler));
            });
  }

  private static String innermost(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.maxRequestSize = MOST_BYTES_OF_A_REQUEST;
    config.http.responseBufferSize = BYTES_WRITTEN_AT_ONCE;
    config.http.prefer405over404 = true;
    config.jetty.threadPool = new QueuedThreadPool(MOST_THREADS, FEWEST_THREADS);
    config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
    config.routes.before(ConsoleServer::secure);
    config.routes.get(
        "/health",
        request -> request.contentType("application/json").result("{\"healthy\":true}"),
        Role.ANYBODY);
    new Assets().addTo(config.routes);
    routes.forEach(part -> part.addTo(config.routes));
  }

  private static void secure(Context request) {
    request
        .header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "same-origin")
        .header("Cross-Origin-Opener-Policy", "same-origin")
        .header("Cache-Control", "no-store");
  }

  /**
   * The port that was taken.
   *
   * @throws IllegalStateException when not running
   */
  public int port() {
    if (server == null) {
      throw new IllegalStateException("the console does not run");
    }
    return server.port();
  }

  /**
   * What it answers, as {@code GET /path}; HEAD is answered where GET is.
   *
   * @throws IllegalStateException when not running
   */
  public List<String> answered() {
    if (server == null) {
      throw new IllegalStateException("the console does not run");
    }
    return server.unsafe.internalRouter.allHttpHandlers().stream()
        .filter(handler -> !handler.endpoint.method.equals(HandlerType.HEAD))
        .map(handler -> handler.endpoint.method.name() + " " + handler.endpoint.path)
        .toList();
  }

  @Override
  public void close() {
    if (server != null) {
      server.stop();
    }
  }
}
