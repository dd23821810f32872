package io.tributary.runtime.registry;

import java.util.List;
import java.util.function.BiFunction;

/** Decides for a registry that cannot decide itself whether a subject may have a schema. */
@FunctionalInterface
public interface CompatibilityCheck {
  /** Allows everything: enough to read what a registry has. */
  CompatibilityCheck NONE = (rule, older, schema) -> List.of();

  /**
   * What a rule does not allow, a sentence for each difference; none where it allows everything.
   *
   * @param rule such as {@code BACKWARD}
   * @param older what the subject has had, the oldest first
   */
  List<String> problems(String rule, List<RegisteredSchema> older, RegisteredSchema schema);

  /**
   * The same, of schemas of another class.
   *
   * @param <S> that class
   */
  @FunctionalInterface
  interface Rules<S> {
    List<String> problems(String rule, List<S> older, S schema);
  }

  /**
   * Decides by rules for schemas of another class.
   *
   * @param parsed makes one of them from a type and a text
   */
  static <S> CompatibilityCheck by(Rules<S> rules, BiFunction<String, String, S> parsed) {
    return (rule, older, schema) ->
        rules.problems(
            rule,
            older.stream().map(one -> parsed.apply(one.type(), one.text())).toList(),
            parsed.apply(schema.type(), schema.text()));
  }
}
