package io.tributary.model.receipt;

import com.fasterxml.jackson.core.JsonPointer;
import io.tributary.model.definition.Event;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.Pipeline;
import java.util.List;
import java.util.stream.Collectors;

/** What makes a run doubtful that brought all its records, in words that all services share. */
public final class RunWarnings {
  /** A run of no more records than this may lack a value by chance. */
  private static final int FEW = 10;

  private RunWarnings() {}

  /**
   * The fields for which no record of a run has a value.
   *
   * @param records of the run; none of the fields is doubtful when there are ten or fewer
   */
  public static List<Field> emptyColumns(Event event, long records, Contents contents) {
    return records <= FEW
        ? List.of()
        : event.fields().stream()
            .filter(field -> contents.values().getOrDefault(field.name(), 1L) == 0)
            .toList();
  }

  /** Says that a field has no value in any record, and what to do. */
  public static String empty(Field field) {
    List<JsonPointer> pointers = field.origin().pointers();
    return "no record has a value for column %s (from %s): check the pointer%s in the definition"
        .formatted(
            field.name(),
            pointers.stream().map(JsonPointer::toString).collect(Collectors.joining(", ")),
            pointers.size() == 1 ? "" : "s");
  }

  /** Says what usually makes a run's records supersede each other. */
  public static String causeOfSuperseding(Pipeline pipeline) {
    return "usually the source gave a page more than once (check the paging in the definition), or the table's key (%s) does not tell its records apart"
        .formatted(String.join(", ", pipeline.table().key()));
  }
}
