package io.tributary.console.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.http.Context;
import io.tributary.console.web.ProblemException;
import io.tributary.model.text.Quoted;
import java.util.List;

/** The JSON object that a request brings. Whatever is wrong with it gives a 400. */
final class Body {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final JsonNode members;

  private Body(JsonNode members) {
    this.members = members;
  }

  /**
   * The object of a request that may have these members.
   *
   * @throws ProblemException when it is none, or has others
   */
  static Body of(Context request, List<String> known) {
    return parse(request.body(), known);
  }

  static Body parse(String text, List<String> known) {
    JsonNode members;
    try {
      members = JSON.readTree(text);
    } catch (JsonProcessingException malformed) {
      throw ProblemException.badRequest("The request's content is no JSON.");
    }
    if (!members.isObject()) {
      throw ProblemException.badRequest("The request's content is no JSON object.");
    }
    members
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw ProblemException.badRequest(
                    "There is no member %s: this takes %s."
                        .formatted(Quoted.quote(name), String.join(", ", known)));
              }
            });
    return new Body(members);
  }

  /** A text; empty where there is none. */
  String text(String name) {
    JsonNode member = members.path(name);
    if (!member.isMissingNode() && !member.isTextual()) {
      throw ProblemException.badRequest("The member %s has to be a text.".formatted(name));
    }
    return member.asText("");
  }

  /** Whether a member is {@code true}. */
  boolean flag(String name) {
    JsonNode member = members.path(name);
    if (!member.isMissingNode() && !member.isBoolean()) {
      throw ProblemException.badRequest("The member %s has to be true or false.".formatted(name));
    }
    return member.asBoolean();
  }
}
