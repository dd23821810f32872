package io.tributary.model.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.model.definition.CleanUp;
import io.tributary.model.definition.Conversion;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.FieldType;
import io.tributary.model.json.CompactJson;
import io.tributary.model.json.JsonKind;
import io.tributary.model.refusal.Reason;
import io.tributary.model.refusal.Refusal;
import io.tributary.model.text.InternetAddress;
import io.tributary.model.text.Quoted;
import io.tributary.model.value.Blobs;
import io.tributary.model.value.Iso8601;
import io.tributary.model.value.Numbers;
import io.tributary.model.value.Range;
import io.tributary.model.value.TextChecks;
import io.tributary.model.value.TimeOfDay;
import io.tributary.model.value.Uuids;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Makes a single value of the event, a field's or an item's, of what the source has for it. For one
 * thread.
 *
 * <p>Sources are loose about types, so this is too, where no doubt is possible: a number is a text
 * for a text field, and {@code "42"} is a number for a number's field.
 */
final class ValueMapper {
  /** Bytes that are more than enough for what a message quotes. */
  private static final int LONGEST_QUOTE = 400;

  private static final CleanUp[] NO_CLEAN_UPS = {};
  private static final long MILLIS_OF_DAY = 86_400_000;
  private static final long DAYS_OF_JANUARY = 31;

  private final Field field;
  private final FieldType type;
  private final boolean required;
  private final boolean isFloat;
  private final CleanUp[] cleanUps;
  private final TextChecks textChecks;
  private final Range range;
  private final TimeParser times;
  private final Conversion conversion;
  private final TextValue text = new TextValue();
  private final byte[] uuid = new byte[Uuids.LENGTH];
  private boolean unlikely;

  /**
   * @param required whether an empty text is no value
   * @param isFloat whether numbers have 32 bits
   */
  ValueMapper(Field field, boolean required, boolean isFloat) {
    this.field = field;
    this.required = required;
    this.isFloat = isFloat;
    type = field.type().item();
    conversion = field.conversion();
    cleanUps = conversion.json() ? NO_CLEAN_UPS : field.cleanUps().toArray(CleanUp[]::new);
    textChecks = new TextChecks(field.checks());
    range = new Range(field.checks());
    times = new TimeParser(conversion.time());
  }

  /** The source's value, to be set before anything is written. */
  TextValue text() {
    return text;
  }

  /** Forgets what {@link #isUnlikelyTime} knows. */
  void start() {
    unlikely = false;
  }

  /**
   * Whether a value written since {@link #start} is a time of January 1970 because of a number: one
   * in another unit, or a 0 that stands for no time.
   */
  boolean isUnlikelyTime() {
    return unlikely;
  }

  /**
   * Writes the value of the {@link #text} to {@code out}; writes nothing when it is none.
   *
   * @param kind what it was in the source, a scalar
   * @return why it is refused; null when it is not
   */
  @Nullable Refusal write(JsonKind kind, JsonSink out) {
    return kind == JsonKind.STRING || type == FieldType.TEXT ? string(out) : literal(kind, out);
  }

  /** Writes the value of a text. */
  @Nullable Refusal string(JsonSink out) {
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
        unlikely |= conversion.time().epoch() && isInFirstMonth(millis, MILLIS_OF_DAY);
        yield timestamp(millis, out);
      }
      case DATE -> {
        long day = times.day(in, start, stop);
        unlikely |= conversion.time().epoch() && isInFirstMonth(day, 1);
        yield date(day, out);
      }
      case BOOLEAN -> bool(out);
      case TIME -> time(in, start, stop, out);
      case INET -> inet(in, start, stop, out);
      case BLOB -> blob(in, start, stop, out);
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
      case UUID, TIME, INET, BLOB -> wrongType(quote());
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
        unlikely |= isInFirstMonth(millis, MILLIS_OF_DAY);
        yield timestamp(millis, out);
      }
      case DATE -> {
        long day = times.dayOfNumber(in, start, stop);
        unlikely |= isInFirstMonth(day, 1);
        yield date(day, out);
      }
      default -> number(in, start, stop, out);
    };
  }

  private @Nullable Refusal text(JsonSink out) {
    for (CleanUp cleanUp : cleanUps) {
      text.clean(cleanUp);
      if (cleanUp == CleanUp.EMPTY_TO_NULL && text.isEmpty()) {
        return null;
      }
    }
    if (text.isEmpty() && required) {
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
        if (isFloat) {
          yield floating(Numbers.toFloat(value, in, start, stop), out);
        }
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

  /** Checks what is written as the decoder will. */
  private @Nullable Refusal floating(float value, JsonSink out) {
    if (Float.isNaN(value)) {
      return wrongType(quote());
    }
    String written = Float.toString(value);
    String broken = range.broken(Double.parseDouble(written));
    if (broken == null) {
      out.writeAscii(written);
    }
    return checked(broken);
  }

  private @Nullable Refusal time(byte[] in, int start, int stop, JsonSink out) {
    long nanos = TimeOfDay.parse(in, start, stop);
    if (nanos == TimeOfDay.INVALID) {
      return wrongType(quote());
    }
    return quoted(TimeOfDay.text(nanos), out);
  }

  private @Nullable Refusal inet(byte[] in, int start, int stop, JsonSink out) {
    byte[] address = InternetAddress.parse(in, start, stop);
    return address == null ? wrongType(quote()) : quoted(InternetAddress.text(address), out);
  }

  private @Nullable Refusal blob(byte[] in, int start, int stop, JsonSink out) {
    byte[] bytes =
        conversion.hex() ? Blobs.fromHex(in, start, stop) : Blobs.fromAnyBase64(in, start, stop);
    if (bytes == null) {
      return wrongType(quote());
    }
    byte[] written = Blobs.toBase64(bytes);
    out.write('"');
    out.write(written, 0, written.length);
    out.write('"');
    return null;
  }

  private static @Nullable Refusal quoted(String ascii, JsonSink out) {
    out.write('"');
    out.writeAscii(ascii);
    out.write('"');
    return null;
  }

  /** Writes any well-formed JSON, without the white space between its tokens. */
  @Nullable Refusal json(byte[] in, int start, int stop, JsonSink out) {
    int depth = CompactJson.depth(in, start, stop);
    if (depth > CompactJson.MAX_DEPTH) {
      return wrongType(String.format(Locale.ROOT, "JSON that nests %,d levels deep", depth));
    }
    int before = out.length();
    int at = out.reserve(stop - start);
    int end = CompactJson.write(in, start, stop, out.bytes(), at);
    out.truncate(end);
    return checked(textChecks.broken(out.bytes(), before, end, false));
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

  /** A value of another type. */
  Refusal wrongType(String found) {
    return refused(
        Reason.WRONG_TYPE,
        "found %s, expected a value of type %s".formatted(found, field.type().word()));
  }

  private Refusal refused(Reason reason, String detail) {
    return new Refusal(reason, field.name(), detail);
  }
}
