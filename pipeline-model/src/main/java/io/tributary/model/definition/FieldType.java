package io.tributary.model.definition;

/** The type of a single value: how it is written in the event and which CQL type its column has. */
public enum FieldType implements ColumnType {
  TEXT("text"),
  INT("int"),
  BIGINT("bigint"),
  DOUBLE("double"),
  BOOLEAN("boolean"),
  TIMESTAMP("timestamp"),
  DATE("date"),
  UUID("uuid"),
  DECIMAL("decimal"),
  /** A time of day. */
  TIME("time"),
  /** An address of IPv4 or IPv6. */
  INET("inet"),
  /** Bytes, which the event has in base64. */
  BLOB("blob"),
  /** Any JSON: the event embeds it as it is, and the column has it as text. */
  JSON("json", "text");

  private final String word;
  private final String cqlName;

  FieldType(String cqlName) {
    this(cqlName, cqlName);
  }

  FieldType(String word, String cqlName) {
    this.word = word;
    this.cqlName = cqlName;
  }

  @Override
  public String word() {
    return word;
  }

  @Override
  public String cqlName() {
    return cqlName;
  }

  @Override
  public FieldType item() {
    return this;
  }

  @Override
  public boolean isMultiCell() {
    return false;
  }

  /**
   * Whether each value has one spelling in the event, as what is compared needs: items of a set,
   * and keys.
   */
  public boolean hasOneSpelling() {
    return switch (this) {
      case TEXT, INT, BIGINT, UUID, TIMESTAMP, DATE, TIME, INET, BOOLEAN -> true;
      case DOUBLE, DECIMAL, BLOB, JSON -> false;
    };
  }
}
