package io.tributary.producer.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.model.definition.Request;
import io.tributary.model.definition.RequestBody;
import io.tributary.model.definition.Source;
import io.tributary.model.definition.SourceUrl;
import io.tributary.model.template.Template;
import io.tributary.model.template.Values;
import io.tributary.model.template.Variable;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;

/**
 * What a source's requests are made of, with the templates of its definition parsed once. What no
 * variable is in, is made once too.
 */
final class RequestTexts {
  private static final ObjectMapper JSON = new ObjectMapper();

  private record Parameter(String name, Template value) {}

  private final Request request;
  private final Template url;
  private final List<Parameter> query = new ArrayList<>();
  private final Map<String, Template> headers = new LinkedHashMap<>();
  private final Optional<HttpUrl> fixedUrl;
  private final Optional<PageRequest.Extras> fixedExtras;

  RequestTexts(Source source) {
    this.request = source.request();
    this.url = Template.of(SourceUrl.text(source.url()));
    request
        .query()
        .forEach(
            (name, values) ->
                values.forEach(value -> query.add(new Parameter(name, Template.of(value)))));
    request.headers().forEach((name, value) -> headers.put(name, Template.of(value)));
    Values nothing = Values.of(Instant.EPOCH, Map.of());
    boolean isFixed =
        !url.hasVariables() && query.stream().noneMatch(one -> one.value().hasVariables());
    this.fixedUrl = isFixed ? Optional.of(filledUrl(nothing)) : Optional.empty();
    boolean hasMore = !headers.isEmpty() || request.body().isPresent();
    this.fixedExtras =
        hasMore || request.method() != Request.Method.GET
            ? Optional.empty()
            : Optional.of(PageRequest.Extras.NONE);
  }

  /** The URL with the definition's own parameters. */
  HttpUrl url(Values values) {
    return fixedUrl.orElseGet(() -> filledUrl(values));
  }

  /** Method, headers and body. */
  PageRequest.Extras extras(Values values) {
    return fixedExtras.orElseGet(() -> filledExtras(values));
  }

  private HttpUrl filledUrl(Values values) {
    HttpUrl.Builder filled = HttpUrl.get(url.fill(values, RequestTexts::encoded)).newBuilder();
    for (Parameter parameter : query) {
      parameter
          .value()
          .fill(values)
          .ifPresent(value -> filled.addQueryParameter(parameter.name(), value));
    }
    return filled.build();
  }

  private PageRequest.Extras filledExtras(Values values) {
    Map<String, String> filled = new LinkedHashMap<>();
    headers.forEach(
        (name, template) -> template.fill(values).ifPresent(value -> filled.put(name, value)));
    return new PageRequest.Extras(
        request.method().name(), filled, request.body().map(body -> sent(body, values)));
  }

  private static PageRequest.Body sent(RequestBody body, Values values) {
    if (body instanceof RequestBody.Json json) {
      return json(filled(json.value(), values).orElse(JSON.nullNode()));
    }
    if (body instanceof RequestBody.GraphQl graph) {
      ObjectNode object = JSON.createObjectNode().put("query", graph.query());
      graph
          .variables()
          .flatMap(variables -> filled(variables, values))
          .ifPresent(variables -> object.set("variables", variables));
      return json(object);
    }
    if (body instanceof RequestBody.Form form) {
      List<String> pairs = new ArrayList<>();
      form.fields()
          .forEach(
              (name, texts) ->
                  texts.forEach(
                      text ->
                          Template.of(text)
                              .fill(values)
                              .ifPresent(
                                  value ->
                                      pairs.add(
                                          URLEncoder.encode(name, UTF_8)
                                              + "="
                                              + URLEncoder.encode(value, UTF_8)))));
      return new PageRequest.Body(
          "application/x-www-form-urlencoded", String.join("&", pairs).getBytes(UTF_8));
    }
    String text = Template.of(((RequestBody.Text) body).text()).fill(values, value -> value);
    return new PageRequest.Body("text/plain", text.getBytes(UTF_8));
  }

  private static PageRequest.Body json(JsonNode value) {
    try {
      return new PageRequest.Body("application/json", JSON.writeValueAsBytes(value));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a tree can be written", impossible);
    }
  }

  /** None where the node is a text with a variable that has no value. */
  private static Optional<JsonNode> filled(JsonNode node, Values values) {
    if (node instanceof ObjectNode object) {
      ObjectNode copy = JSON.createObjectNode();
      object
          .properties()
          .forEach(
              member ->
                  filled(member.getValue(), values)
                      .ifPresent(value -> copy.set(member.getKey(), value)));
      return Optional.of(copy);
    }
    if (node instanceof ArrayNode array) {
      ArrayNode copy = JSON.createArrayNode();
      array.forEach(item -> filled(item, values).ifPresent(copy::add));
      return Optional.of(copy);
    }
    if (!node.isTextual()) {
      return Optional.of(node);
    }
    Template template = Template.of(node.textValue());
    boolean isNumber = template.only().filter(Variable::number).isPresent();
    return template
        .fill(values)
        .map(text -> isNumber ? number(text) : JSON.getNodeFactory().textNode(text));
  }

  /** What is told to be a number and is none stays a text, which the source can refuse. */
  private static JsonNode number(String text) {
    return text.matches("-?(0|[1-9]\\d{0,30})(\\.\\d{1,30})?")
        ? JSON.getNodeFactory().numberNode(new BigDecimal(text))
        : JSON.getNodeFactory().textNode(text);
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, UTF_8).replace("+", "%20").replace("*", "%2A");
  }
}
