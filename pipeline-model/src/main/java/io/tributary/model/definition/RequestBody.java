package io.tributary.model.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a request carries; its texts are templates. */
public sealed interface RequestBody {

  /** JSON, whose texts are templates. */
  record Json(JsonNode value) implements RequestBody {}

  /** Names and values as an HTML form sends them; a name may have several values. */
  record Form(Map<String, List<String>> fields) implements RequestBody {
    public Form {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
  }

  /**
   * A query of GraphQL.
   *
   * @param query as it is, since GraphQL has braces of its own
   * @param variables an object, whose texts are templates
   */
  record GraphQl(String query, Optional<JsonNode> variables) implements RequestBody {}

  /** A text that is one template. */
  record Text(String text) implements RequestBody {}
}
