package io.tributary.console.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.config.RoutesConfig;
import io.tributary.console.web.JsonAnswer;
import io.tributary.console.web.Pages;
import io.tributary.console.web.Parameters;
import io.tributary.console.web.Role;
import io.tributary.console.web.Routes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The API's description in OpenAPI, for programs and as a page. It is a file and not made of the
 * code: it is a promise to those who use the API, and a change of it is to be seen.
 */
public final class ApiDescription implements Routes {
  private static final String FILE = "/api/openapi.json";

  private final Pages pages;
  private final JsonNode document = read();

  public ApiDescription(Pages pages) {
    this.pages = pages;
  }

  /** What the page shows. */
  public record Reference(String description, List<Operation> operations) {}

  /** A request that the API answers. */
  public record Operation(
      String method,
      String path,
      String summary,
      String description,
      List<Parameter> parameters,
      List<Reply> replies) {}

  /** A parameter of an operation. */
  public record Parameter(String name, String in, String type, String description) {}

  /** An answer of an operation. */
  public record Reply(String status, String description) {}

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get(
        "/api/v1/openapi.json",
        request -> {
          Parameters.of(request);
          JsonAnswer.send(request, document);
        },
        Role.VIEWER);
    routes.get("/api", request -> pages.show(request, "api.jte", "API", reference()), Role.VIEWER);
  }

  private static JsonNode read() {
    try (@Nullable InputStream in = ApiDescription.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException("the console was built without " + FILE);
      }
      return new ObjectMapper().readTree(in);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private Reference reference() {
    List<Operation> operations = new ArrayList<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        method ->
                            operations.add(
                                operation(method.getKey(), path.getKey(), method.getValue()))));
    return new Reference(document.path("info").path("description").asText(), operations);
  }

  private Operation operation(String method, String path, JsonNode node) {
    List<Parameter> parameters = new ArrayList<>();
    for (JsonNode given : node.path("parameters")) {
      JsonNode parameter = resolved(given);
      parameters.add(
          new Parameter(
              parameter.path("name").asText(),
              parameter.path("in").asText(),
              type(parameter.path("schema")),
              parameter.path("description").asText()));
    }
    List<Reply> replies = new ArrayList<>();
    node.path("responses")
        .properties()
        .forEach(
            reply ->
                replies.add(
                    new Reply(
                        reply.getKey(), resolved(reply.getValue()).path("description").asText())));
    return new Operation(
        method.toUpperCase(Locale.ROOT),
        path,
        node.path("summary").asText(),
        node.path("description").asText(),
        parameters,
        replies);
  }

  private static String type(JsonNode schema) {
    String type = schema.path("type").asText();
    String bounds =
        schema.has("maximum")
            ? " from %s to %s".formatted(schema.path("minimum"), schema.path("maximum"))
            : "";
    return type
        + bounds
        + Optional.of(schema.path("default"))
            .filter(value -> !value.isMissingNode())
            .map(value -> ", %s if left out".formatted(value.asText()))
            .orElse("");
  }

  /** What a reference within the document names. */
  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
  }
}
