package io.tributary.model.schema;

import io.tributary.model.definition.Compatibility;

/**
 * One difference between two schemas.
 *
 * @param field the field's name; empty where it is the record's
 * @param what a clause: {@code is new, and has no default}
 * @param backward whether a reader with the newer schema can read what was written with the older
 * @param forward whether a reader with the older schema can read what is written with the newer
 */
public record FieldChange(String field, String what, boolean backward, boolean forward) {

  /** Whether a rule allows it. */
  public boolean isAllowedBy(Compatibility rule) {
    return (backward || !rule.isBackward()) && (forward || !rule.isForward());
  }

  /** {@code phone: is gone}. */
  @Override
  public String toString() {
    return field.isEmpty() ? what : field + ": " + what;
  }
}
