package io.tributary.model.definition;

/** The type of a field's column: of one value, or of several. */
public sealed interface ColumnType permits FieldType, CollectionType {

  /** The type as a definition writes it. */
  String word();

  /** The column's type as CQL and {@code system_schema} write it. */
  String cqlName();

  /** The type of a single value: the type itself, or that of a collection's items. */
  FieldType item();

  /**
   * Whether Cassandra keeps each item as a cell of its own. Such a column has no write time as a
   * whole.
   */
  boolean isMultiCell();
}
