package io.tributary.runtime.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.runtime.tls.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import org.jspecify.annotations.Nullable;

/**
 * A registry with the REST API of Confluent's (v7), which Apicurio, Karapace and Redpanda have too.
 */
public final class HttpSchemaRegistry implements SchemaRegistry {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  static final Duration READ_LIMIT = Duration.ofSeconds(15);
  private static final int MAX_ANSWER_BYTES = 8 << 20;
  private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final String DEFAULT_TYPE = "AVRO";

  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int CONFLICT = 409;
  private static final int UNPROCESSABLE = 422;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;

  /** How the names of rules end that are about all versions. */
  private static final String TRANSITIVE = "_TRANSITIVE";

  private final URI url;
  private final String username;
  private final String password;
  private final Tls tls;
  private final Duration limit;

  /**
   * @param url where the API begins, such as {@code http://registry:8080/apis/ccompat/v7}
   * @param username empty where the registry asks for none
   */
  public HttpSchemaRegistry(URI url, String username, String password, Tls tls) {
    this(url, username, password, tls, READ_LIMIT);
  }

  /**
   * @param limit how long an answer may take
   */
  HttpSchemaRegistry(URI url, String username, String password, Tls tls, Duration limit) {
    String text = url.toString();
    this.url = text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : url;
    this.username = username;
    this.password = password;
    this.tls = tls;
    this.limit = limit;
  }

  /**
   * An answer that is no failure of the registry.
   *
   * @param body an empty object where a 404 came without JSON
   */
  private record Answer(int status, JsonNode body) {}

  @Override
  public int register(String subject, RegisteredSchema schema) throws RegistryException {
    Answer answer = ask("POST", subjects(subject) + "/versions", body(schema));
    if (answer.status() == CONFLICT || answer.status() == UNPROCESSABLE) {
      throw new SchemaRefusedException(said(answer));
    }
    JsonNode id = expected(answer).path("id");
    if (!id.canConvertToInt() || id.asInt(-1) < 0) {
      throw new RegistryException(
          "the schema registry at %s gave the schema no id that fits four bytes".formatted(url),
          false);
    }
    return id.asInt();
  }

  @Override
  public Optional<RegisteredSchema> byId(int id) throws RegistryException {
    return found(ask("GET", "/schemas/ids/" + id, null)).map(HttpSchemaRegistry::schema);
  }

  @Override
  public List<Integer> versions(String subject) throws RegistryException {
    List<Integer> versions = new ArrayList<>();
    found(ask("GET", subjects(subject) + "/versions", null))
        .ifPresent(all -> all.forEach(number -> versions.add(number.asInt())));
    versions.sort(null);
    return versions;
  }

  @Override
  public Optional<SchemaVersion> version(String subject, int version) throws RegistryException {
    return found(ask("GET", subjects(subject) + "/versions/" + version, null))
        .map(body -> new SchemaVersion(subject, version, body.path("id").asInt(), schema(body)));
  }

  @Override
  public Optional<String> rule(String subject) throws RegistryException {
    return found(ask("GET", "/config/" + encoded(subject), null))
        .map(body -> body.path("compatibilityLevel").asText(body.path("compatibility").asText()))
        .filter(rule -> !rule.isEmpty());
  }

  @Override
  public void setRule(String subject, String rule) throws RegistryException {
    expected(
        ask(
            "PUT",
            "/config/" + encoded(subject),
            JSON.createObjectNode().put("compatibility", rule)));
  }

  @Override
  public Optional<SchemaVersion> find(String subject, RegisteredSchema schema)
      throws RegistryException {
    Answer answer = ask("POST", subjects(subject), body(schema));
    return answer.status() == UNPROCESSABLE // what it cannot read, it does not have
        ? Optional.empty()
        : found(answer)
            .map(
                body ->
                    new SchemaVersion(
                        subject, body.path("version").asInt(), body.path("id").asInt(), schema));
  }

  @Override
  public boolean accepts(String subject, RegisteredSchema schema) throws RegistryException {
    List<Integer> versions = versions(subject);
    if (versions.isEmpty() || find(subject, schema).isPresent()) {
      return true;
    }
    int newest = versions.size() - 1;
    boolean isOfAll = rule(subject).filter(rule -> rule.endsWith(TRANSITIVE)).isPresent();
    for (int version : isOfAll ? versions : versions.subList(newest, newest + 1)) {
      if (!accepts(subject, version, schema)) {
        return false;
      }
    }
    return true;
  }

  /** Beside one version; a registry compares with no other when it is asked this way. */
  private boolean accepts(String subject, int version, RegisteredSchema schema)
      throws RegistryException {
    Answer answer =
        ask(
            "POST",
            "/compatibility%s/versions/%s?verbose=true"
                .formatted(subjects(subject), Integer.toString(version)),
            body(schema));
    return answer.status() != UNPROCESSABLE
        && expected(answer).path("is_compatible").asBoolean(false);
  }

  @Override
  public String name() {
    return url.toString();
  }

  private static String subjects(String subject) {
    return "/subjects/" + encoded(subject);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  private static RegisteredSchema schema(JsonNode body) {
    String text = body.path("schema").asText();
    return new RegisteredSchema(body.path("schemaType").asText(typeOf(text)), text);
  }

  /**
   * Without a word about it: Apicurio has none for a JSON Schema in a subject that began in Avro.
   */
  private static String typeOf(String text) {
    try {
      return JSON.readTree(text).has("$schema") ? "JSON" : DEFAULT_TYPE;
    } catch (JsonProcessingException none) {
      return DEFAULT_TYPE;
    }
  }

  private static ObjectNode body(RegisteredSchema schema) {
    ObjectNode body = JSON.createObjectNode();
    if (!schema.type().equals(DEFAULT_TYPE)) {
      body.put("schemaType", schema.type());
    }
    return body.put("schema", schema.text());
  }

  private Optional<JsonNode> found(Answer answer) throws RegistryException {
    return answer.status() == NOT_FOUND ? Optional.empty() : Optional.of(expected(answer));
  }

  private JsonNode expected(Answer answer) throws RegistryException {
    if (answer.status() != OK) {
      throw new RegistryException(
          "the schema registry at %s answered %s: %s; check SCHEMA_REGISTRY_URL"
              .formatted(url, Integer.toString(answer.status()), said(answer)),
          false);
    }
    return answer.body();
  }

  private static String said(Answer answer) {
    return answer.body().path("message").asText("no message");
  }

  private Answer ask(String method, String path, @Nullable JsonNode body) throws RegistryException {
    int status;
    byte[] content;
    try {
      HttpURLConnection connection = connect(method, path);
      try {
        if (body != null) {
          connection.setDoOutput(true);
          connection.setRequestProperty("Content-Type", MEDIA_TYPE);
          try (OutputStream out = connection.getOutputStream()) {
            out.write(body.toString().getBytes(UTF_8));
          }
        }
        status = connection.getResponseCode();
        content = content(connection, status);
      } finally {
        connection.disconnect();
      }
    } catch (IOException failed) {
      throw new RegistryException(
          "the schema registry at %s does not answer (%s)".formatted(url, said(failed)),
          true,
          failed);
    }
    return answer(status, content);
  }

  private Answer answer(int status, byte[] content) throws RegistryException {
    if (status == UNAUTHORIZED || status == FORBIDDEN) {
      throw new RegistryException(
          "the schema registry at %s rejected %s: check SCHEMA_REGISTRY_USERNAME and SCHEMA_REGISTRY_PASSWORD"
              .formatted(
                  url, username.isEmpty() ? "a request without a login" : "user " + username),
          false);
    }
    if (status >= SERVER_ERROR || status == TOO_MANY_REQUESTS) {
      throw new RegistryException(
          "the schema registry at %s answered %s".formatted(url, Integer.toString(status)), true);
    }
    try {
      return new Answer(status, JSON.readTree(content));
    } catch (IOException none) {
      if (status == NOT_FOUND) {
        return new Answer(status, JSON.createObjectNode());
      }
      throw new RegistryException(
          "what answers at %s is no schema registry (status %s, and no JSON): check SCHEMA_REGISTRY_URL"
              .formatted(url, Integer.toString(status)),
          false,
          none);
    }
  }

  private HttpURLConnection connect(String method, String path) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(url + path).toURL().openConnection();
    if (connection instanceof HttpsURLConnection secured) {
      try {
        secured.setSSLSocketFactory(tls.context().getSocketFactory());
      } catch (GeneralSecurityException unusable) {
        throw new IOException("TLS: " + unusable.getMessage(), unusable);
      }
      if (!tls.hostNameCheck()) {
        secured.setHostnameVerifier((host, session) -> true);
      }
    }
    connection.setConnectTimeout((int) Math.min(CONNECT_LIMIT.toMillis(), limit.toMillis()));
    connection.setReadTimeout((int) limit.toMillis());
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setRequestMethod(method);
    connection.setRequestProperty("Accept", MEDIA_TYPE + ", application/json");
    if (!username.isEmpty()) {
      String login = username + ":" + password;
      connection.setRequestProperty(
          "Authorization", "Basic " + Base64.getEncoder().encodeToString(login.getBytes(UTF_8)));
    }
    return connection;
  }

  private static byte[] content(HttpURLConnection connection, int status) throws IOException {
    try (InputStream in =
        status >= 400 ? connection.getErrorStream() : connection.getInputStream()) {
      return in == null ? new byte[0] : in.readNBytes(MAX_ANSWER_BYTES);
    }
  }

  private static String said(IOException failed) {
    return failed instanceof JsonProcessingException || failed.getMessage() == null
        ? failed.getClass().getSimpleName()
        : failed.getClass().getSimpleName() + ": " + failed.getMessage();
  }
}
