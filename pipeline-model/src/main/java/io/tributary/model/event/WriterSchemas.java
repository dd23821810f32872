package io.tributary.model.event;

/** The schemas of a topic's records, by id. Safe for several threads. */
@FunctionalInterface
public interface WriterSchemas {

  /** Where there is no registry. */
  WriterSchemas NONE = id -> WriterSchema.unusable("no schema registry is named here");

  /**
   * The schema with this id. May wait for a registry; one that is known is there at once.
   *
   * @return {@link WriterSchema#unusable} where the registry has none
   */
  WriterSchema find(int id) throws InterruptedException;
}
