package io.tributary.console.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells visitors why a request was not answered: programs by {@code application/problem+json} (RFC
 * 9457), people by a page.
 */
public final class Problems implements Routes {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
  private static final int INTERNAL = 500;
  private static final int UNAUTHORIZED = 401;
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;
  private static final int TOO_LARGE = 413;

  private final Pages pages;
  private final ObjectMapper json = new ObjectMapper();

  public Problems(Pages pages) {
    this.pages = pages;
  }

  /** What the page of a problem shows. */
  public record Problem(int status, String title, String detail) {}

  @Override
  public void addTo(RoutesConfig routes) {
    routes.exception(
        ProblemException.class,
        (problem, request) ->
            tell(request, new Problem(problem.status(), problem.title(), problem.detail())));
    routes.exception(
        HttpResponseException.class,
        (refused, request) -> {
          @Nullable String allowed = refused.getDetails().get("availableMethods");
          if (allowed != null) {
            request.header("Allow", allowed);
          }
          tell(request, refusal(request, refused, allowed));
        });
    routes.exception(
        Exception.class,
        (unexpected, request) -> {
          LOG.error("{} {} failed", request.method(), request.path(), unexpected);
          tell(
              request,
              new Problem(
                  INTERNAL, "Unexpected error", "The console's log tells what went wrong."));
        });
  }

  /**
   * What the server itself refused.
   *
   * @param allowed methods, where another one was used
   */
  private static Problem refusal(
      Context request, HttpResponseException refused, @Nullable String allowed) {
    int status = refused.getStatus();
    String detail =
        switch (status) {
          case NOT_FOUND ->
              "There is no %s here%s."
                  .formatted(
                      request.path(),
                      request.path().startsWith("/api/") ? ": /api lists what there is" : "");
          case NOT_ALLOWED ->
              "%s takes %s, not %s.".formatted(request.path(), allowed, request.method());
          case TOO_LARGE ->
              String.format(
                  Locale.ROOT,
                  "The request has more than %d KiB of content.",
                  ConsoleServer.MOST_BYTES_OF_A_REQUEST >> 10);
          default -> String.valueOf(refused.getMessage());
        };
    return new Problem(
        status,
        status == NOT_FOUND ? "Not found" : HttpStatus.forStatus(status).getMessage(),
        detail);
  }

  private void tell(Context request, Problem problem) {
    request.status(problem.status());
    if (isProgram(request)) {
      if (problem.status() == UNAUTHORIZED) {
        request.header("WWW-Authenticate", "Bearer realm=\"Tributary\"");
      }
      ObjectNode body = json.createObjectNode();
      body.put("type", "about:blank")
          .put("title", problem.title())
          .put("status", problem.status())
          .put("detail", problem.detail());
      request.result(body.toString()).contentType("application/problem+json");
    } else if (problem.status() == UNAUTHORIZED && request.method().toString().equals("GET")) {
      String here =
          request.queryString() == null
              ? request.path()
              : request.path() + "?" + request.queryString();
      request.redirect(
          Access.SIGN_IN + "?next=" + URLEncoder.encode(here, StandardCharsets.UTF_8),
          HttpStatus.SEE_OTHER);
    } else {
      pages.show(request, "problem.jte", problem.title(), problem);
    }
  }

  private static boolean isProgram(Context request) {
    return request.path().startsWith("/api/")
        || request.path().endsWith(".json")
        || request.path().endsWith(".csv")
        || request.header("HX-Request") != null;
  }
}
