package io.tributary.drills.truth;

import java.util.Map;

/** What has to become of a record, as the one knows who made it. */
public sealed interface Outcome {

  /**
   * A row.
   *
   * @param key the text of the table's key
   * @param values column and text of every value that is not null, the key's own among them; a
   *     timestamp is its milliseconds since the epoch
   */
  record Row(String key, Map<String, String> values) implements Outcome {}

  /**
   * A dead letter.
   *
   * @param reason the name of its reason
   */
  record Letter(String reason) implements Outcome {}

  /** Nothing: Kafka had deleted it before anybody could read it. */
  record Nothing() implements Outcome {}
}
