package io.tributary.model.template;

import io.tributary.model.template.Variable.Kind;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * The values of variables for one request.
 *
 * @param now when the run began; the same for all its requests
 * @param parameters of the run; one without a text has no value
 * @param each the values of {@code for-each} that the reading is for
 * @param windowStart from when on records are asked for
 * @param windowEnd until when, exclusive
 * @param paging what differs from request to request
 */
public record Values(
    Instant now,
    Map<String, String> parameters,
    Map<String, String> each,
    Optional<Instant> windowStart,
    Optional<Instant> windowEnd,
    Map<Kind, String> paging) {

  public Values {
    parameters = Map.copyOf(parameters);
    each = Map.copyOf(each);
    paging = Map.copyOf(paging);
  }

  /** Of a run that began {@code now}. */
  public static Values of(Instant now, Map<String, String> parameters) {
    return new Values(now, parameters, Map.of(), Optional.empty(), Optional.empty(), Map.of());
  }

  /** For the reading of these values of {@code for-each}. */
  public Values withEach(Map<String, String> values) {
    return new Values(now, parameters, values, windowStart, windowEnd, paging);
  }

  /** For the reading of one window. */
  public Values withWindow(Optional<Instant> start, Optional<Instant> end) {
    return new Values(now, parameters, each, start, end, paging);
  }

  /** For one request. */
  public Values withPaging(Map<Kind, String> values) {
    return new Values(now, parameters, each, windowStart, windowEnd, values);
  }

  /** The variable's text; none where it has no value. */
  Optional<String> of(Variable variable) {
    return switch (variable.kind()) {
      case NOW ->
          Optional.of(
              written(variable, now.truncatedTo(ChronoUnit.SECONDS).plus(variable.shift())));
      case TODAY ->
          Optional.of(day(variable, now.truncatedTo(ChronoUnit.DAYS).plus(variable.shift())));
      case WINDOW_START -> windowStart.map(time -> written(variable, time));
      case WINDOW_END -> windowEnd.map(time -> written(variable, time));
      case RUN -> Optional.ofNullable(parameters.get(variable.name())).filter(v -> !v.isEmpty());
      case EACH -> Optional.ofNullable(each.get(variable.name()));
      default -> Optional.ofNullable(paging.get(variable.kind()));
    };
  }

  private static String written(Variable variable, Instant time) {
    return variable.format().orElse(TimeText.ISO).write(time);
  }

  private static String day(Variable variable, Instant time) {
    return variable.format().orElse(TimeText.ISO).equals(TimeText.ISO)
        ? time.atOffset(ZoneOffset.UTC).toLocalDate().toString()
        : written(variable, time);
  }
}
