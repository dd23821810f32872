package io.tributary.console.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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
          tell(
              request,
              new Problem(
                  refused.getStatus(),
                  HttpStatus.forStatus(refused.getStatus()).getMessage(),
                  refused.getStatus() == NOT_FOUND
                      ? "There is no %s here.".formatted(request.path())
                      : String.valueOf(refused.getMessage())));
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
