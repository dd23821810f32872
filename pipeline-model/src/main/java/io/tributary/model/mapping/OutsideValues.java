package io.tributary.model.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.Origin.Outside;
import io.tributary.model.definition.Origin.Outside.Place;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.json.BrokenJsonException;
import io.tributary.model.json.FieldTree;
import io.tributary.model.json.FoundValues;
import io.tributary.model.json.JsonKind;
import io.tributary.model.json.JsonScanner;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values that fields want from outside their record, as a JSON object whose members are named
 * as the definition names the values. A rejected record carries it, so that it can be mapped again
 * by itself. For one thread.
 */
final class OutsideValues {

  private final List<Outside> wanted;
  private final byte[] @Nullable [] values;
  private final FieldTree tree = new FieldTree();
  private final FoundValues found;
  private final FoundValues inAnswer;
  private final FoundValues inParent;
  private final boolean wantsAnswer;
  private final boolean wantsParent;
  private final JsonScanner json = new JsonScanner(Integer.MAX_VALUE);
  private final JsonSink document = new JsonSink(256);
  private boolean changed = true;

  OutsideValues(Pipeline pipeline) {
    wanted =
        pipeline.event().fields().stream()
            .map(Field::origin)
            .filter(Outside.class::isInstance)
            .map(Outside.class::cast)
            .distinct()
            .toList();
    values = new byte[wanted.size()][];
    FieldTree answer = new FieldTree();
    FieldTree parent = new FieldTree();
    for (int slot = 0; slot < wanted.size(); slot++) {
      Outside value = wanted.get(slot);
      tree.addMember(value.written(), slot);
      if (value.place() == Place.ANSWER) {
        answer.add(value.pointer(), slot);
      } else if (value.place() == Place.PARENT) {
        parent.add(value.pointer(), slot);
      }
    }
    found = new FoundValues(tree, wanted.size(), false);
    inAnswer = new FoundValues(answer, wanted.size(), false);
    inParent = new FoundValues(parent, wanted.size(), false);
    wantsAnswer = answer.hasChildren();
    wantsParent = parent.hasChildren();
  }

  boolean any() {
    return !wanted.isEmpty();
  }

  boolean wantsAnswer() {
    return wantsAnswer;
  }

  /** Where the value is known in {@link #found}. */
  int slot(Outside value) {
    return wanted.indexOf(value);
  }

  /**
   * @param run what the run has, by name
   */
  void run(Map<String, String> run) {
    named(Place.RUN, run);
  }

  void fetched(Fetch fetch) {
    named(Place.EACH, fetch.each());
    set(Place.FETCH_TIME, text(fetch.at().toString()));
    set(Place.MAP_KEY, null);
    clear(Place.ANSWER);
    clear(Place.PARENT);
  }

  /** Takes what is wanted of the answer itself. */
  void answer(byte[] in, int start, int stop) throws BrokenJsonException {
    if (wantsAnswer) {
      take(Place.ANSWER, inAnswer, in, start, stop);
    }
  }

  /** Takes what is wanted of the record whose items come next. */
  void parent(byte[] in, int start, int stop) throws BrokenJsonException {
    if (wantsParent) {
      take(Place.PARENT, inParent, in, start, stop);
    }
  }

  /**
   * @param start of the name's bytes, after its quote
   */
  void mapKey(byte[] in, int start, int stop) {
    byte[] quoted = new byte[stop - start + 2];
    quoted[0] = '"';
    System.arraycopy(in, start, quoted, 1, stop - start);
    quoted[quoted.length - 1] = '"';
    set(Place.MAP_KEY, quoted);
  }

  /** All of them as they were when a record was rejected; anything else is as if nothing were. */
  void restore(byte[] object) {
    document.truncate(0);
    document.write(object, 0, object.length);
    changed = false;
    find();
  }

  /** The object that they are the members of. */
  byte[] bytes() {
    return document.bytes();
  }

  /** A copy of the object, for a record that is rejected. */
  byte[] copy() {
    refresh();
    return document.copy(0, document.length());
  }

  FoundValues found() {
    return found;
  }

  /** Brings {@link #bytes} and {@link #found} up to date. */
  void refresh() {
    if (!changed) {
      return;
    }
    changed = false;
    document.truncate(0);
    document.write('{');
    for (int slot = 0; slot < values.length; slot++) {
      byte[] value = values[slot];
      if (value != null) {
        if (document.length() > 1) {
          document.write(',');
        }
        byte[] name = text(wanted.get(slot).written());
        document.write(name, 0, name.length);
        document.write(':');
        document.write(value, 0, value.length);
      }
    }
    document.write('}');
    find();
  }

  private void find() {
    json.reset(document.bytes(), 0, document.length());
    try {
      found.fill(document.bytes(), json);
    } catch (BrokenJsonException notOurs) {
      json.reset(new byte[] {'0'}, 0, 1);
      fillWithNothing();
    }
  }

  private void fillWithNothing() {
    try {
      found.fill(document.bytes(), json);
    } catch (BrokenJsonException impossible) {
      throw new IllegalStateException("a number is JSON", impossible);
    }
  }

  private void take(Place place, FoundValues places, byte[] in, int start, int stop)
      throws BrokenJsonException {
    json.reset(in, start, stop);
    places.fill(in, json);
    for (int slot = 0; slot < values.length; slot++) {
      if (wanted.get(slot).place() == place) {
        JsonKind kind = places.kind(slot);
        int quote = kind == JsonKind.STRING ? 1 : 0;
        byte[] value =
            kind == JsonKind.ABSENT
                ? null
                : Arrays.copyOfRange(in, places.start(slot) - quote, places.stop(slot) + quote);
        values[slot] = value;
        changed = true;
      }
    }
  }

  private void named(Place place, Map<String, String> texts) {
    for (int slot = 0; slot < values.length; slot++) {
      if (wanted.get(slot).place() == place) {
        String value = texts.get(wanted.get(slot).name());
        values[slot] = value == null ? null : text(value);
        changed = true;
      }
    }
  }

  private void set(Place place, byte @Nullable [] value) {
    for (int slot = 0; slot < values.length; slot++) {
      if (wanted.get(slot).place() == place) {
        values[slot] = value;
        changed = true;
      }
    }
  }

  private void clear(Place place) {
    set(place, null);
  }

  private static byte[] text(String text) {
    return ("\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"")
        .getBytes(UTF_8);
  }
}
