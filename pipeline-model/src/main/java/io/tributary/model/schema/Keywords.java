package io.tributary.model.schema;

import com.fasterxml.jackson.databind.JsonNode;

/** What is said of a check that is another than before. */
final class Keywords {
  private Keywords() {}

  static String change(String keyword, JsonNode was, JsonNode is) {
    if (was.isMissingNode()) {
      return "%s is %s and was not limited".formatted(keyword, text(is));
    }
    return is.isMissingNode()
        ? "%s was %s and is not limited any more".formatted(keyword, text(was))
        : "%s was %s and is %s".formatted(keyword, text(was), text(is));
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? value.asText() : value.toString();
  }
}
