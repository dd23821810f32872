package io.tributary.model.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonPointer;
import io.tributary.model.definition.AnswerForm.Csv;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.Origin;
import io.tributary.model.definition.Paging;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.json.BrokenJsonException;
import io.tributary.model.refusal.Reason;
import io.tributary.model.refusal.Refusal;
import io.tributary.model.text.Quoted;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads an answer in CSV: each line is a record whose members are named as the columns, and whose
 * values are texts. For one thread.
 */
final class CsvAnswer {
  private static final int MOST_NAMES_SHOWN = 12;

  private final Csv csv;
  private final CsvScanner lines;
  private final PageRecords records;
  private final RecordMapper mapper;

  /** Columns that must be there, and sets of columns of which one must be. */
  private final List<Set<String>> wanted = new ArrayList<>();

  private final JsonSink object = new JsonSink(1_024);
  private final JsonSink cell = new JsonSink(256);

  CsvAnswer(Pipeline pipeline, PageRecords records, RecordMapper mapper) {
    this.csv = pipeline.source().form().csv();
    this.lines = new CsvScanner(csv.separator(), csv.quote());
    this.records = records;
    this.mapper = mapper;
    for (Field field : pipeline.event().fields()) {
      if (field.origin() instanceof Origin.Joined joined) {
        joined.parts().forEach(part -> wanted.add(columns(part.alternatives())));
      } else if (field.origin() instanceof Origin.Gathered gathered) {
        gathered.pointers().forEach(place -> wanted.add(columns(List.of(place))));
      } else if (!field.origin().pointers().isEmpty()) {
        wanted.add(columns(field.origin().pointers()));
      }
    }
    pipeline.event().deletes().when().ifPresent(when -> wanted.add(columns(List.of(when.at()))));
    if (pipeline.source().paging() instanceof Paging.Keyset keyset) {
      wanted.add(columns(List.of(keyset.value())));
    }
  }

  private static Set<String> columns(List<JsonPointer> pointers) {
    return pointers.stream()
        .map(JsonPointer::getMatchingProperty)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Reads the text of {@code body} that begins at {@code from}. */
  void read(byte[] body, int from) throws MalformedPageException {
    lines.reset(body, from, body.length);
    List<String> columns = csv.names();
    if (csv.hasHeader()) {
      if (!lines.next()) {
        return;
      }
      columns = header(body);
    }
    check(columns);
    byte[][] members = columns.stream().map(PageRecords::member).toArray(byte[][]::new);
    String firstBroken = "";
    int broken = 0;
    while (lines.next()) {
      String what = whatIsBroken(members.length);
      if (what.isEmpty()) {
        record(body, members);
        continue;
      }
      String where = String.format(Locale.ROOT, "line %,d %s", lines.line(), what);
      if (lines.isOpen() || lines.isUnended() || lines.spansLines()) {
        throw new MalformedPageException(
            where
                + (lines.spansLines()
                    ? ", and its quotes hold line breaks: nobody can tell which lines are records"
                    : ", which is the last: the answer seems to be cut off"));
      }
      firstBroken = broken == 0 ? where : firstBroken;
      broken++;
      byte[] shown = shown(body);
      records.add(
          mapper.rejected(shown, new Refusal(Reason.MALFORMED_JSON, null, "of the CSV, " + where)));
    }
    if (broken > 0 && broken == records.returned()) {
      throw new MalformedPageException(
          String.format(
              Locale.ROOT,
              "no line of the answer can be read as CSV with %,d columns: %s",
              members.length,
              firstBroken));
    }
  }

  private String whatIsBroken(int columns) {
    if (lines.isOpen()) {
      return "has a quote that nothing closes";
    }
    if (lines.isMalformed()) {
      return "has text behind a closing quote";
    }
    return lines.cells() == columns
        ? ""
        : String.format(Locale.ROOT, "has %,d cells instead of %,d", lines.cells(), columns);
  }

  private List<String> header(byte[] body) throws MalformedPageException {
    if (lines.isOpen()) {
      throw new MalformedPageException("the answer's header has a quote that nothing closes");
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < lines.cells(); i++) {
      take(body, i);
      names.add(new String(cell.bytes(), 0, cell.length(), UTF_8).strip());
    }
    return names;
  }

  private void check(List<String> columns) throws MalformedPageException {
    Set<String> there = new HashSet<>();
    Set<String> twice = new HashSet<>();
    columns.stream().filter(name -> !there.add(name)).forEach(twice::add);
    for (Set<String> oneOf : wanted) {
      if (oneOf.stream().noneMatch(there::contains)) {
        throw MalformedPageException.otherShape(
            "the CSV has no column %s, which the definition names; it has %s"
                .formatted(
                    oneOf.stream().map(Quoted::quote).collect(Collectors.joining(" or ")),
                    columns.stream()
                            .limit(MOST_NAMES_SHOWN)
                            .map(Quoted::quote)
                            .collect(Collectors.joining(", "))
                        + (columns.size() > MOST_NAMES_SHOWN ? ", …" : "")));
      }
      for (String name : oneOf) {
        if (twice.contains(name)) {
          throw MalformedPageException.otherShape(
              "the CSV has two columns %s, and the definition names one"
                  .formatted(Quoted.quote(name)));
        }
      }
    }
  }

  private void record(byte[] body, byte[][] members) throws MalformedPageException {
    object.truncate(0);
    object.write('{');
    for (int i = 0; i < members.length; i++) {
      if (i > 0) {
        object.write(',');
      }
      object.write(members[i], 0, members[i].length);
      object.write('"');
      take(body, i);
      object.writeEscaped(cell.bytes(), 0, cell.length());
      object.write('"');
    }
    object.write('}');
    addObject();
  }

  private void addObject() throws MalformedPageException {
    try {
      records.add(object.bytes(), 0, object.length());
    } catch (BrokenJsonException notOurs) {
      throw new MalformedPageException("the CSV cannot be read: " + notOurs.what());
    }
  }

  /** What a letter shows of a line that is no record: its cells, as far as they are. */
  private byte[] shown(byte[] body) {
    object.truncate(0);
    object.write('[');
    for (int i = 0; i < lines.cells(); i++) {
      if (i > 0) {
        object.write(',');
      }
      object.write('"');
      take(body, i);
      object.writeEscaped(cell.bytes(), 0, cell.length());
      object.write('"');
    }
    object.write(']');
    return object.copy(0, object.length());
  }

  /** Puts a cell's text, each quote once, into {@link #cell}. */
  private void take(byte[] body, int index) {
    cell.truncate(0);
    int from = lines.start(index);
    int stop = lines.stop(index);
    if (lines.isDoubled(index)) {
      for (int i = from; i < stop; i++) {
        if (body[i] == lines.quote()) {
          cell.write(body, from, i + 1);
          i++;
          from = i + 1;
        }
      }
    }
    cell.write(body, from, stop);
  }
}
