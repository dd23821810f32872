package io.tributary.producer;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.yaml.Nearest;
import io.tributary.runtime.command.UsageException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The parameters of a run: the definition's, with what the run sets. */
final class RunParameters {
  private static final int LONGEST = 1_000;

  private RunParameters() {}

  /**
   * @throws UsageException when the definition has no such parameter, or a value cannot be sent
   */
  static Map<String, String> of(Pipeline pipeline, Map<String, String> given)
      throws UsageException {
    Map<String, String> known = pipeline.source().request().parameters();
    Map<String, String> values = new LinkedHashMap<>(known);
    for (Map.Entry<String, String> parameter : given.entrySet()) {
      String name = parameter.getKey();
      if (!known.containsKey(name)) {
        throw new UsageException(
            "pipeline %s has no parameter '%s': %s"
                .formatted(pipeline.name(), name, meant(name, known)));
      }
      check(name, parameter.getValue());
      values.put(name, parameter.getValue());
    }
    return values;
  }

  private static String meant(String name, Map<String, String> known) {
    if (known.isEmpty()) {
      return "its definition has no source.parameters";
    }
    Optional<String> near = Nearest.to(name, known.keySet());
    return near.map("did you mean '%s'?"::formatted)
        .orElseGet(() -> "it has " + String.join(", ", known.keySet()));
  }

  /** A dot or two are no name in a path, and a control character ends a header. */
  private static void check(String name, String value) throws UsageException {
    boolean isPath = value.equals(".") || value.equals("..");
    if (isPath || value.length() > LONGEST || value.chars().anyMatch(Character::isISOControl)) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "the parameter '%s' must have at most %,d characters on one line, and not be a dot or"
                  + " two",
              name,
              LONGEST));
    }
  }
}
