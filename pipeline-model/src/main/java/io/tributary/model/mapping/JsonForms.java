package io.tributary.model.mapping;

import io.tributary.model.definition.AnswerForm;
import io.tributary.model.definition.AnswerForm.RecordsAre;
import io.tributary.model.json.BrokenJsonException;
import io.tributary.model.json.JsonKind;
import io.tributary.model.json.JsonScanner;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the records in what JSON has at their place, whatever their form. For one thread. */
final class JsonForms {

  private final AnswerForm form;
  private final PageRecords records;
  private final OutsideValues outside;
  private final JsonScanner json = new JsonScanner(Integer.MAX_VALUE);
  private final JsonScanner cells = new JsonScanner(Integer.MAX_VALUE);
  private final JsonSink object = new JsonSink(1_024);

  JsonForms(AnswerForm form, PageRecords records, OutsideValues outside) {
    this.form = form;
    this.records = records;
    this.outside = outside;
  }

  /** Whether a value of this kind can have the records. */
  boolean mayBe(JsonKind kind) {
    return switch (form.recordsAre()) {
      case LIST -> kind == JsonKind.ARRAY;
      case OBJECT, MAP -> kind == JsonKind.OBJECT;
      case COLUMNS ->
          kind == JsonKind.OBJECT || (kind == JsonKind.ARRAY && !form.names().isEmpty());
    };
  }

  /** What is expected at the place of the records, in a message. */
  String expected() {
    return switch (form.recordsAre()) {
      case LIST -> "list of records";
      case OBJECT -> "object that is the record";
      case MAP -> "object whose members are the records";
      case COLUMNS -> "object whose lists are the columns";
    };
  }

  /**
   * Hands the records between {@code start} and {@code stop} on, one after the other.
   *
   * @return false when there are no columns at all
   */
  boolean read(byte[] in, int start, int stop) throws BrokenJsonException, MalformedPageException {
    json.reset(in, start, stop);
    json.next();
    if (form.recordsAre() == RecordsAre.OBJECT) {
      records.add(in, json.position(), stop);
    } else if (form.recordsAre() == RecordsAre.COLUMNS) {
      return columns(in);
    } else if (form.recordsAre() == RecordsAre.MAP) {
      members(in);
    } else {
      items(in);
    }
    return true;
  }

  /** Hands the items of a list on, which is all of {@code list}. */
  void items(byte[] list, int length) throws BrokenJsonException {
    json.reset(list, 0, length);
    items(list);
  }

  private void items(byte[] in) throws BrokenJsonException {
    json.expect('[');
    boolean more = !json.takes(']');
    while (more) {
      int start = value();
      records.add(in, start, json.position());
      more = json.another(']');
    }
  }

  private void members(byte[] in) throws BrokenJsonException {
    json.expect('{');
    boolean more = !json.takes('}');
    while (more) {
      json.name();
      outside.mapKey(in, json.start(), json.stop());
      int start = value();
      records.add(in, start, json.position());
      more = json.another('}');
    }
  }

  /** Consumes the next value; where it begins. */
  private int value() throws BrokenJsonException {
    json.next();
    int start = json.position();
    json.value();
    return start;
  }

  // --- columns

  /**
   * A list of values, one for each record.
   *
   * @param member its name, with quotes and colon
   * @param from where each value begins in the answer
   * @param to where each ends
   */
  @SuppressWarnings("ArrayRecordComponent") // positions, never compared
  private record Column(byte[] member, int[] from, int[] to) {}

  private boolean columns(byte[] in) throws BrokenJsonException, MalformedPageException {
    List<Column> columns = json.next() == '[' ? listedColumns(in) : namedColumns(in);
    if (columns.isEmpty()) {
      return false;
    }
    if (columns.size() < form.names().size()) {
      throw MalformedPageException.otherShape(
          String.format(
              Locale.ROOT,
              "the answer has %,d of the %,d columns that source.names names",
              columns.size(),
              form.names().size()));
    }
    int length = columns.get(0).from().length;
    for (Column column : columns) {
      if (column.from().length != length) {
        throw MalformedPageException.otherShape(
            String.format(
                Locale.ROOT,
                "the columns %s and %s have %,d and %,d values: nobody can tell which belong"
                    + " together; name those that do in source.names",
                name(columns.get(0)),
                name(column),
                length,
                column.from().length));
      }
    }
    for (int row = 0; row < length; row++) {
      object.truncate(0);
      object.write('{');
      for (Column column : columns) {
        if (object.length() > 1) {
          object.write(',');
        }
        object.write(column.member(), 0, column.member().length);
        object.write(in, column.from()[row], column.to()[row]);
      }
      object.write('}');
      records.add(object.bytes(), 0, object.length());
    }
    return true;
  }

  private static String name(Column column) {
    String member = new String(column.member(), StandardCharsets.UTF_8);
    return member.substring(0, member.length() - 1);
  }

  /** Lists in a list, whose names the definition gives. */
  private List<Column> listedColumns(byte[] in) throws BrokenJsonException {
    List<Column> columns = new ArrayList<>();
    json.expect('[');
    boolean more = !json.takes(']');
    for (int i = 0; more; i++) {
      int start = value();
      if (i < form.names().size()) {
        Column column = column(PageRecords.member(form.names().get(i)), in, start, json.position());
        if (column != null) {
          columns.add(column);
        }
      }
      more = json.another(']');
    }
    return columns;
  }

  /** The lists among an object's members: those that the definition names, else all. */
  private List<Column> namedColumns(byte[] in) throws BrokenJsonException {
    List<byte[]> wanted = form.names().stream().map(PageRecords::member).toList();
    List<Column> columns = new ArrayList<>();
    json.expect('{');
    boolean more = !json.takes('}');
    while (more) {
      json.name();
      byte[] member = new byte[json.stop() - json.start() + 3];
      member[0] = '"';
      System.arraycopy(in, json.start(), member, 1, member.length - 3);
      member[member.length - 2] = '"';
      member[member.length - 1] = ':';
      int start = value();
      boolean isWanted =
          wanted.isEmpty() || wanted.stream().anyMatch(name -> Arrays.equals(name, member));
      Column column = isWanted ? column(member, in, start, json.position()) : null;
      if (column != null) {
        columns.add(column);
      }
      more = json.another('}');
    }
    return columns;
  }

  private @Nullable Column column(byte[] member, byte[] in, int start, int stop)
      throws BrokenJsonException {
    cells.reset(in, start, stop);
    if (!cells.takes('[')) {
      return null;
    }
    int[] from = new int[16];
    int[] to = new int[16];
    int count = 0;
    boolean more = !cells.takes(']');
    while (more) {
      if (count == from.length) {
        from = Arrays.copyOf(from, count * 2);
        to = Arrays.copyOf(to, count * 2);
      }
      cells.next();
      from[count] = cells.position();
      cells.value();
      to[count++] = cells.position();
      more = cells.another(']');
    }
    return new Column(member, Arrays.copyOf(from, count), Arrays.copyOf(to, count));
  }
}
