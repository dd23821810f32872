package io.tributary.drills.truth;

import java.util.Map;
import java.util.Optional;

/** What has to become of a record, as the one knows who made it. */
public sealed interface Outcome {

  /** The text of the table's key, of a record that is a row or deletes one. */
  default Optional<String> rowKey() {
    if (this instanceof Row row) {
      return Optional.of(row.key());
    }
    return this instanceof Deletion deletion ? Optional.of(deletion.key()) : Optional.empty();
  }

  /**
   * A row.
   *
   * @param key the text of the table's key
   * @param values column and text of every value that is not null, the key's own among them; a
   *     timestamp is its milliseconds since the epoch
   */
  record Row(String key, Map<String, String> values) implements Outcome {}

  /**
   * No row: it deletes the one with its key, and those of older records.
   *
   * @param key the text of the table's key
   * @param values column and text of the keys' columns of all tables
   */
  record Deletion(String key, Map<String, String> values) implements Outcome {}

  /**
   * A dead letter.
   *
   * @param reason the name of its reason
   */
  record Letter(String reason) implements Outcome {}

  /** Nothing: Kafka had deleted it before anybody could read it. */
  record Nothing() implements Outcome {}
}
