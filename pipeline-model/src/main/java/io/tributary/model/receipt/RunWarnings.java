package io.tributary.model.receipt;

import com.fasterxml.jackson.core.JsonPointer;
import io.tributary.model.definition.Event;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What makes a run doubtful that brought all its records, in words that all services share. */
public final class RunWarnings {
  /** A run of no more records than this may lack a value by chance. */
  private static final int FEW = 10;

  /** Times of January 1970 in a smaller share are people's birthdays. */
  private static final int USUAL_SHARE = 100;

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

  /**
   * What is doubtful about the conversion of values, a sentence each.
   *
   * @param records of the run
   */
  public static List<String> conversions(long records, Contents contents) {
    List<String> warnings = new ArrayList<>();
    contents
        .unlikelyTimes()
        .forEach(
            (column, count) -> {
              if (count * USUAL_SHARE > contents.values().getOrDefault(column, 0L)) {
                warnings.add(
                    String.format(
                        Locale.ROOT,
                        "%,d numbers in column %s became times of January 1970: the source seems to count in another unit (format: epoch-seconds or others), or means no time by 0",
                        count,
                        column));
              }
            });
    contents
        .replaced()
        .forEach(
            (column, count) -> {
              if (count * 2 >= records) {
                warnings.add(
                    String.format(
                        Locale.ROOT,
                        "on-error replaced %,d of %,d values of column %s: check what the source has there (check --sample shows it)",
                        count,
                        records,
                        column));
              }
            });
    return warnings;
  }

  /** Says what usually makes a run's records supersede each other. */
  public static String causeOfSuperseding(Pipeline pipeline) {
    return "usually the source gave a page more than once (check the paging in the definition), or the table's key (%s) does not tell its records apart"
        .formatted(String.join(", ", pipeline.mainTable().key()));
  }
}
