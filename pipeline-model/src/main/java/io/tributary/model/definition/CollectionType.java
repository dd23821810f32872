package io.tributary.model.definition;

import java.util.Locale;

/**
 * The type of a column with several values.
 *
 * @param item the type of its items; of a map, of its values; of a vector {@code DOUBLE}, since its
 *     floats are read as doubles are
 * @param frozen whether Cassandra keeps it as one cell; a vector always is
 * @param dimension how many numbers a vector has; 0 elsewhere
 */
public record CollectionType(Kind kind, FieldType item, boolean frozen, int dimension)
    implements ColumnType {

  /** What holds the items. */
  public enum Kind {
    LIST,
    SET,
    /** By texts. */
    MAP,
    /** A fixed number of 32-bit floats. */
    VECTOR;

    /** The word in CQL. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public String word() {
    return cqlName();
  }

  @Override
  public String cqlName() {
    if (kind == Kind.VECTOR) {
      return String.format(Locale.ROOT, "vector<float, %d>", dimension);
    }
    String form =
        kind == Kind.MAP
            ? "map<text, %s>".formatted(item.cqlName())
            : "%s<%s>".formatted(kind.word(), item.cqlName());
    return frozen ? "frozen<%s>".formatted(form) : form;
  }

  @Override
  public boolean isMultiCell() {
    return !frozen && kind != Kind.VECTOR;
  }
}
