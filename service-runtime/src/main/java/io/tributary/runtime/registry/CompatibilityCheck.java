package io.tributary.runtime.registry;

import java.util.List;

/** Decides for a registry that cannot decide itself whether a subject may have a schema. */
@FunctionalInterface
public interface CompatibilityCheck {

  /**
   * What a rule does not allow, a sentence for each difference; none where it allows everything.
   *
   * @param rule such as {@code BACKWARD}
   * @param older what the subject has had, the oldest first
   */
  List<String> problems(String rule, List<RegisteredSchema> older, RegisteredSchema schema);
}
