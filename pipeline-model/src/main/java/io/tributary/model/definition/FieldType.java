package io.tributary.model.definition;

/** The type of a field: how it is written in the event and which CQL type its column has. */
public enum FieldType {
  TEXT("text"),
  INT("int"),
  BIGINT("bigint"),
  DOUBLE("double"),
  BOOLEAN("boolean"),
  TIMESTAMP("timestamp"),
  DATE("date"),
  UUID("uuid"),
  DECIMAL("decimal");

  private final String cqlName;

  FieldType(String cqlName) {
    this.cqlName = cqlName;
  }

  /** The type's name in a definition, which is its name in CQL. */
  public String cqlName() {
    return cqlName;
  }
}
