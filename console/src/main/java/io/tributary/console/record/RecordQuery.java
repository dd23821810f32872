package io.tributary.console.record;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.RecordPosition;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which record is looked for. */
public sealed interface RecordQuery {

  /** By the key that it has in its topic: the newest record with it. */
  record ByKey(String key) implements RecordQuery {
    @Override
    public String text() {
      return key;
    }

    @Override
    public List<String> fields(Pipeline pipeline) {
      return List.of(pipeline.event().key());
    }
  }

  /** By where it is in Kafka. */
  record ByPosition(RecordPosition position) implements RecordQuery {
    @Override
    public String text() {
      return position.toString();
    }
  }

  /**
   * By where it is in the source: {@code seed/page/index}, or {@code token/index}.
   *
   * @param run that published it; without it, the last runs are searched
   */
  record ByCursor(String cursor, Optional<String> run) implements RecordQuery {
    @Override
    public String text() {
      return cursor;
    }
  }

  /** A cursor ends with the record's number on its page. */
  Pattern CURSOR = Pattern.compile("\\S+/\\d{1,9}");

  /** As one writes it. */
  String text();

  /** The fields of the pipeline's events whose values it gives. */
  default List<String> fields(Pipeline pipeline) {
    return List.of();
  }

  /**
   * Tells which of the three a text is: a place in Kafka and a cursor look like none of the usual
   * keys.
   *
   * @param run that published the record, if that is known
   */
  static RecordQuery recognise(String text, Optional<String> run) {
    String given = text.strip();
    Optional<RecordPosition> position = RecordPosition.parse(given);
    if (position.isPresent()) {
      return new ByPosition(position.get());
    }
    return CURSOR.matcher(given).matches() ? new ByCursor(given, run) : new ByKey(given);
  }
}
