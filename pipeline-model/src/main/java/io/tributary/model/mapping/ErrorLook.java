package io.tributary.model.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * Guesses whether an answer without records is an error that the definition names no place for. A
 * guess is good enough, since it only makes a run ask again instead of ending: an outage must not
 * look like the end of the source.
 */
final class ErrorLook {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Pattern NAME =
      Pattern.compile("(?i).*(error|exception|fault|fail).*|message|msg|detail|details|reason");

  private ErrorLook() {}

  /** Whether a member of the answer itself is named like an error and holds something. */
  static boolean of(byte[] answer) {
    try (JsonParser json = JSON.createParser(answer)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean isNamedLikeOne = NAME.matcher(json.currentName()).matches();
        JsonToken value = json.nextToken();
        if (isNamedLikeOne && holdsSomething(json, value)) {
          return true;
        }
        json.skipChildren();
      }
      return false;
    } catch (IOException beyondItsLimits) {
      return true;
    }
  }

  private static boolean holdsSomething(JsonParser json, JsonToken value) throws IOException {
    return switch (value) {
      case VALUE_NULL, VALUE_FALSE -> false;
      case VALUE_STRING -> !PageMapper.isNoError(json.getText().strip());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> !PageMapper.isNoError(json.getText());
      case START_OBJECT -> json.nextToken() != JsonToken.END_OBJECT;
      case START_ARRAY -> json.nextToken() != JsonToken.END_ARRAY;
      default -> true;
    };
  }
}
