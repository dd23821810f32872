package io.tributary.model.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.tributary.model.count.Hash;
import io.tributary.model.definition.AnswerForm;
import io.tributary.model.definition.AnswerForm.RecordsAre;
import io.tributary.model.definition.Paging;
import io.tributary.model.definition.Source;
import io.tributary.model.json.BrokenJsonException;
import io.tributary.model.json.FieldTree;
import io.tributary.model.json.FoundValues;
import io.tributary.model.json.JsonKind;
import io.tributary.model.json.JsonScanner;
import io.tributary.model.refusal.Reason;
import io.tributary.model.refusal.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Takes the source's records of one answer, each as JSON, unfolds them where the definition says so
 * and maps what it is about. For one thread; cleared for each answer.
 */
final class PageRecords {
  private final RecordMapper mapper;
  private final OutsideValues outside;
  private final Optional<ValueInRecord> lastValueAt;
  private final byte[][] names;
  private final boolean namesScalars;
  private final Optional<FoundValues> each;
  private final JsonScanner json = new JsonScanner(Integer.MAX_VALUE);
  private final JsonScanner items = new JsonScanner(Integer.MAX_VALUE);
  private final JsonSink object = new JsonSink(1_024);

  private List<MappedRecord> mapped = new ArrayList<>();
  private int returned;
  private long contents;
  private Optional<String> lastValue = Optional.empty();

  PageRecords(Source source, RecordMapper mapper, OutsideValues outside) {
    this.mapper = mapper;
    this.outside = outside;
    AnswerForm form = source.form();
    names = form.names().stream().map(PageRecords::member).toArray(byte[][]::new);
    namesScalars = form.recordsAre() == RecordsAre.MAP || form.each().isPresent();
    each =
        form.each()
            .map(
                pointer -> {
                  FieldTree tree = new FieldTree();
                  tree.add(pointer, 0);
                  return new FoundValues(tree, 1, false);
                });
    lastValueAt =
        source.paging() instanceof Paging.Keyset keyset
            ? Optional.of(new ValueInRecord(keyset.value()))
            : Optional.empty();
  }

  /** The start of a member with this name: its quotes and colon. */
  static byte[] member(String name) {
    return ("\"" + new String(JsonStringEncoder.getInstance().quoteAsString(name)) + "\":")
        .getBytes(UTF_8);
  }

  void clear() {
    mapped = new ArrayList<>();
    returned = 0;
    contents = 0;
    lastValue = Optional.empty();
  }

  List<MappedRecord> mapped() {
    return mapped;
  }

  /** How many records of the source there were. */
  int returned() {
    return returned;
  }

  /** What the last of them has where the next request's value is. */
  Optional<String> lastValue() {
    return lastValue;
  }

  /** What tells one answer's records from another's, where they are more than what was mapped. */
  OptionalLong contents() {
    return each.isPresent() ? OptionalLong.of(contents) : OptionalLong.empty();
  }

  /**
   * Takes the record of the source between {@code start} and {@code stop}, whose JSON has been
   * walked through.
   */
  void add(byte[] in, int start, int stop) throws BrokenJsonException {
    if (each.isPresent()) {
      unfold(each.get(), in, start, stop);
      contents += Hash.add(Hash.START, in, start, stop);
    } else {
      map(in, start, stop);
    }
    returned++;
    lastValue = lastValueAt.flatMap(place -> place.in(in, start, stop));
  }

  /** Takes a record of the source that cannot be read. */
  void add(MappedRecord.Rejected rejected) {
    mapped.add(rejected);
    returned++;
    contents += Hash.add(Hash.START, rejected.original());
  }

  private void unfold(FoundValues list, byte[] in, int start, int stop) throws BrokenJsonException {
    json.reset(in, start, stop);
    list.fill(in, json);
    int from = list.start(0);
    int to = list.stop(0);
    JsonKind kind = list.kind(0);
    if (kind == JsonKind.ABSENT || kind == JsonKind.NULL) {
      return;
    }
    if (kind != JsonKind.ARRAY || list.isAmbiguous()) {
      String what = list.isAmbiguous() ? "two lists" : kind.inWords();
      mapped.add(
          mapper.rejected(
              in,
              start,
              stop,
              null,
              new Refusal(
                  Reason.NOT_AN_OBJECT,
                  null,
                  "the source record has %s in place of the list that source.each names"
                      .formatted(what))));
      return;
    }
    outside.parent(in, start, stop);
    items.reset(in, from, to);
    items.expect('[');
    boolean more = !items.takes(']');
    while (more) {
      items.next();
      int itemStart = items.position();
      items.value();
      map(in, itemStart, items.position());
      more = items.another(']');
    }
  }

  private void map(byte[] in, int start, int stop) throws BrokenJsonException {
    json.reset(in, start, stop);
    int first = json.next();
    if (first == '[' && names.length > 0) {
      nameValues(in);
      json.reset(object.bytes(), 0, object.length());
      mapped.add(mapper.map(object.bytes(), json));
    } else if (namesScalars && first != '{') {
      object.truncate(0);
      object.writeAscii("{\"value\":");
      object.write(in, start, stop);
      object.write('}');
      json.reset(object.bytes(), 0, object.length());
      mapped.add(mapper.map(object.bytes(), json));
    } else {
      mapped.add(mapper.map(in, json));
    }
  }

  /** Makes an object of the array that is next; values beyond the names are left out. */
  private void nameValues(byte[] in) throws BrokenJsonException {
    object.truncate(0);
    object.write('{');
    json.expect('[');
    boolean more = !json.takes(']');
    for (int i = 0; more; i++) {
      json.next();
      int start = json.position();
      json.value();
      if (i < names.length) {
        if (i > 0) {
          object.write(',');
        }
        object.write(names[i], 0, names[i].length);
        object.write(in, start, json.position());
      }
      more = json.another(']');
    }
    object.write('}');
  }
}
