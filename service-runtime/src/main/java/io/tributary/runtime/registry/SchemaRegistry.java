package io.tributary.runtime.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the schemas of topics, each by a number that its records name it by. The rules are those
 * that Confluent's registry has, by its own names ({@code BACKWARD} and so on). Safe for several
 * threads.
 */
public interface SchemaRegistry {

  /**
   * Registers a schema. One that the subject has already keeps its id.
   *
   * @return its id, 0 or more
   * @throws SchemaRefusedException when the subject's rule does not allow the change
   */
  int register(String subject, RegisteredSchema schema)
      throws RegistryException, InterruptedException;

  /** The schema that records name by {@code id}; nothing where there is none. */
  Optional<RegisteredSchema> byId(int id) throws RegistryException, InterruptedException;

  /** The numbers of a subject's versions, ascending; none where it has none. */
  List<Integer> versions(String subject) throws RegistryException, InterruptedException;

  /** One version of a subject; nothing where there is none. */
  Optional<SchemaVersion> version(String subject, int version)
      throws RegistryException, InterruptedException;

  /** The rule of a subject; nothing where it has none of its own. */
  Optional<String> rule(String subject) throws RegistryException, InterruptedException;

  /** Sets the rule of a subject. */
  void setRule(String subject, String rule) throws RegistryException, InterruptedException;

  /** The version of a subject that has a schema already; nothing where none has it. */
  Optional<SchemaVersion> find(String subject, RegisteredSchema schema)
      throws RegistryException, InterruptedException;

  /**
   * Whether {@link #register} would take a schema: the subject has it already, however long ago, or
   * its versions and its rule allow it.
   */
  boolean accepts(String subject, RegisteredSchema schema)
      throws RegistryException, InterruptedException;

  /** What people call it: its address, or its folder. */
  String name();

  /** The versions of a subject, the oldest first. */
  default List<SchemaVersion> history(String subject)
      throws RegistryException, InterruptedException {
    List<SchemaVersion> history = new ArrayList<>();
    for (int version : versions(subject)) {
      version(subject, version).ifPresent(history::add);
    }
    return history;
  }

  /** The newest version of a subject; nothing where it has none. */
  default Optional<SchemaVersion> latest(String subject)
      throws RegistryException, InterruptedException {
    List<Integer> versions = versions(subject);
    return versions.isEmpty()
        ? Optional.empty()
        : version(subject, versions.get(versions.size() - 1));
  }
}
