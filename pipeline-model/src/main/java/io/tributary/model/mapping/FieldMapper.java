package io.tributary.model.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonPointer;
import io.tributary.model.definition.CleanUp;
import io.tributary.model.definition.Conversion;
import io.tributary.model.definition.Conversion.OnError;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.FieldType;
import io.tributary.model.definition.Origin;
import io.tributary.model.json.FoundValues;
import io.tributary.model.json.JsonKind;
import io.tributary.model.refusal.Reason;
import io.tributary.model.refusal.Refusal;
import io.tributary.model.text.Quoted;
import io.tributary.model.value.Iso8601;
import io.tributary.model.value.Numbers;
import io.tributary.model.value.Range;
import io.tributary.model.value.TextChecks;
import io.tributary.model.value.Uuids;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Makes one field's value in the event of what a source record has for it. For one thread.
 *
 * <p>Sources are loose about types, so this is too, where no doubt is possible: a number is a text
 * for a text field, and {@code "42"} is a number for a number's field.
 */
final class FieldMapper {
  /** Bytes that are more than enough for what a message quotes. */
  private static final int LONGEST_QUOTE = 400;

  private static final CleanUp[] NO_CLEAN_UPS = {};
  private static final long MILLIS_OF_DAY = 86_400_000;
  private static final long DAYS_OF_JANUARY = 31;

  private final Field field;
  private final FieldType type;
  private final byte[] member;
  private final int[][] alternatives;
  private final byte[][] texts;
  private final boolean joined;
  private final OutsideValues outside;
  private final boolean isOutside;
  private final byte @Nullable [] constant;
  private final CleanUp[] cleanUps;
  private final TextChecks textChecks;
  private final Range range;
  private final TimeParser times;
  private final Conversion conversion;
  private final byte[] fallback;
  private boolean fellBack;
  private boolean replaced;
  private boolean unlikely;

  private final TextValue text = new TextValue();
  private final JsonSink joint = new JsonSink(256);
  private final byte[] uuid = new byte[Uuids.LENGTH];

  /**
   * @param slots the slot of each place in a source record
   * @param outside where the values from outside the record are, up to date
   */
  FieldMapper(Field field, ToIntFunction<JsonPointer> slots, OutsideValues outside) {
    this.field = field;
    this.outside = outside;
    isOutside = field.origin() instanceof Origin.Outside;
    constant =
        field.origin() instanceof Origin.Constant same ? same.literal().getBytes(UTF_8) : null;
    type = field.type();
    member = ("\"" + field.name() + "\":").getBytes(UTF_8);
    cleanUps = field.cleanUps().toArray(CleanUp[]::new);
    textChecks = new TextChecks(field.checks());
    range = new Range(field.checks());
    conversion = field.conversion();
    times = new TimeParser(conversion.time());
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
    unlikely = false;
    Refusal refusal = joined ? join(in, slots, out) : at(in, slots, alternatives[0][0], out);
    if (refusal != null && conversion.onError() != OnError.REJECT) {
      out.truncate(before);
      fellBack = true;
      replaced = true;
      unlikely = false;
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
      return refused(
          Reason.MISSING_FIELD, "the source has no value for it (%s)".formatted(instead(slots)));
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
   * Whether the value just written is a time of January 1970 because of a number: one in another
   * unit, or a 0 that stands for no time.
   */
  boolean isUnlikelyTime() {
    return unlikely;
  }

  /**
   * The value that {@link #map} has just written, as a record's key.
   *
   * @param from where it begins in {@code out}
   */
  byte[] key(JsonSink out, int from) {
    if (type == FieldType.TEXT) {
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
          default -> "an empty text";
        };
    return found + " at " + places;
  }

  private @Nullable Refusal at(byte[] in, FoundValues slots, int slot, JsonSink out) {
    JsonKind kind = slots.kind(slot);
    if (conversion.json() && kind != JsonKind.ABSENT && kind != JsonKind.NULL) {
      return json(in, slots, slot, out);
    }
    return switch (kind) {
      case ABSENT, NULL -> null;
      case OBJECT, ARRAY -> wrongType(kind.inWords());
      default -> {
        if (!text.take(in, slots, slot)) {
          yield wrongType("half of a surrogate pair");
        }
        yield kind == JsonKind.STRING || type == FieldType.TEXT ? string(out) : literal(kind, out);
      }
    };
  }

  /** Any value, as its JSON. */
  private @Nullable Refusal json(byte[] in, FoundValues slots, int slot, JsonSink out) {
    int quote = slots.kind(slot) == JsonKind.STRING ? 1 : 0;
    int start = slots.start(slot) - quote;
    joint.truncate(0);
    joint.write(in, start, slots.stop(slot) + quote);
    text.take(joint.bytes(), joint.length());
    return text(out);
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
        return wrongType("half of a surrogate pair");
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
    return string(out);
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

  private @Nullable Refusal string(JsonSink out) {
    if (type == FieldType.TEXT) {
      return text(out);
    }
    text.trim();
    if (text.isEmpty()) {
      return null;
    }
    byte[] in = text.bytes();
    int start = text.start();
    int stop = text.stop();
    return switch (type) {
      case UUID -> uuid(in, start, stop, out);
      case TIMESTAMP -> {
        long millis = times.millis(in, start, stop);
        unlikely = conversion.time().epoch() && isInFirstMonth(millis, MILLIS_OF_DAY);
        yield timestamp(millis, out);
      }
      case DATE -> {
        long day = times.day(in, start, stop);
        unlikely = conversion.time().epoch() && isInFirstMonth(day, 1);
        yield date(day, out);
      }
      case BOOLEAN -> bool(out);
      default -> number(in, start, stop, out);
    };
  }

  private @Nullable Refusal literal(JsonKind kind, JsonSink out) {
    byte[] in = text.bytes();
    int start = text.start();
    int stop = text.stop();
    if (kind == JsonKind.TRUE || kind == JsonKind.FALSE) {
      return type == FieldType.BOOLEAN ? copy(in, start, stop, out) : wrongType(quote());
    }
    return switch (type) {
      case UUID -> wrongType(quote());
      case BOOLEAN -> {
        if (!conversion.trueWords().isEmpty() || !conversion.falseWords().isEmpty()) {
          yield bool(out);
        }
        boolean isBit = stop - start == 1 && (in[start] == '0' || in[start] == '1');
        if (!isBit) {
          yield wrongType(quote());
        }
        out.writeAscii(in[start] == '1' ? "true" : "false");
        yield null;
      }
      case TIMESTAMP -> {
        long millis = times.millisOfNumber(in, start, stop);
        unlikely = isInFirstMonth(millis, MILLIS_OF_DAY);
        yield timestamp(millis, out);
      }
      case DATE -> {
        long day = times.dayOfNumber(in, start, stop);
        unlikely = isInFirstMonth(day, 1);
        yield date(day, out);
      }
      default -> number(in, start, stop, out);
    };
  }

  private @Nullable Refusal text(JsonSink out) {
    for (CleanUp cleanUp : conversion.json() ? NO_CLEAN_UPS : cleanUps) {
      text.clean(cleanUp);
      if (cleanUp == CleanUp.EMPTY_TO_NULL && text.isEmpty()) {
        return null;
      }
    }
    if (text.isEmpty() && field.checks().required()) {
      return null;
    }
    String broken = textChecks.broken(text.bytes(), text.start(), text.stop(), text.isAscii());
    if (broken != null) {
      return refused(Reason.CHECK_FAILED, broken);
    }
    out.write('"');
    if (text.isPlain()) {
      out.write(text.bytes(), text.start(), text.stop());
    } else {
      out.writeEscaped(text.bytes(), text.start(), text.stop());
    }
    out.write('"');
    return null;
  }

  private @Nullable Refusal number(byte[] in, int start, int stop, JsonSink out) {
    return switch (type) {
      case DOUBLE -> {
        double value = Numbers.parseDouble(in, start, stop);
        if (Double.isNaN(value)) {
          yield wrongType(quote());
        }
        String broken = range.broken(value);
        if (broken == null) {
          out.writeAscii(Double.toString(value));
        }
        yield checked(broken);
      }
      case DECIMAL -> {
        BigDecimal value = Numbers.decimal(in, start, stop);
        if (value == null) {
          yield wrongType(quote());
        }
        String broken = range.broken(value);
        if (broken == null) {
          out.write('"');
          out.writeAscii(value.toPlainString());
          out.write('"');
        }
        yield checked(broken);
      }
      default -> {
        long least = Range.leastOf(type);
        long greatest = Range.greatestOf(type);
        long value;
        if (Numbers.isInteger(in, start, stop, least, greatest)) {
          value = Numbers.integer(in, start, stop);
        } else {
          // a whole number with a point or an exponent: 1.0, 1e3
          BigDecimal exact = Numbers.whole(in, start, stop, least, greatest);
          if (exact == null) {
            yield wrongType(quote());
          }
          value = exact.longValueExact();
        }
        String broken = range.broken(value);
        if (broken == null) {
          // "-0" is the one number with two spellings.
          out.writeAscii(Long.toString(value));
        }
        yield checked(broken);
      }
    };
  }

  private @Nullable Refusal uuid(byte[] in, int start, int stop, JsonSink out) {
    if (!Uuids.parse(in, start, stop, uuid, 0)) {
      return wrongType(quote());
    }
    out.write('"');
    int at = out.reserve(Uuids.TEXT_LENGTH);
    Uuids.write(uuid, 0, out.bytes(), at);
    out.write('"');
    return null;
  }

  private @Nullable Refusal timestamp(long millis, JsonSink out) {
    if (millis == Iso8601.INVALID) {
      return wrongType(quote());
    }
    out.write('"');
    int at = out.reserve(Iso8601.INSTANT_LENGTH);
    Iso8601.writeInstant(millis, out.bytes(), at);
    out.write('"');
    return null;
  }

  private @Nullable Refusal date(long day, JsonSink out) {
    if (day == Iso8601.INVALID) {
      return wrongType(quote());
    }
    out.write('"');
    int at = out.reserve(Iso8601.DATE_LENGTH);
    Iso8601.writeDate(day, out.bytes(), at);
    out.write('"');
    return null;
  }

  private @Nullable Refusal bool(JsonSink out) {
    String word = asString().toLowerCase(Locale.ROOT);
    boolean isTrue =
        conversion.trueWords().isEmpty() ? isWord("true") : conversion.trueWords().contains(word);
    boolean isFalse =
        conversion.falseWords().isEmpty()
            ? isWord("false")
            : conversion.falseWords().contains(word);
    if (!isTrue && !isFalse) {
      return wrongType(quote());
    }
    out.writeAscii(isTrue ? "true" : "false");
    return null;
  }

  private static boolean isInFirstMonth(long time, long ofDay) {
    return time >= 0 && time < DAYS_OF_JANUARY * ofDay;
  }

  private static @Nullable Refusal copy(byte[] in, int start, int stop, JsonSink out) {
    out.write(in, start, stop);
    return null;
  }

  private boolean isWord(String word) {
    return text.stop() - text.start() == word.length() && asString().equals(word);
  }

  private String quote() {
    int length = Math.min(text.stop() - text.start(), LONGEST_QUOTE);
    return Quoted.quote(new String(text.bytes(), text.start(), length, UTF_8));
  }

  private String asString() {
    return new String(text.bytes(), text.start(), text.stop() - text.start(), UTF_8);
  }

  private @Nullable Refusal checked(@Nullable String broken) {
    return broken == null ? null : refused(Reason.CHECK_FAILED, broken);
  }

  private Refusal wrongType(String found) {
    return refused(
        Reason.WRONG_TYPE,
        "found %s, expected a value of type %s".formatted(found, type.cqlName()));
  }

  private Refusal refused(Reason reason, String detail) {
    return new Refusal(reason, field.name(), detail);
  }
}
