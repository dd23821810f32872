package io.tributary.producer.publish;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tributary.model.definition.Event;
import io.tributary.model.definition.Field;
import io.tributary.model.mapping.MappedRecord;
import io.tributary.model.refusal.Refusal;
import io.tributary.model.text.Quoted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The first record of a run that was rejected: one cause mostly explains all.
 *
 * @param page number of the record's page, counted from 1
 * @param index of the record within its page, counted from 0
 * @param members names of the record's members, without the hidden ones
 */
public record FirstRejection(int page, int index, Refusal refusal, List<String> members) {
  private static final int MOST_MEMBERS = 12;
  private static final JsonFactory JSON = new JsonFactory();

  public FirstRejection {
    members = List.copyOf(members);
  }

  static FirstRejection of(int page, int index, MappedRecord.Rejected rejected) {
    return new FirstRejection(
        page, index, rejected.refusal(), membersOf(rejected.original(), MOST_MEMBERS + 1));
  }

  /** None for what is no object. */
  private static List<String> membersOf(byte[] record, int most) {
    List<String> names = new ArrayList<>();
    try (JsonParser json = JSON.createParser(record)) {
      if (json.nextToken() == JsonToken.START_OBJECT) {
        while (names.size() < most && json.nextToken() == JsonToken.FIELD_NAME) {
          names.add(Quoted.oneLine(json.currentName()));
          json.nextToken();
          json.skipChildren();
        }
      }
    } catch (IOException brokenHere) {
      // the names up to there are of use
    }
    return names;
  }

  /** Where the record is, which field is at fault, where that comes from, and why. */
  public String text(Event event) {
    String field =
        Optional.ofNullable(refusal.field())
            .map(name -> "field '%s'%s: ".formatted(name, from(event, name)))
            .orElse("");
    return String.format(
        Locale.ROOT,
        "page %d, index %d: %s%s (%s)%s",
        page,
        index,
        field,
        refusal.detail(),
        refusal.reason(),
        has());
  }

  private String from(Event event, String name) {
    String pointers =
        event.fields().stream()
            .filter(field -> field.name().equals(name))
            .map(Field::origin)
            .flatMap(origin -> origin.pointers().stream())
            .map(String::valueOf)
            .collect(Collectors.joining(", "));
    return refusal.detail().contains(pointers) ? "" : " (from %s)".formatted(pointers);
  }

  private String has() {
    if (members.isEmpty()) {
      return "";
    }
    String more = members.size() > MOST_MEMBERS ? ", …" : "";
    return ", the record has "
        + members.stream().limit(MOST_MEMBERS).collect(Collectors.joining(", "))
        + more;
  }
}
