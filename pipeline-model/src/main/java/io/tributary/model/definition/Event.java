package io.tributary.model.definition;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.List;

/**
 * What is published of a source record.
 *
 * @param key name of the field whose value is the record's key in the topic
 * @param hide members of a source record that must not leave the process even when the record is
 *     rejected
 * @param fields in the order of the event's members and the table's columns
 * @param deletes which records delete their row
 */
public record Event(String key, List<JsonPointer> hide, List<Field> fields, Deletes deletes) {

  public Event {
    hide = List.copyOf(hide);
    fields = List.copyOf(fields);
  }

  /** An event that always writes its row. */
  public Event(String key, List<JsonPointer> hide, List<Field> fields) {
    this(key, hide, fields, Deletes.NONE);
  }

  /** The field whose value is the key. */
  public Field keyField() {
    return fields.stream().filter(f -> f.name().equals(key)).findFirst().orElseThrow();
  }
}
