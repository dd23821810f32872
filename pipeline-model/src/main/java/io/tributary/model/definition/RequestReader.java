package io.tributary.model.definition;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.model.text.Quoted;
import io.tributary.model.yaml.Section;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads what requests are made of: method, query, headers, body, parameters, authentication. */
final class RequestReader {
  private static final String METHODS = "GET, POST or PUT";
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
  private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7e]*");
  private static final Pattern PARAMETER = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,62}");

  /** What the client, or the authentication, sets by itself. */
  private static final Set<String> OWN_HEADERS =
      Set.of(
          "accept-encoding",
          "connection",
          "content-length",
          "host",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private RequestReader() {}

  static Optional<Request> read(Section section) {
    Map<String, List<String>> query = section.lists("query");
    Map<String, String> headers = section.map("headers");
    headers.forEach((name, value) -> checkHeader(section, name, value));
    Optional<Section> bodySection = section.optionalSection("body");
    Optional<RequestBody> body = bodySection.flatMap(RequestReader::body);
    Optional<Request.Method> method = method(section, bodySection.isPresent());
    if (body.isPresent() && body.get() instanceof RequestBody.Text && !hasContentType(headers)) {
      section.problem("body", "a text without a Content-Type", "that header in 'headers'");
    }
    Map<String, String> parameters = section.map("parameters");
    parameters.keySet().forEach(name -> checkParameter(section, name));
    Optional<Section> authenticationSection = section.optionalSection("authentication");
    Optional<Authentication> authentication =
        authenticationSection.flatMap(AuthenticationReader::read);
    boolean isComplete =
        bodySection.isPresent() == body.isPresent()
            && authenticationSection.isPresent() == authentication.isPresent();
    return isComplete && method.isPresent()
        ? Optional.of(new Request(method.get(), query, headers, body, parameters, authentication))
        : Optional.empty();
  }

  private static Optional<Request.Method> method(Section section, boolean hasBody) {
    Optional<String> word = section.text("method", METHODS);
    if (word.isEmpty()) {
      return Optional.of(hasBody ? Request.Method.POST : Request.Method.GET);
    }
    for (Request.Method method : Request.Method.values()) {
      if (method.name().equals(word.get())) {
        if (hasBody && method == Request.Method.GET) {
          section.problem("method", "GET with a body", "POST or PUT, or no 'body'");
        }
        return Optional.of(method);
      }
    }
    section.problem("method", Quoted.quote(word.get()), METHODS);
    return Optional.empty();
  }

  private static void checkHeader(Section section, String name, String value) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (!HEADER.matcher(name).matches()) {
      section.problem("headers", Quoted.quote(name), "the name of a header");
    } else if (OWN_HEADERS.contains(lower)) {
      section.problem("headers", Quoted.quote(name), "no header that the producer sets by itself");
    } else if (Request.isSecretHeader(name)) {
      section.problem(
          "headers", "the header %s, which has a secret".formatted(Quoted.quote(name)), SECRETS);
    } else if (!HEADER_VALUE.matcher(value).matches()) {
      section.problem(
          "headers", "a value of %s beyond ASCII".formatted(Quoted.quote(name)), "printable ASCII");
    }
  }

  static final String SECRETS = "secrets in 'authentication'";

  private static boolean hasContentType(Map<String, String> headers) {
    return headers.keySet().stream().anyMatch(name -> name.equalsIgnoreCase("Content-Type"));
  }

  private static void checkParameter(Section section, String name) {
    if (!PARAMETER.matcher(name).matches()) {
      section.problem(
          "parameters",
          Quoted.quote(name),
          "a name of letters, digits, '-' and '_' that begins with a letter, at most 63 of them");
    } else if (name.equals("id")) {
      section.problem("parameters", "'id'", "another name: run:id is the run's id");
    }
  }

  private static Optional<RequestBody> body(Section section) {
    Optional<JsonNode> json = section.tree("json");
    Map<String, List<String>> form = section.lists("form");
    Optional<RequestBody> graph = section.optionalSection("graphql").flatMap(RequestReader::graph);
    Optional<String> text = section.text("text", "a text");
    section.end();
    Map<String, RequestBody> found = new LinkedHashMap<>();
    json.ifPresent(value -> found.put("json", new RequestBody.Json(value)));
    if (section.has("form")) {
      found.put("form", new RequestBody.Form(form));
    }
    graph.ifPresent(query -> found.put("graphql", query));
    text.ifPresent(value -> found.put("text", new RequestBody.Text(value)));
    if (found.size() != 1) {
      String first = found.keySet().stream().findFirst().orElse("json");
      boolean isReported = section.has("json") || section.has("graphql") || section.has("text");
      if (found.size() > 1 || !isReported) {
        section.problem(
            first,
            found.isEmpty() ? "a body without content" : String.join(" and ", found.keySet()),
            "exactly one of json, form, graphql and text");
      }
      return Optional.empty();
    }
    return found.values().stream().findFirst();
  }

  private static Optional<RequestBody> graph(Section section) {
    Optional<String> query = section.required("query", "a query of GraphQL");
    Optional<JsonNode> variables = section.tree("variables");
    section.end();
    if (variables.isPresent() && !variables.get().isObject()) {
      section.problem("variables", "no mapping as 'variables'", "names and values");
      return Optional.empty();
    }
    return query.map(text -> new RequestBody.GraphQl(text, variables));
  }
}
