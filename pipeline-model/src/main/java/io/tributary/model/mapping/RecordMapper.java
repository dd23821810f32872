package io.tributary.model.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonPointer;
import io.tributary.model.count.Hash;
import io.tributary.model.definition.AnswerForm;
import io.tributary.model.definition.Deletes;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.Origin;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.json.BrokenJsonException;
import io.tributary.model.json.FieldTree;
import io.tributary.model.json.FoundValues;
import io.tributary.model.json.JsonKind;
import io.tributary.model.json.JsonScanner;
import io.tributary.model.refusal.Reason;
import io.tributary.model.refusal.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Maps one source record. For one thread. */
final class RecordMapper {
  private static final long[] NONE = {};
  private static final byte[] DELETED = ("\"" + Deletes.MEMBER + "\":true").getBytes(UTF_8);

  private final List<FieldMapper> fields = new ArrayList<>();
  private final int keyField;
  private final boolean[] inRowKey;

  /** The fields that an event has which deletes its rows: those of all tables' keys. */
  private final boolean[] inAnyKey;

  private final @Nullable DeletionMark deletion;
  private final int cursorField;
  private final @Nullable GreatestPosition greatest;
  private final int maxBytes;
  private final FoundValues slots;
  private final HiddenMembers hidden;
  private final JsonSink out = new JsonSink(4_096);
  private final OutsideValues outside;

  /** The fields with the time of the fetch; their values in an event are all of one length. */
  private final boolean[] isFetchTime;

  private final boolean hasFetchTime;
  private final JsonSink lasting = new JsonSink(0);
  private byte @Nullable [] key;
  private boolean deletes;
  private long row;
  private long[] columns = NONE;
  private long[] replaced = NONE;
  private long[] unlikely = NONE;

  /**
   * @param outside where the values from outside the record are
   */
  RecordMapper(Pipeline pipeline, OutsideValues outside) {
    this.outside = outside;
    FieldTree record = new FieldTree();
    Map<JsonPointer, Integer> known = new LinkedHashMap<>();
    // A list of one element is not to be told from a value.
    boolean isXml = pipeline.source().form().format() == AnswerForm.Format.XML;
    for (Field field : pipeline.event().fields()) {
      for (JsonPointer pointer : field.origin().pointers()) {
        if (known.putIfAbsent(pointer, known.size()) == null) {
          record.add(pointer, known.size() - 1);
        }
      }
      fields.add(new FieldMapper(field, known::get, outside, isXml));
    }
    isFetchTime = new boolean[fields.size()];
    boolean any = false;
    for (int i = 0; i < isFetchTime.length; i++) {
      isFetchTime[i] =
          pipeline.event().fields().get(i).origin() instanceof Origin.Outside value
              && value.place() == Origin.Outside.Place.FETCH_TIME;
      any |= isFetchTime[i];
    }
    hasFetchTime = any;
    keyField = pipeline.event().fields().indexOf(pipeline.event().keyField());
    greatest = pipeline.source().incremental().map(GreatestPosition::new).orElse(null);
    cursorField =
        pipeline
            .source()
            .incremental()
            .map(read -> names(pipeline).indexOf(read.field()))
            .orElse(-1);
    inRowKey = new boolean[fields.size()];
    for (int i = 0; i < inRowKey.length; i++) {
      inRowKey[i] = pipeline.mainTable().key().contains(pipeline.event().fields().get(i).name());
    }
    inAnyKey = new boolean[fields.size()];
    for (int i = 0; i < inAnyKey.length; i++) {
      inAnyKey[i] = pipeline.keyFields().contains(pipeline.event().fields().get(i).name());
    }
    deletion =
        pipeline
            .event()
            .deletes()
            .when()
            .map(
                when -> {
                  if (known.putIfAbsent(when.at(), known.size()) == null) {
                    record.add(when.at(), known.size() - 1);
                  }
                  return new DeletionMark(when, known.get(when.at()));
                })
            .orElse(null);
    maxBytes = pipeline.topic().maxRecordBytes();
    slots = new FoundValues(record, known.size(), false);
    hidden = new HiddenMembers(pipeline.event().hide(), record);
  }

  private static List<String> names(Pipeline pipeline) {
    return pipeline.event().fields().stream().map(Field::name).toList();
  }

  /** Forgets the values of an incremental source's field. */
  void startPage() {
    if (greatest != null) {
      greatest.clear();
    }
  }

  /** The greatest of these values since then, of events and of rejected records that have one. */
  OptionalLong greatest() {
    return greatest == null ? OptionalLong.empty() : greatest.found();
  }

  /**
   * Maps the record that is next in {@code json}, which walks through {@code in}.
   *
   * @throws BrokenJsonException when the record's end cannot be told
   */
  MappedRecord map(byte[] in, JsonScanner json) throws BrokenJsonException {
    json.next();
    int start = json.position();
    JsonKind kind = slots.fill(in, json);
    Refusal refusal = refusal(in, kind, json.flaw());
    json.clearFlaw();
    if (refusal == null && key != null) {
      return new MappedRecord.Event(
          key,
          out.copy(0, out.length()),
          new FilledColumns(row, columns, replaced, unlikely, deletes),
          hasFetchTime ? lasting.copy(0, lasting.length()) : null);
    }
    Refusal why = refusal == null ? new Refusal(Reason.MISSING_KEY, null, "no key") : refusal;
    return rejected(in, start, json.position(), key, why);
  }

  /** A record as it may be seen; all of it where nothing is hidden. */
  byte[] withoutHidden(byte[] record) {
    return hidden.any() ? hidden.without(record, 0, record.length) : record;
  }

  /** A record between {@code start} and {@code stop} that is JSON and cannot be mapped. */
  MappedRecord.Rejected rejected(
      byte[] in, int start, int stop, byte @Nullable [] itsKey, Refusal why) {
    return new MappedRecord.Rejected(
        itsKey, hidden.without(in, start, stop), why, outside.any() ? outside.copy() : null);
  }

  /** A record that is not even JSON: of its bytes nobody can tell which must stay hidden. */
  MappedRecord.Rejected rejected(byte[] shown, Refusal why) {
    return new MappedRecord.Rejected(
        null, hidden.any() ? new byte[0] : shown, why, outside.any() ? outside.copy() : null);
  }

  private @Nullable Refusal refusal(byte[] in, JsonKind kind, @Nullable String flaw) {
    key = null;
    if (flaw != null) {
      return new Refusal(Reason.MALFORMED_JSON, null, "the source record has " + flaw);
    }
    if (kind != JsonKind.OBJECT) {
      return new Refusal(Reason.NOT_AN_OBJECT, null, "the source record is " + kind.inWords());
    }
    if (slots.isAmbiguous()) {
      return new Refusal(
          Reason.MALFORMED_JSON, null, "the source record has a member of the mapping twice");
    }
    return fields(in);
  }

  private @Nullable Refusal fields(byte[] in) {
    row = Hash.START;
    columns = bits();
    replaced = NONE;
    unlikely = NONE;
    if (outside.any()) {
      outside.refresh();
    }
    out.truncate(0);
    out.write('{');
    lasting.truncate(0);
    deletes = deletion != null && deletion.isOn(in, slots);
    Refusal first = deletes ? keyFields(in) : allFields(in);
    out.write('}');
    if (first == null && out.length() > maxBytes) {
      return new Refusal(
          Reason.TOO_LARGE,
          null,
          String.format(
              Locale.ROOT, "its event has %,d bytes, the topic takes %,d", out.length(), maxBytes));
    }
    return first;
  }

  private @Nullable Refusal allFields(byte[] in) {
    Refusal first = null;
    for (int i = 0; i < fields.size(); i++) {
      // After a refusal only the key is still of use, which goes with the rejected record, and the
      // value that the next run begins at.
      if (first != null && i != keyField && i != cursorField) {
        continue;
      }
      Refusal refusal = field(in, i);
      first = first == null ? refusal : first;
    }
    return first;
  }

  /** Maps what names the rows that the record deletes; the others need not even be valid. */
  private @Nullable Refusal keyFields(byte[] in) {
    Refusal first = null;
    for (int i = 0; i < fields.size(); i++) {
      if (inAnyKey[i]) {
        Refusal refusal = field(in, i);
        first = first == null ? refusal : first;
      } else if (i == cursorField) {
        seeCursor(in, i);
      }
    }
    if (out.length() > 1) {
      out.write(',');
    }
    out.write(DELETED, 0, DELETED.length);
    if (hasFetchTime) {
      lasting.write(DELETED, 0, DELETED.length);
    }
    row = Hash.add(row, DELETED);
    columns = NONE;
    replaced = NONE;
    unlikely = NONE;
    return first;
  }

  /** The cursor of an incremental source moves over deletions too, whose events have no such. */
  private void seeCursor(byte[] in, int index) {
    int outEnd = out.length();
    int lastingEnd = lasting.length();
    field(in, index);
    out.truncate(outEnd);
    lasting.truncate(lastingEnd);
  }

  private @Nullable Refusal field(byte[] in, int index) {
    FieldMapper field = fields.get(index);
    int before = out.length();
    if (before > 1) {
      out.write(',');
    }
    out.write(field.member(), 0, field.member().length);
    int value = out.length();
    Refusal refusal = field.map(in, slots, out);
    if (hasFetchTime && !isFetchTime[index]) {
      lasting.write(out.bytes(), before, out.length());
    }
    if (field.isReplaced()) {
      replaced = set(replaced, index);
    }
    if (field.isUnlikelyTime()) {
      unlikely = set(unlikely, index);
    }
    if (out.length() == value) {
      out.truncate(before);
      return refusal;
    }
    if (!field.isFallback()) {
      columns[index >> 6] |= 1L << index;
    }
    if (inRowKey[index]) {
      row = Hash.add(row, out.bytes(), value, out.length());
    }
    if (index == cursorField && greatest != null && refusal == null && !field.isFallback()) {
      greatest.see(out.bytes(), value, out.length());
    }
    if (index == keyField && refusal == null) {
      key = field.key(out, value);
    }
    return refusal;
  }

  /** A bit for each field. */
  private long[] bits() {
    return new long[(fields.size() + Long.SIZE - 1) / Long.SIZE];
  }

  /** The bits with one more; most records need none. */
  private long[] set(long[] bits, int index) {
    long[] those = bits.length == 0 ? bits() : bits;
    those[index >> 6] |= 1L << index;
    return those;
  }
}
