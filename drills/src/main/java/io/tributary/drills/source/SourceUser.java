package io.tributary.drills.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What pipelines/users.yaml makes of a user of the source, worked out by no code of the product.
 */
final class SourceUser {
  private SourceUser() {}

  /** The row's values; empty when the user cannot be mapped. */
  static Optional<Map<String, String>> row(JsonNode user) {
    try {
      Map<String, String> row = values(user);
      return row.keySet().containsAll(List.of("id", "first_name", "last_name"))
          ? Optional.of(row)
          : Optional.empty();
    } catch (IllegalArgumentException | DateTimeException malformed) {
      return Optional.empty();
    }
  }

  /**
   * The values that the user has, whether or not they are enough for a row.
   *
   * @throws IllegalArgumentException or {@link DateTimeException} when one is malformed
   */
  static Map<String, String> values(JsonNode user) {
    Map<String, String> row = new HashMap<>();
    put(row, "id", user.at("/login/uuid"));
    put(row, "first_name", user.at("/name/first"));
    put(row, "last_name", user.at("/name/last"));
    put(row, "gender", user.at("/gender"));
    put(row, "post_code", user.at("/location/postcode"));
    put(row, "email", user.at("/email"));
    put(row, "username", user.at("/login/username"));
    put(row, "dob", user.at("/dob/date"));
    put(row, "registered_date", user.at("/registered/date"));
    put(row, "phone", user.at("/phone"));
    put(row, "picture", user.at("/picture/medium"));
    row.put("address", address(user.at("/location")));
    row.computeIfPresent("id", (name, text) -> UUID.fromString(text).toString());
    row.computeIfPresent("dob", (name, text) -> millis(text));
    row.computeIfPresent("registered_date", (name, text) -> millis(text));
    return row;
  }

  private static String address(JsonNode location) {
    List<String> parts = new ArrayList<>();
    parts.add(text(location.at("/street/number")) + " " + text(location.at("/street/name")));
    parts.add(text(location.at("/city")));
    parts.add(text(location.at("/state")));
    parts.add(text(location.at("/country")));
    return String.join(", ", parts);
  }

  static void put(Map<String, String> row, String name, JsonNode node) {
    String text = text(node);
    if (!text.isEmpty()) {
      row.put(name, text);
    }
  }

  private static String text(JsonNode node) {
    return Normalizer.normalize(node.isNull() ? "" : node.asText(), Normalizer.Form.NFC).strip();
  }

  private static String millis(String iso) {
    return Long.toString(Instant.parse(iso).toEpochMilli());
  }
}
