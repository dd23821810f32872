package io.tributary.model.definition;

import java.util.List;

/**
 * One member of the event, which is one column of the table.
 *
 * @param name the member's and the column's name
 * @param origin where the value is in the source record
 * @param conversion how the source's value is read
 * @param cleanUps applied in order before the checks
 * @param expected whether a run must have a value for it in some record, though not in each
 * @param personal whether its values are about a person, so that only operators may see them on
 *     pages
 */
public record Field(
    String name,
    ColumnType type,
    Origin origin,
    Conversion conversion,
    List<CleanUp> cleanUps,
    Checks checks,
    boolean expected,
    boolean personal) {

  public Field {
    cleanUps = List.copyOf(cleanUps);
  }

  /** Whether the field takes what is within its place too, and not a single value alone. */
  public boolean takesSubtree() {
    return conversion.json() || type == FieldType.JSON || type instanceof CollectionType;
  }
}
