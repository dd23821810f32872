package io.tributary.model.schema;

import java.util.ArrayList;
import java.util.List;

/** The schemas that a subject has had, each with what it changed. */
public final class SchemaHistory {
  private SchemaHistory() {}

  /**
   * One version.
   *
   * @param number counted from 1
   * @param id what records name it by
   * @param changes beside the version before; none of the first
   */
  public record Version(int number, int id, EventSchema schema, List<FieldChange> changes) {
    public Version {
      changes = List.copyOf(changes);
    }
  }

  /**
   * What a registry has of a version.
   *
   * @param number counted from 1; numbers may be missing
   */
  public record Registered(int number, int id, EventSchema schema) {}

  /** The versions with their changes, the oldest first as they are given. */
  public static List<Version> of(List<Registered> oldestFirst) {
    List<Version> versions = new ArrayList<>();
    for (int i = 0; i < oldestFirst.size(); i++) {
      Registered one = oldestFirst.get(i);
      versions.add(
          new Version(
              one.number(),
              one.id(),
              one.schema(),
              i == 0
                  ? List.of()
                  : SchemaDifference.between(oldestFirst.get(i - 1).schema(), one.schema())));
    }
    return versions;
  }
}
