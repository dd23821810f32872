package io.tributary.model.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonPointer;
import io.tributary.model.definition.CollectionType;
import io.tributary.model.definition.Conversion;
import io.tributary.model.definition.Conversion.OnError;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.FieldType;
import io.tributary.model.definition.Origin;
import io.tributary.model.json.FoundValues;
import io.tributary.model.json.JsonKind;
import io.tributary.model.refusal.Reason;
import io.tributary.model.refusal.Refusal;
import java.util.List;
import java.util.Objects;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Makes one field's value in the event of what a source record has for it. For one thread. */
final class FieldMapper {
  private final Field field;
  private final boolean isJson;
  private final @Nullable CollectionMapper collection;
  private final byte[] member;
  private final int[][] alternatives;
  private final byte[][] texts;
  private final boolean joined;
  private final boolean gathered;
  private final OutsideValues outside;
  private final boolean isOutside;
  private final byte @Nullable [] constant;
  private final Conversion conversion;
  private final byte[] fallback;
  private boolean fellBack;
  private boolean replaced;
  private final ValueMapper value;
  private final TextValue text;
  private final JsonSink joint = new JsonSink(256);

  /**
   * @param slots the slot of each place in a source record
   * @param outside where the values from outside the record are, up to date
   * @param takesLoneValues whether a value in place of a list is a list of one
   */
  FieldMapper(
      Field field,
      ToIntFunction<JsonPointer> slots,
      OutsideValues outside,
      boolean takesLoneValues) {
    this.field = field;
    this.outside = outside;
    isOutside = field.origin() instanceof Origin.Outside;
    gathered = field.origin() instanceof Origin.Gathered;
    constant =
        field.origin() instanceof Origin.Constant same ? same.literal().getBytes(UTF_8) : null;
    isJson = field.type() == FieldType.JSON;
    member = ("\"" + field.name() + "\":").getBytes(UTF_8);
    conversion = field.conversion();
    value = new ValueMapper(field, field.checks().required(), false);
    text = value.text();
    collection =
        field.type() instanceof CollectionType several
            ? new CollectionMapper(field, several, takesLoneValues)
            : null;
    fallback = conversion.fallback().orElse("").getBytes(UTF_8);
    if (field.origin() instanceof Origin.Joined join) {
      List<Origin.Joined.Part> parts = join.parts();
      joined = true;
      alternatives = new int[parts.size()][];
      texts = new byte[parts.size() + 1][];
      for (int i = 0; i < parts.size(); i++) {
        alternatives[i] = parts.get(i).alternatives().stream().mapToInt(slots).toArray();
        texts[i] = parts.get(i).before().getBytes(UTF_8);
      }
      texts[parts.size()] = join.suffix().getBytes(UTF_8);
    } else if (field.origin() instanceof Origin.Outside value) {
      joined = false;
      alternatives = new int[][] {{outside.slot(value)}};
      texts = new byte[0][];
    } else {
      joined = false;
      alternatives = new int[][] {field.origin().pointers().stream().mapToInt(slots).toArray()};
      texts = new byte[0][];
    }
  }

  /** The member's name as the event has it, with quotes and colon. */
  byte[] member() {
    return member;
  }

  /**
   * Writes the value to {@code out}; writes nothing when there is none.
   *
   * @return why the record is refused; null when it is not
   */
  @Nullable Refusal map(byte[] in, FoundValues slots, JsonSink out) {
    if (constant != null) {
      fellBack = false;
      out.write(constant, 0, constant.length);
      return null;
    }
    return isOutside ? mapFound(outside.bytes(), outside.found(), out) : mapFound(in, slots, out);
  }

  private @Nullable Refusal mapFound(byte[] in, FoundValues slots, JsonSink out) {
    int before = out.length();
    fellBack = false;
    replaced = false;
    value.start();
    if (collection != null) {
      collection.start();
    }
    Refusal refusal =
        joined
            ? join(in, slots, out)
            : gathered ? gather(in, slots, out) : at(in, slots, alternatives[0][0], out);
    if (refusal != null && conversion.onError() != OnError.REJECT) {
      out.truncate(before);
      fellBack = true;
      replaced = true;
      if (conversion.onError() == OnError.NULL) {
        return null;
      }
      refusal = null;
    }
    if (refusal == null && out.length() == before && fallback.length > 0) {
      fellBack = true;
      out.write(fallback, 0, fallback.length);
      return null;
    }
    if (refusal == null && out.length() == before && field.checks().required()) {
      return new Refusal(
          Reason.MISSING_FIELD,
          field.name(),
          "the source has no value for it (%s)".formatted(instead(slots)));
    }
    return refusal;
  }

  /** Whether the value that {@link #map} has just written is not the source's. */
  boolean isFallback() {
    return fellBack;
  }

  /** Whether {@code on-error} has just replaced a value of the source. */
  boolean isReplaced() {
    return replaced;
  }

  /**
   * Whether the value just written is, or has, a time of January 1970 because of a number: one in
   * another unit, or a 0 that stands for no time.
   */
  boolean isUnlikelyTime() {
    return !replaced
        && (value.isUnlikelyTime() || (collection != null && collection.isUnlikelyTime()));
  }

  /**
   * The value that {@link #map} has just written, as a record's key.
   *
   * @param from where it begins in {@code out}
   */
  byte[] key(JsonSink out, int from) {
    if (field.type() == FieldType.TEXT) {
      return java.util.Arrays.copyOfRange(text.bytes(), text.start(), text.stop());
    }
    boolean quoted = out.bytes()[from] == '"';
    return quoted ? out.copy(from + 1, out.length() - 1) : out.copy(from, out.length());
  }

  /** What is there in place of a value. */
  private String instead(FoundValues slots) {
    String places =
        field.origin() instanceof Origin.Outside value
            ? value.written()
            : field.origin().pointers().stream().map(JsonPointer::toString).collect(joining(", "));
    String found =
        switch (joined ? JsonKind.ABSENT : slots.kind(alternatives[0][0])) {
          case ABSENT -> "nothing";
          case NULL -> "null";
          case ARRAY -> "an empty list";
          case OBJECT -> "an empty object";
          default -> "an empty text";
        };
    return found + " at " + places;
  }

  private @Nullable Refusal at(byte[] in, FoundValues slots, int slot, JsonSink out) {
    JsonKind kind = slots.kind(slot);
    if (kind == JsonKind.ABSENT || kind == JsonKind.NULL) {
      return null;
    }
    if (collection != null) {
      return collection.map(in, slots, slot, out);
    }
    if (isJson || conversion.json()) {
      return json(in, slots, slot, out);
    }
    if (kind == JsonKind.OBJECT || kind == JsonKind.ARRAY) {
      return value.wrongType(kind.inWords());
    }
    return text.take(in, slots, slot)
        ? value.write(kind, out)
        : value.wrongType("half of a surrogate pair");
  }

  private @Nullable Refusal gather(byte[] in, FoundValues slots, JsonSink out) {
    return Objects.requireNonNull(collection).gather(in, slots, alternatives[0], out);
  }

  /** Any value, as its JSON: embedded, or as a text. */
  private @Nullable Refusal json(byte[] in, FoundValues slots, int slot, JsonSink out) {
    int quote = slots.kind(slot) == JsonKind.STRING ? 1 : 0;
    int start = slots.start(slot) - quote;
    int stop = slots.stop(slot) + quote;
    if (isJson) {
      return value.json(in, start, stop, out);
    }
    joint.truncate(0);
    joint.write(in, start, stop);
    text.take(joint.bytes(), joint.length());
    return value.string(out);
  }

  private @Nullable Refusal join(byte[] in, FoundValues slots, JsonSink out) {
    joint.truncate(0);
    boolean any = false;
    for (int i = 0; i < alternatives.length; i++) {
      int slot = firstScalar(slots, alternatives[i]);
      if (slot < 0) {
        continue;
      }
      if (!text.take(in, slots, slot)) {
        return value.wrongType("half of a surrogate pair");
      }
      text.trim();
      if (text.isEmpty()) {
        continue;
      }
      byte[] between = any ? texts[i] : texts[0];
      joint.write(between, 0, between.length);
      joint.write(text.bytes(), text.start(), text.stop());
      any = true;
    }
    if (!any) {
      return null;
    }
    byte[] suffix = texts[alternatives.length];
    joint.write(suffix, 0, suffix.length);
    text.take(joint.bytes(), joint.length());
    return value.string(out);
  }

  private static int firstScalar(FoundValues slots, int[] places) {
    for (int slot : places) {
      switch (slots.kind(slot)) {
        case STRING, NUMBER, TRUE, FALSE -> {
          return slot;
        }
        default -> {
          // The next alternative may have one.
        }
      }
    }
    return -1;
  }
}
