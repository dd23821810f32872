package io.tributary.runtime.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.tributary.runtime.http.HttpListener;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Serves a registry on this machine by the REST API that {@link HttpSchemaRegistry} speaks, such as
 * a folder to clients that know no folders. For one test or one user: it asks for no login.
 */
public final class RegistryServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int SERVER_ERROR = 500;

  private final SchemaRegistry registry;
  private final HttpListener listener;

  /** Begins at once, at a free port of the loopback address. */
  public RegistryServer(SchemaRegistry registry) throws IOException {
    this.registry = registry;
    this.listener =
        new HttpListener("registry", "127.0.0.1", 0, "choose another port", this::answer);
    listener.start();
  }

  /** Where the API begins. */
  public URI url() {
    String root = listener.root().toString();
    return URI.create(root.substring(0, root.length() - 1));
  }

  @Override
  public void close() {
    listener.close();
  }

  private record Reply(int status, JsonNode body) {}

  private void answer(HttpExchange exchange) throws IOException {
    JsonNode asked = JSON.readTree(exchange.getRequestBody().readAllBytes());
    Reply reply;
    try {
      reply = reply(exchange.getRequestMethod(), exchange.getRequestURI().getRawPath(), asked);
    } catch (SchemaRefusedException refused) {
      reply = error(CONFLICT, CONFLICT, refused.getMessage());
    } catch (RegistryException failed) {
      reply = error(SERVER_ERROR, 50_001, failed.getMessage());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      reply = error(SERVER_ERROR, 50_001, "stopped");
    }
    byte[] body = reply.body().toString().getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
    exchange.sendResponseHeaders(reply.status(), body.length);
    try (exchange) {
      exchange.getResponseBody().write(body);
    }
  }

  private Reply reply(String method, String path, JsonNode asked)
      throws RegistryException, InterruptedException {
    List<String> parts =
        List.of(path.substring(1).split("/")).stream()
            .map(part -> URLDecoder.decode(part, UTF_8))
            .toList();
    String first = parts.get(0);
    boolean isPost = method.equals("POST");
    if (first.equals("schemas") && parts.size() == 3) {
      return registry
          .byId(Integer.parseInt(parts.get(2)))
          .map(schema -> new Reply(OK, put(JSON.createObjectNode(), schema)))
          .orElseGet(() -> error(NOT_FOUND, 40_403, "Schema not found"));
    }
    if (first.equals("config")) {
      return rule(method, parts, asked);
    }
    if (first.equals("compatibility")) {
      boolean accepts = registry.accepts(parts.get(2), schema(asked));
      return new Reply(OK, JSON.createObjectNode().put("is_compatible", accepts));
    }
    if (!first.equals("subjects") || parts.size() < 2) {
      return error(NOT_FOUND, NOT_FOUND, "HTTP 404 Not Found");
    }
    if (isPost && parts.size() == 3) {
      int id = registry.register(parts.get(1), schema(asked));
      return new Reply(OK, JSON.createObjectNode().put("id", id));
    }
    if (isPost) {
      return lookUp(parts.get(1), schema(asked));
    }
    return parts.size() == 3
        ? versions(parts.get(1))
        : version(parts.get(1), parts.get(parts.size() - 1));
  }

  private Reply rule(String method, List<String> parts, JsonNode asked)
      throws RegistryException, InterruptedException {
    if (method.equals("PUT")) {
      registry.setRule(parts.get(1), asked.path("compatibility").asText());
      return new Reply(OK, asked);
    }
    Optional<String> rule =
        parts.size() == 1 ? Optional.of("BACKWARD") : registry.rule(parts.get(1));
    return rule.map(
            found -> new Reply(OK, JSON.createObjectNode().put("compatibilityLevel", found)))
        .orElseGet(() -> error(NOT_FOUND, 40_408, "Subject has no rule of its own"));
  }

  private Reply lookUp(String subject, RegisteredSchema schema)
      throws RegistryException, InterruptedException {
    return registry
        .find(subject, schema)
        .map(version -> new Reply(OK, body(version)))
        .orElseGet(() -> error(NOT_FOUND, 40_403, "Schema not found"));
  }

  private Reply versions(String subject) throws RegistryException, InterruptedException {
    ArrayNode versions = JSON.createArrayNode();
    registry.versions(subject).forEach(versions::add);
    return versions.isEmpty()
        ? error(NOT_FOUND, 40_401, "Subject '" + subject + "' not found.")
        : new Reply(OK, versions);
  }

  private Reply version(String subject, String number)
      throws RegistryException, InterruptedException {
    Optional<SchemaVersion> version =
        number.equals("latest")
            ? registry.latest(subject)
            : registry.version(subject, Integer.parseInt(number));
    return version
        .map(found -> new Reply(OK, body(found)))
        .orElseGet(() -> error(NOT_FOUND, 40_402, "Version not found"));
  }

  private static ObjectNode body(SchemaVersion version) {
    ObjectNode body =
        JSON.createObjectNode()
            .put("subject", version.subject())
            .put("version", version.version())
            .put("id", version.id());
    return put(body, version.schema());
  }

  private static ObjectNode put(ObjectNode body, RegisteredSchema schema) {
    if (!schema.type().equals("AVRO")) {
      body.put("schemaType", schema.type());
    }
    return body.put("schema", schema.text());
  }

  private static RegisteredSchema schema(JsonNode asked) {
    return new RegisteredSchema(
        asked.path("schemaType").asText("AVRO"), asked.path("schema").asText());
  }

  private static Reply error(int status, int code, @Nullable String message) {
    return new Reply(
        status,
        JSON.createObjectNode().put("error_code", code).put("message", String.valueOf(message)));
  }
}
