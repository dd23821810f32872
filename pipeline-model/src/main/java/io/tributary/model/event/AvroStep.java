package io.tributary.model.event;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One part of a writer's Avro schema as it is read: a value, or what holds values. A schema is
 * compiled once to such steps, which threads then share.
 */
final class AvroStep {
  private static final AvroStep[] NO_PARTS = {};

  /** What is in the bytes. */
  enum Op {
    NULL("null"),
    BOOLEAN("a truth value"),
    INT("a number"),
    LONG("a number"),
    FLOAT("a number"),
    DOUBLE("a number"),
    BYTES("bytes"),
    STRING("a text"),
    FIXED("bytes"),
    ENUM("a text"),
    ARRAY("a list"),
    MAP("a map"),
    RECORD("an object"),
    UNION("a union");

    private final String words;

    Op(String words) {
      this.words = words;
    }
  }

  /** What the bytes mean beyond that. */
  enum Meaning {
    PLAIN,
    DATE,
    TIME_MILLIS,
    TIME_MICROS,
    TIMESTAMP_MILLIS,
    TIMESTAMP_MICROS,
    TIMESTAMP_NANOS,
    DECIMAL,
    BIG_DECIMAL,
    UUID
  }

  private final Op op;
  private final Meaning meaning;

  /** Bytes of a fixed; 0 of others. */
  private final int size;

  /** Digits of a decimal after the point; 0 of others. */
  private final int scale;

  private final byte[][] symbols;
  private AvroStep[] parts = NO_PARTS;
  private int[] columns = {};
  private boolean isEmpty;

  AvroStep(Op op, Meaning meaning, int size, int scale, byte[][] symbols) {
    this.op = op;
    this.meaning = meaning;
    this.size = size;
    this.scale = scale;
    this.symbols = symbols;
  }

  /** One whose bytes mean nothing beyond its type. */
  static AvroStep plain(Op op) {
    return new AvroStep(op, Meaning.PLAIN, 0, 0, new byte[0][]);
  }

  /** Completes a step that others may refer to already: a named type can contain itself. */
  void complete(AvroStep[] itsParts) {
    parts = itsParts;
    isEmpty = op == Op.RECORD && Arrays.stream(itsParts).allMatch(AvroStep::isEmpty);
  }

  /** Whether it has no bytes, so that nothing bounds how many of it there are. */
  boolean isEmpty() {
    return isEmpty || op == Op.NULL || (op == Op.FIXED && size == 0);
  }

  /**
   * Says where the fields of the event's record go.
   *
   * @param places a column for each field, {@link #NOWHERE} or {@link #DELETED}
   */
  void direct(int[] places) {
    columns = places;
  }

  /** Nobody wants the field. */
  static final int NOWHERE = -1;

  /** The field says whether the event deletes its row. */
  static final int DELETED = -2;

  Op op() {
    return op;
  }

  Meaning meaning() {
    return meaning;
  }

  int size() {
    return size;
  }

  int scale() {
    return scale;
  }

  /** Of an enum, in UTF-8; null where there is none with that number. */
  byte @Nullable [] symbol(long number) {
    return number < 0 || number >= symbols.length ? null : symbols[(int) number];
  }

  int parts() {
    return parts.length;
  }

  /** A field of a record, a branch of a union, or what an array or a map has. */
  AvroStep part(int index) {
    return parts[index];
  }

  /** Where the field of the event's record goes. */
  int column(int index) {
    return columns[index];
  }

  /** The kind in a message. */
  String inWords() {
    return op.words;
  }
}
