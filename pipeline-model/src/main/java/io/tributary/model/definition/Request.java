package io.tributary.model.definition;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.model.template.Template;
import io.tributary.model.template.Variable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What every request to the source has beside its URL. The texts of query, headers and body are
 * {@link Template}s.
 *
 * @param query parameters in order; one with several values is repeated
 * @param parameters what a run may set, with their defaults
 */
public record Request(
    Method method,
    Map<String, List<String>> query,
    Map<String, String> headers,
    Optional<RequestBody> body,
    Map<String, String> parameters,
    Optional<Authentication> authentication) {

  /** The methods that read. */
  public enum Method {
    GET,
    POST,
    PUT
  }

  private static final Pattern SECRET_HEADER =
      Pattern.compile(
          "(?i)(.*-)?(authorization|cookie|password|secret|(api|auth|access)-?(key|token))");

  public Request {
    query = Collections.unmodifiableMap(new LinkedHashMap<>(query));
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /** Whether a header of this name has a secret, which belongs in {@code authentication}. */
  public static boolean isSecretHeader(String name) {
    return SECRET_HEADER.matcher(name).matches();
  }

  /** A GET request with these parameters. */
  public static Request get(Map<String, String> query) {
    Map<String, List<String>> lists = new LinkedHashMap<>();
    query.forEach((name, value) -> lists.put(name, List.of(value)));
    return new Request(Method.GET, lists, Map.of(), Optional.empty(), Map.of(), Optional.empty());
  }

  /** All texts that are templates. */
  List<String> texts() {
    List<String> texts = new ArrayList<>();
    query.values().forEach(texts::addAll);
    texts.addAll(headers.values());
    texts.addAll(textsOfBody());
    return texts;
  }

  /** Those of the body alone. */
  List<String> textsOfBody() {
    List<String> texts = new ArrayList<>();
    body.ifPresent(sent -> collect(sent, texts));
    return texts;
  }

  private static void collect(RequestBody body, List<String> texts) {
    if (body instanceof RequestBody.Json json) {
      collect(json.value(), texts);
    } else if (body instanceof RequestBody.Form form) {
      form.fields().values().forEach(texts::addAll);
    } else if (body instanceof RequestBody.GraphQl graph) {
      graph.variables().ifPresent(variables -> collect(variables, texts));
    } else if (body instanceof RequestBody.Text text) {
      texts.add(text.text());
    }
  }

  private static void collect(JsonNode node, List<String> texts) {
    if (node.isTextual()) {
      texts.add(node.textValue());
    }
    node.forEach(inner -> collect(inner, texts));
  }

  /** The kinds of variables that {@code texts} name. */
  static Set<Variable.Kind> kindsIn(List<String> texts) {
    return texts.stream()
        .flatMap(text -> Template.of(text).variables().stream())
        .map(Variable::kind)
        .collect(Collectors.toSet());
  }
}
