package io.tributary.drills.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Users as lines of CSV: each place in a user that the definition names becomes a column, since
 * lines have no objects in objects.
 */
final class UserLines {
  private static final Pattern POINTER = Pattern.compile("(?:/[a-z0-9]+)+");

  private final List<String> pointers;

  /**
   * @param definition the section {@code event} of a definition of JSON
   */
  UserLines(String definition) {
    this.pointers =
        POINTER.matcher(definition).results().map(found -> found.group()).distinct().toList();
  }

  /** The same text with columns instead of places in objects. */
  static String withColumns(String definition) {
    return POINTER
        .matcher(definition)
        .replaceAll(found -> Matcher.quoteReplacement("/" + column(found.group())));
  }

  /** The line with the columns' names. */
  String header() {
    return pointers.stream().map(UserLines::column).collect(Collectors.joining(",", "", "\r\n"));
  }

  String line(JsonNode user) {
    return pointers.stream()
        .map(pointer -> cell(user.at(pointer)))
        .collect(Collectors.joining(",", "", "\r\n"));
  }

  private static String cell(JsonNode value) {
    return value.isValueNode() && !value.isNull()
        ? '"' + value.asText().replace("\"", "\"\"") + '"'
        : "";
  }

  private static String column(String pointer) {
    return pointer.substring(1).replace('/', '_');
  }
}
