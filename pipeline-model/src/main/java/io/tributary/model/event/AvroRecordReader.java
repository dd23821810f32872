package io.tributary.model.event;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tributary.model.definition.Deletes;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.FieldType;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.json.JsonKind;
import io.tributary.model.refusal.Reason;
import io.tributary.model.refusal.Refusal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an event in Avro's binary encoding, with the checks and results of one in JSON. A row's
 * texts and bytes are slices of the record's value. For one thread.
 */
final class AvroRecordReader {
  private final ColumnReader[] columns;
  private final boolean[] isInKey;
  private final int fixedWidth;
  private final int keyColumn;
  private final Field keyField;
  private final ColumnReader keyReader;
  private final AvroBytes body = new AvroBytes();
  private final boolean[] seen;

  /** Of the event at hand: the first of a field of a key, and of any other. */
  private @Nullable Refusal ofKey;

  private @Nullable Refusal ofOther;
  private boolean deletes;

  /** Where the key field's value is, if that is a text; -1 otherwise. */
  private int keyStart;

  private int keyStop;

  AvroRecordReader(Pipeline pipeline) {
    List<Field> fields = pipeline.event().fields();
    columns = new ColumnReader[fields.size()];
    isInKey = new boolean[columns.length];
    seen = new boolean[columns.length];
    int width = 0;
    for (int i = 0; i < columns.length; i++) {
      columns[i] = new ColumnReader(fields.get(i), i, width);
      isInKey[i] = pipeline.keyFields().contains(fields.get(i).name());
      width += ColumnReader.width(fields.get(i).type());
    }
    fixedWidth = width;
    keyField = pipeline.event().keyField();
    keyColumn = fields.indexOf(keyField);
    keyReader = ColumnReader.ofItems(keyField);
  }

  /** What the record is whose value has its body from {@code start} on. */
  Decoded read(byte[] key, byte[] value, int start, AvroStep schema) {
    @Nullable ByteBuffer[] values = new ByteBuffer[columns.length];
    byte[] fixed = new byte[fixedWidth];
    body.reset(value, start, value.length);
    ofKey = null;
    ofOther = null;
    deletes = false;
    keyStart = -1;
    Arrays.fill(seen, false);
    try {
      for (int i = 0; i < schema.parts(); i++) {
        field(schema.part(i), schema.column(i), values, fixed);
      }
    } catch (BrokenAvroException broken) {
      return refused(Reason.MALFORMED_AVRO, "the value has " + broken.what());
    }
    if (!body.isAtEnd()) {
      return refused(Reason.MALFORMED_AVRO, "the value goes on after its last field");
    }
    for (int i = 0; i < columns.length; i++) {
      if (!seen[i]) {
        columns[i].none();
        refusal(i);
      }
    }
    return deletes ? deletion(key, value, values) : row(key, value, values);
  }

  private void field(AvroStep step, int column, @Nullable ByteBuffer[] values, byte[] fixed)
      throws BrokenAvroException {
    AvroStep actual = body.branch(step);
    if (column == AvroStep.NOWHERE) {
      body.skip(actual);
    } else if (column == AvroStep.DELETED) {
      mark(actual);
    } else {
      seen[column] = true;
      values[column] = value(actual, column, fixed);
      refusal(column);
    }
  }

  private @Nullable ByteBuffer value(AvroStep step, int column, byte[] fixed)
      throws BrokenAvroException {
    ColumnReader reader = columns[column];
    if (step.op() == AvroStep.Op.NULL) {
      return reader.none();
    }
    CollectionReader collection = reader.collection();
    if (collection != null) {
      return reader.collected(collection.read(body, step));
    }
    ByteBuffer value = body.value(step, reader, fixed);
    if (column == keyColumn && step.op() == AvroStep.Op.STRING) {
      keyStart = body.start();
      keyStop = body.stop();
    }
    return value;
  }

  private void mark(AvroStep step) throws BrokenAvroException {
    if (step.op() == AvroStep.Op.BOOLEAN) {
      deletes = body.truth();
    } else if (step.op() != AvroStep.Op.NULL) {
      body.skip(step);
      ofKey =
          new Refusal(
              Reason.WRONG_TYPE,
              Deletes.MEMBER,
              "found %s, expected true or false".formatted(step.inWords()));
    }
  }

  private void refusal(int column) {
    Refusal refusal = columns[column].refusal();
    if (refusal == null) {
      return;
    }
    if (!isInKey[column]) {
      ofOther = ofOther == null ? refusal : ofOther;
    } else if (ofKey == null) {
      ofKey = refusal;
    }
  }

  private Decoded row(byte[] key, byte[] value, @Nullable ByteBuffer[] values) {
    Refusal why = ofKey == null ? ofOther : ofKey;
    if (why != null) {
      return new Decoded.Refused(why);
    }
    return isKey(key, value, values) ? new Decoded.Row(values) : mismatch();
  }

  /** Of an event that deletes its row, only what names the row is of use. */
  private Decoded deletion(byte[] key, byte[] value, @Nullable ByteBuffer[] values) {
    if (ofKey != null) {
      return new Decoded.Refused(ofKey);
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = isInKey[i] ? values[i] : null;
    }
    return isKey(key, value, values) ? new Decoded.Deletion(values) : mismatch();
  }

  /** Whether the key is the key field's text, as the event's JSON would have it. */
  private boolean isKey(byte[] key, byte[] value, @Nullable ByteBuffer[] values) {
    if (keyStart >= 0) {
      return Arrays.equals(key, 0, key.length, value, keyStart, keyStop);
    }
    ByteBuffer wanted = values[keyColumn];
    if (wanted == null) {
      return false;
    }
    if (keyField.type() == FieldType.INT) {
      return Arrays.equals(
          key, Integer.toString(wanted.getInt(wanted.position())).getBytes(US_ASCII));
    }
    if (keyField.type() == FieldType.BIGINT) {
      return Arrays.equals(
          key, Long.toString(wanted.getLong(wanted.position())).getBytes(US_ASCII));
    }
    // A time has several spellings, and the binary form none of them.
    byte[] fixed = new byte[16];
    ByteBuffer read = keyReader.value(key, JsonKind.STRING, 0, key.length, false, false, fixed);
    return read != null && read.equals(wanted);
  }

  private static Decoded mismatch() {
    return refused(Reason.KEY_MISMATCH, "the record's key is not the value of its key field");
  }

  private static Decoded refused(Reason reason, String detail) {
    return new Decoded.Refused(new Refusal(reason, null, detail));
  }
}
