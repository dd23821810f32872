package io.tributary.model.definition;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** The part of {@link NormalizedJson} about requests; secrets are references there too. */
final class NormalizedRequest {
  private NormalizedRequest() {}

  static void write(ObjectNode source, Request request) {
    lists(source.putObject("query"), request.query());
    source.put("method", request.method().name());
    texts(source.putObject("headers"), request.headers());
    request.body().ifPresent(body -> body(source.putObject("body"), body));
    texts(source.putObject("parameters"), request.parameters());
    request
        .authentication()
        .ifPresent(authentication -> write(source.putObject("authentication"), authentication));
  }

  private static void body(ObjectNode node, RequestBody body) {
    if (body instanceof RequestBody.Json json) {
      node.set("json", json.value());
    } else if (body instanceof RequestBody.Form form) {
      lists(node.putObject("form"), form.fields());
    } else if (body instanceof RequestBody.GraphQl graph) {
      ObjectNode query = node.putObject("graphql").put("query", graph.query());
      graph.variables().ifPresent(variables -> query.set("variables", variables));
    } else if (body instanceof RequestBody.Text text) {
      node.put("text", text.text());
    }
  }

  private static void write(ObjectNode node, Authentication authentication) {
    if (authentication instanceof Authentication.Bearer bearer) {
      node.put("type", "bearer").put("token", bearer.token().toString());
    } else if (authentication instanceof Authentication.Basic basic) {
      node.put("type", "basic").put("user", basic.user().text());
      basic.password().ifPresent(password -> node.put("password", password.toString()));
    } else if (authentication instanceof Authentication.ApiKey key) {
      node.put("type", "api-key").put(key.inHeader() ? "header" : "parameter", key.name());
      node.put("prefix", key.prefix()).put("value", key.value().toString());
    } else if (authentication instanceof Authentication.OAuth2 oauth) {
      node.put("type", "oauth2").put("token-url", oauth.tokenUrl().toString());
      node.put("client-id", oauth.clientId().text());
      oauth.clientSecret().ifPresent(secret -> node.put("client-secret", secret.toString()));
      oauth.refreshToken().ifPresent(token -> node.put("refresh-token", token.toString()));
      ArrayNode scopes = node.putArray("scopes");
      oauth.scopes().forEach(scopes::add);
      texts(node.putObject("parameters"), oauth.parameters());
      node.put("client-authentication", oauth.inHeader() ? "header" : "body");
    }
  }

  private static void texts(ObjectNode node, Map<String, String> texts) {
    texts.forEach(node::put);
  }

  /** A single value is written as it was, and not as a list of one. */
  private static void lists(ObjectNode node, Map<String, List<String>> lists) {
    lists.forEach(
        (name, values) -> {
          if (values.size() == 1) {
            node.put(name, values.get(0));
          } else {
            ArrayNode list = node.putArray(name);
            values.forEach(list::add);
          }
        });
  }
}
