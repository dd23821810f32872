package io.tributary.model.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.tributary.model.definition.Deletes;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.FieldType;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.json.BrokenJsonException;
import io.tributary.model.json.FieldTree;
import io.tributary.model.json.FoundValues;
import io.tributary.model.json.JsonKind;
import io.tributary.model.json.JsonScanner;
import io.tributary.model.refusal.Reason;
import io.tributary.model.refusal.Refusal;
import io.tributary.model.text.Utf8;
import io.tributary.model.value.Numbers;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Turns a record of the events' topic into the values of a row, into the key of a row that it
 * deletes, or into the reason why it is neither. Throws nothing, whatever the bytes, and takes time
 * in proportion to them. A row's texts are slices of the record's value, which therefore must not
 * change afterwards. For one thread.
 */
public final class EventDecoder {
  /** Levels of brackets that a member which is ignored may have. */
  static final int MAX_DEPTH = 64;

  private static final int NONE = -1;

  private final int maxBytes;
  private final ColumnReader[] columns;
  private final int keyColumn;

  /** The columns of all tables' keys. */
  private final int[] keyColumns;

  /** Where the member is noted that says that an event deletes its row; -1 where none can. */
  private final int deletedSlot;

  private final boolean tombstones;
  private final String keyName;
  private final boolean isKeyNumber;
  private final int fixedWidth;
  private final FoundValues slots;
  private final JsonScanner json = new JsonScanner(MAX_DEPTH);

  public EventDecoder(Pipeline pipeline) {
    List<Field> fields = pipeline.event().fields();
    FieldTree event = new FieldTree();
    columns = new ColumnReader[fields.size()];
    int width = 0;
    for (int i = 0; i < columns.length; i++) {
      event.addMember(fields.get(i).name(), i);
      columns[i] = new ColumnReader(fields.get(i), i, width);
      width += ColumnReader.width(fields.get(i).type());
    }
    fixedWidth = width;
    tombstones = pipeline.event().deletes().tombstones();
    deletedSlot = pipeline.event().deletes().any() ? columns.length : NONE;
    if (deletedSlot != NONE) {
      event.addMember(Deletes.MEMBER, deletedSlot);
    }
    slots = new FoundValues(event, columns.length + (deletedSlot == NONE ? 0 : 1), true);
    Field keyField = pipeline.event().keyField();
    keyColumn = fields.indexOf(keyField);
    keyName = keyField.name();
    isKeyNumber = keyField.type() == FieldType.INT || keyField.type() == FieldType.BIGINT;
    keyColumns =
        IntStream.range(0, columns.length)
            .filter(i -> pipeline.keyFields().contains(fields.get(i).name()))
            .toArray();
    maxBytes = pipeline.topic().maxRecordBytes();
  }

  /** What the record with this key and this value is. */
  public Decoded decode(byte @Nullable [] key, byte @Nullable [] value) {
    if (value == null && tombstones) {
      return key == null || key.length == 0
          ? refused(Reason.MISSING_KEY, "the record has neither key nor value")
          : tombstone(key);
    }
    if (value == null || value.length == 0) {
      return refused(Reason.EMPTY_VALUE, "the record has no value");
    }
    return decode(key, value, 0);
  }

  /** What the record is whose JSON begins at {@code start} of its value. */
  Decoded decode(byte @Nullable [] key, byte[] value, int start) {
    if (value.length - start > maxBytes) {
      return new Decoded.Refused(tooLarge(value.length - start));
    }
    Refusal malformed = malformed(value, start);
    if (malformed != null) {
      return new Decoded.Refused(malformed);
    }
    if (key == null || key.length == 0) {
      return refused(Reason.MISSING_KEY, "the record has no key");
    }
    return deletedSlot == NONE ? row(key, value) : rowOrDeletion(key, value);
  }

  /** Why a record is no event whose value has more bytes than the definition allows. */
  public Refusal tooLarge(long bytes) {
    return new Refusal(
        Reason.TOO_LARGE,
        null,
        String.format(
            Locale.ROOT, "the value has %,d bytes, expected at most %,d", bytes, maxBytes));
  }

  /** Walks through the value, noting where its members are. */
  private @Nullable Refusal malformed(byte[] value, int start) {
    json.reset(value, start, value.length);
    JsonKind kind;
    try {
      kind = slots.fill(value, json);
    } catch (BrokenJsonException broken) {
      return new Refusal(Reason.MALFORMED_JSON, null, broken.what());
    }
    if (json.next() >= 0) {
      return new Refusal(Reason.MALFORMED_JSON, null, "the value goes on after its JSON");
    }
    if (json.flaw() != null) {
      return new Refusal(Reason.MALFORMED_JSON, null, "the value has " + json.flaw());
    }
    if (kind != JsonKind.OBJECT) {
      return new Refusal(Reason.NOT_AN_OBJECT, null, "the value is " + kind.inWords());
    }
    return slots.isAmbiguous()
        ? new Refusal(Reason.MALFORMED_JSON, null, "the value names a member twice")
        : null;
  }

  private Decoded row(byte[] key, byte[] value) {
    @Nullable ByteBuffer[] values = new ByteBuffer[columns.length];
    byte[] fixed = new byte[fixedWidth];
    for (int i = 0; i < columns.length; i++) {
      ByteBuffer read = columns[i].read(value, slots, fixed);
      if (read == null) {
        Refusal refusal = columns[i].refusal();
        if (refusal != null) {
          return new Decoded.Refused(refusal);
        }
      }
      values[i] = read;
    }
    if (!isKey(key, value)) {
      return refused(Reason.KEY_MISMATCH, "the record's key is not the value of its key field");
    }
    return new Decoded.Row(values);
  }

  private Decoded rowOrDeletion(byte[] key, byte[] value) {
    JsonKind kind = slots.kind(deletedSlot);
    return switch (kind) {
      case ABSENT, NULL, FALSE -> row(key, value);
      case TRUE -> deletion(key, value);
      default ->
          new Decoded.Refused(
              new Refusal(
                  Reason.WRONG_TYPE,
                  Deletes.MEMBER,
                  "found %s, expected true or false".formatted(kind.inWords())));
    };
  }

  /** Of an event that deletes its row, only what names the row is of use. */
  private Decoded deletion(byte[] key, byte[] value) {
    @Nullable ByteBuffer[] values = new ByteBuffer[columns.length];
    byte[] fixed = new byte[fixedWidth];
    for (int column : keyColumns) {
      values[column] = columns[column].read(value, slots, fixed);
      Refusal refusal = columns[column].refusal();
      if (refusal != null) {
        return new Decoded.Refused(refusal);
      }
    }
    return isKey(key, value)
        ? new Decoded.Deletion(values)
        : refused(Reason.KEY_MISMATCH, "the record's key is not the value of its key field");
  }

  /** Reads the key as if an event had it. */
  private Decoded tombstone(byte[] key) {
    boolean isSpelledSo =
        isKeyNumber
            ? Numbers.isInteger(key, 0, key.length, Long.MIN_VALUE, Long.MAX_VALUE)
            : Utf8.isValid(key, 0, key.length);
    if (!isSpelledSo) {
      return refused(
          Reason.KEY_MISMATCH,
          "a record without a value deletes the row of its key, but the key is no %s"
              .formatted(isKeyNumber ? "number" : "text in UTF-8"));
    }
    String text = new String(key, UTF_8);
    String json =
        isKeyNumber
            ? text
            : "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    byte[] event = "{\"%s\":%s}".formatted(keyName, json).getBytes(UTF_8);
    Refusal malformed = malformed(event, 0);
    return malformed == null ? deletion(key, event) : new Decoded.Refused(malformed);
  }

  /** Whether the key is the key field's text, as the event has it. */
  private boolean isKey(byte[] key, byte[] value) {
    int start = slots.start(keyColumn);
    int stop = slots.stop(keyColumn);
    if (!slots.isEscaped(keyColumn)) {
      return Arrays.equals(key, 0, key.length, value, start, stop);
    }
    byte[] text = new byte[stop - start];
    int length = JsonScanner.unescape(value, start, stop, text);
    return Arrays.equals(key, 0, key.length, text, 0, length);
  }

  private static Decoded refused(Reason reason, String detail) {
    return new Decoded.Refused(new Refusal(reason, null, detail));
  }
}
