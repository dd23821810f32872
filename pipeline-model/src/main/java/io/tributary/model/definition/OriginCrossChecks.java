package io.tributary.model.definition;

import io.tributary.model.definition.AnswerForm.RecordsAre;
import io.tributary.model.definition.Origin.Outside;
import io.tributary.model.text.Quoted;
import io.tributary.model.yaml.Problems;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether the source has what fields want from outside their record. */
final class OriginCrossChecks {
  private OriginCrossChecks() {}

  /**
   * @param parameters the names of what a run can be given
   * @param lines where each field is in the file, by its name
   */
  static void check(
      AnswerForm form,
      Set<String> parameters,
      Event event,
      Map<String, Integer> lines,
      Problems problems) {
    for (Field field : event.fields()) {
      if (field.origin() instanceof Outside outside) {
        TimeFormat time = field.conversion().time();
        if (outside.place() == Outside.Place.FETCH_TIME
            && (time.epoch() || time.pattern().isPresent())) {
          problems.add(
              lines.getOrDefault(field.name(), 1), "a format of fetch-time", "no 'format'");
        }
        missing(form, parameters, outside)
            .ifPresent(
                expected ->
                    problems.add(
                        lines.getOrDefault(field.name(), 1),
                        "the field '%s' from %s"
                            .formatted(field.name(), Quoted.quote(outside.written())),
                        expected));
      }
    }
  }

  /** What the source has to have for a value that it cannot give. */
  private static Optional<String> missing(
      AnswerForm form, Set<String> parameters, Outside outside) {
    boolean isThere =
        switch (outside.place()) {
          case ANSWER -> !form.format().isLines();
          case PARENT -> form.each().isPresent();
          case MAP_KEY -> form.recordsAre() == RecordsAre.MAP;
          case EACH -> form.forEach().containsKey(outside.name());
          case RUN -> outside.name().equals(Outside.RUN_ID) || parameters.contains(outside.name());
          case FETCH_TIME -> true;
        };
    return isThere
        ? Optional.empty()
        : Optional.of(
            switch (outside.place()) {
              case ANSWER -> "the format json or xml: lines have nothing beside their records";
              case PARENT -> "'each' in the source: no list is unfolded";
              case MAP_KEY -> "'records-are: map' in the source";
              case EACH -> "that name in the source's 'for-each'";
              default -> "run:id, or a parameter that the source declares";
            });
  }
}
