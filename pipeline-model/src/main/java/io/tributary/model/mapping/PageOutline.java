package io.tributary.model.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import io.tributary.model.text.Quoted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Describes an answer that has no list of records where the definition says: what is there instead,
 * and where there are lists. Names members, but shows no value of a hidden one. For one answer.
 */
final class PageOutline {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int DEEPEST_LIST = 4;
  private static final int MOST_NAMES = 8;
  private static final int MOST_LISTS = 3;

  private final JsonPointer wanted;
  private final Set<String> hidden;
  private final List<String> lists = new ArrayList<>();

  /** The place nearest to the wanted one that the answer has. */
  private JsonPointer nearest = JsonPointer.empty();

  private String found = "nothing";
  private boolean complete;

  private PageOutline(JsonPointer wanted, Set<String> hidden) {
    this.wanted = wanted;
    this.hidden = hidden;
  }

  /**
   * Says what is at {@code wanted}, which is no list.
   *
   * @param hidden names of members whose values must not be shown
   */
  static String of(byte[] answer, JsonPointer wanted, Set<String> hidden) {
    PageOutline outline = new PageOutline(wanted, hidden);
    try (JsonParser json = JSON.createParser(answer)) {
      json.nextToken();
      outline.visit(json, JsonPointer.empty(), wanted, 0);
    } catch (IOException beyondItsLimits) {
      // what was seen up to there is of use
    }
    return outline.text();
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    if (complete) {
      text.append(wanted.matches() ? "it is " : "there is ").append(found);
    } else {
      text.append(nearest.matches() ? "the answer" : nearest.toString()).append(" is ");
      text.append(found);
    }
    if (!lists.isEmpty()) {
      text.append("; there is a list at ").append(String.join(", ", lists));
    }
    return text.toString();
  }

  /**
   * @param rest of the way to the wanted place; null off that way
   */
  private void visit(JsonParser json, JsonPointer at, @Nullable JsonPointer rest, int depth)
      throws IOException {
    JsonToken token = json.currentToken();
    if (rest != null) {
      nearest = at;
      complete = rest.matches();
      found = kind(json, at);
    }
    if (token == JsonToken.START_OBJECT) {
      members(json, at, rest, depth);
    } else if (token == JsonToken.START_ARRAY) {
      if (lists.size() < MOST_LISTS) {
        lists.add(at.matches() ? "\"\" (the answer itself)" : at.toString());
      }
      items(json, at, rest, depth);
    }
  }

  private void members(JsonParser json, JsonPointer at, @Nullable JsonPointer rest, int depth)
      throws IOException {
    List<String> names = new ArrayList<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      names.add(Quoted.oneLine(name));
      json.nextToken();
      JsonPointer further = rest == null || rest.matches() ? null : rest.matchProperty(name);
      if (further != null || depth < DEEPEST_LIST) {
        visit(json, at.appendProperty(name), further, depth + 1);
      } else {
        json.skipChildren();
      }
    }
    if (nearest.equals(at) && rest != null) {
      found = names.isEmpty() ? "an empty object" : "an object with " + listed(names);
    }
  }

  /** Lists within lists are none of records; only the way to the wanted place goes on there. */
  private void items(JsonParser json, JsonPointer at, @Nullable JsonPointer rest, int depth)
      throws IOException {
    for (int index = 0; json.nextToken() != JsonToken.END_ARRAY; index++) {
      JsonPointer further = rest == null || rest.matches() ? null : rest.matchElement(index);
      if (further != null) {
        visit(json, at.appendIndex(index), further, depth + 1);
      } else {
        json.skipChildren();
      }
    }
  }

  private String kind(JsonParser json, JsonPointer at) throws IOException {
    JsonToken token = json.currentToken();
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "a list";
      case VALUE_NULL -> "null";
      case VALUE_TRUE, VALUE_FALSE -> token.asString();
      case VALUE_STRING -> "a text" + shown(json, at);
      default -> "a number" + shown(json, at);
    };
  }

  private String shown(JsonParser json, JsonPointer at) throws IOException {
    JsonPointer last = at.last();
    boolean secret = last != null && hidden.contains(last.getMatchingProperty());
    return secret ? "" : " (%s)".formatted(Quoted.quote(json.getText()));
  }

  private static String listed(List<String> names) {
    return names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "))
        + (names.size() > MOST_NAMES ? ", …" : "");
  }
}
