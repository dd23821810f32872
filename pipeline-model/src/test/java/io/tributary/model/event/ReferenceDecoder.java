package io.tributary.model.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.tributary.model.definition.Checks;
import io.tributary.model.definition.CollectionType;
import io.tributary.model.definition.CollectionType.Kind;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.FieldType;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.refusal.Reason;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@link EventDecoder} does, written down once more in the plainest way: Jackson, java.time,
 * BigDecimal. The two must agree on every input.
 */
final class ReferenceDecoder {
  /** The outcome: values, or a reason. */
  @SuppressWarnings("ArrayRecordComponent") // compared by its parts only
  record Outcome(@Nullable Reason reason, @Nullable ByteBuffer[] values) {}

  /**
   * @param raw as the event has it
   */
  private record Member(JsonToken token, String text, String raw) {}

  private static final Pattern TOKEN = Pattern.compile("\"(?:\\\\.|[^\"\\\\])*\"|\\S");
  private static final Pattern TIME_OF_DAY =
      Pattern.compile("\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,9})?)?");

  private static final Pattern TIME =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\d)[Tt ](\\d\\d):(\\d\\d)(?::(\\d\\d)(?:\\.(\\d{1,9}))?)?"
              + "(?:[Zz]|([+-])(\\d\\d)(?::?(\\d\\d))?)");
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
  private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,18})");

  private final JsonFactory json =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(65)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .build())
          .build();
  private final Pipeline pipeline;

  ReferenceDecoder(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  Outcome decode(byte @Nullable [] key, byte @Nullable [] value) {
    if (value == null || value.length == 0) {
      return refused(Reason.EMPTY_VALUE);
    }
    if (value.length > pipeline.topic().maxRecordBytes()) {
      return refused(Reason.TOO_LARGE);
    }
    Map<String, Member> members = new HashMap<>();
    Reason malformed = read(value, members);
    if (malformed != null) {
      return refused(malformed);
    }
    if (key == null || key.length == 0) {
      return refused(Reason.MISSING_KEY);
    }
    int count = pipeline.event().fields().size();
    @Nullable ByteBuffer[] values = new ByteBuffer[count];
    for (int i = 0; i < count; i++) {
      Field field = pipeline.event().fields().get(i);
      Member member = members.get(field.name());
      try {
        values[i] = column(field, member);
      } catch (Refused refused) {
        return refused(refused.reason);
      }
    }
    Member keyMember = members.get(pipeline.event().key());
    boolean same = keyMember != null && Arrays.equals(keyMember.text().getBytes(UTF_8), key);
    return same ? new Outcome(null, values) : refused(Reason.KEY_MISMATCH);
  }

  private @Nullable Reason read(byte[] value, Map<String, Member> members) {
    boolean object;
    boolean twice = false;
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
      try (JsonParser parser = json.createParser(text)) {
        JsonToken first = parser.nextToken();
        if (first == null) {
          return Reason.MALFORMED_JSON;
        }
        object = first == JsonToken.START_OBJECT;
        Set<String> names = new HashSet<>();
        if (object) {
          while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            twice |= !names.add(name);
            String scalar = parser.getText();
            int start = (int) parser.currentTokenLocation().getCharOffset();
            skip(parser);
            int stop = (int) parser.currentLocation().getCharOffset();
            members.put(name, new Member(token, scalar, text.substring(start, stop)));
          }
        } else {
          skip(parser);
        }
        if (parser.nextToken() != null) {
          return Reason.MALFORMED_JSON;
        }
      }
    } catch (CharacterCodingException notUtf8) {
      return Reason.MALFORMED_JSON;
    } catch (IOException notJson) {
      return Reason.MALFORMED_JSON;
    }
    if (!object) {
      return Reason.NOT_AN_OBJECT;
    }
    return twice ? Reason.MALFORMED_JSON : null;
  }

  /** Reads every token's text, so that nothing in it goes unchecked. */
  private static void skip(JsonParser parser) throws IOException {
    int depth = 0;
    JsonToken token = parser.currentToken();
    while (true) {
      if (token == null) {
        throw new IOException("cut off");
      }
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      if (depth == 0) {
        var unused = parser.getText();
        return;
      }
      token = parser.nextToken();
      if (token != null) {
        var unused = parser.getText();
      }
    }
  }

  private static @Nullable ByteBuffer column(Field field, @Nullable Member member) throws Refused {
    if (member == null || member.token() == JsonToken.VALUE_NULL) {
      if (field.checks().required()) {
        throw new Refused(Reason.MISSING_FIELD);
      }
      return null;
    }
    if (field.type() instanceof CollectionType several) {
      try {
        return collection(field, several, member);
      } catch (IOException notFollowed) {
        throw new Refused(Reason.WRONG_TYPE);
      }
    }
    if (field.type() == FieldType.JSON) {
      String compact =
          TOKEN.matcher(member.raw()).results().map(MatchResult::group).collect(joining());
      text(field.checks(), false, compact);
      return ByteBuffer.wrap(compact.getBytes(UTF_8));
    }
    return single(field, field.type().item(), field.checks().required(), member);
  }

  private static ByteBuffer single(Field field, FieldType type, boolean required, Member member)
      throws Refused {
    if (!tokenFits(type, member.token())) {
      throw new Refused(Reason.WRONG_TYPE);
    }
    String text = member.text();
    if (member.token() == JsonToken.VALUE_STRING && !UTF_8.newEncoder().canEncode(text)) {
      throw new Refused(Reason.WRONG_TYPE);
    }
    try {
      return value(field, type, required, text);
    } catch (DateTimeException | ArithmeticException | IllegalArgumentException wrong) {
      throw new Refused(Reason.WRONG_TYPE);
    }
  }

  private static @Nullable ByteBuffer collection(Field field, CollectionType type, Member member)
      throws Refused, IOException {
    boolean isMap = type.kind() == Kind.MAP;
    require(member.token() == (isMap ? JsonToken.START_OBJECT : JsonToken.START_ARRAY));
    List<ByteBuffer> keys = new ArrayList<>();
    List<ByteBuffer> items = new ArrayList<>();
    boolean isVector = type.kind() == Kind.VECTOR;
    int most = isVector ? type.dimension() : field.checks().maxItems();
    try (JsonParser parser = new JsonFactory().createParser(member.raw())) {
      parser.nextToken();
      while (!parser.nextToken().isStructEnd()) {
        if (items.size() == most) {
          throw new Refused(isVector ? Reason.WRONG_TYPE : Reason.CHECK_FAILED);
        }
        if (isMap) {
          String key = parser.currentName();
          require(UTF_8.newEncoder().canEncode(key));
          ByteBuffer bytes = ByteBuffer.wrap(key.getBytes(UTF_8));
          if (bytes.remaining() > 65_535) {
            throw new Refused(Reason.CHECK_FAILED);
          }
          keys.add(bytes);
          parser.nextToken();
        }
        require(parser.currentToken().isScalarValue());
        Member item = new Member(parser.currentToken(), parser.getText(), "");
        if (isVector) {
          require(item.token().isNumeric());
          float number = Float.parseFloat(item.text());
          require(!Float.isInfinite(number));
          range(field.checks(), new BigDecimal(Double.parseDouble(item.text())));
          items.add(ByteBuffer.allocate(4).putFloat(0, number));
        } else {
          items.add(single(field, type.item(), false, item));
        }
      }
    }
    if (isVector) {
      require(items.size() == type.dimension());
      return joined(ByteBuffer.allocate(0), items, false);
    }
    if (items.isEmpty()) {
      if (field.checks().required()) {
        throw new Refused(Reason.MISSING_FIELD);
      }
      return null;
    }
    if (isMap) {
      TreeMap<ByteBuffer, ByteBuffer> sorted = new TreeMap<>(order(FieldType.TEXT));
      for (int i = 0; i < keys.size(); i++) {
        require(sorted.put(keys.get(i), items.get(i)) == null);
      }
      items.clear();
      sorted.forEach((key, value) -> items.addAll(List.of(key, value)));
      return joined(ByteBuffer.allocate(4).putInt(0, sorted.size()), items, true);
    }
    if (type.kind() == Kind.SET) {
      TreeSet<ByteBuffer> sorted = new TreeSet<>(order(type.item()));
      sorted.addAll(items);
      items.clear();
      items.addAll(sorted);
    }
    return joined(ByteBuffer.allocate(4).putInt(0, items.size()), items, true);
  }

  private static ByteBuffer joined(ByteBuffer first, List<ByteBuffer> items, boolean withSizes) {
    int bytes = items.stream().mapToInt(item -> 4 + item.remaining()).sum();
    ByteBuffer joined = ByteBuffer.allocate(first.remaining() + bytes).put(first.duplicate());
    for (ByteBuffer item : items) {
      if (withSizes) {
        joined.putInt(item.remaining());
      }
      joined.put(item.duplicate());
    }
    return joined.flip();
  }

  /** Cassandra's: of UUIDs by version, of those with a time by that, of the rest by the bits. */
  private static Comparator<ByteBuffer> order(FieldType type) {
    return switch (type) {
      case INT -> Comparator.comparingInt(value -> value.getInt(0));
      case BIGINT, TIMESTAMP -> Comparator.comparingLong(value -> value.getLong(0));
      case UUID ->
          Comparator.<ByteBuffer>comparingInt(value -> uuid(value).version())
              .thenComparingLong(value -> uuid(value).version() == 1 ? uuid(value).timestamp() : 0)
              .thenComparing((a, b) -> Arrays.compareUnsigned(bytes(a), bytes(b)));
      default -> (a, b) -> Arrays.compareUnsigned(bytes(a), bytes(b));
    };
  }

  private static UUID uuid(ByteBuffer value) {
    return new UUID(value.getLong(0), value.getLong(8));
  }

  private static byte[] bytes(ByteBuffer value) {
    byte[] bytes = new byte[value.remaining()];
    value.duplicate().get(bytes);
    return bytes;
  }

  private static boolean tokenFits(FieldType type, JsonToken token) {
    return switch (type) {
      case TEXT, TIMESTAMP, DATE, UUID, DECIMAL, TIME, INET, BLOB ->
          token == JsonToken.VALUE_STRING;
      case INT, BIGINT -> token == JsonToken.VALUE_NUMBER_INT;
      case DOUBLE -> token.isNumeric();
      case BOOLEAN -> token.isBoolean();
      case JSON -> true;
    };
  }

  private static ByteBuffer value(Field field, FieldType type, boolean required, String text)
      throws Refused {
    Checks checks = field.checks();
    return switch (type) {
      case TEXT -> {
        text(checks, required, text);
        yield ByteBuffer.wrap(text.getBytes(UTF_8));
      }
      case INT, BIGINT -> {
        require(INTEGER.matcher(text).matches());
        long number = new BigDecimal(text).longValueExact();
        require(type == FieldType.BIGINT || number == (int) number);
        range(checks, BigDecimal.valueOf(number));
        yield type == FieldType.INT
            ? ByteBuffer.allocate(4).putInt(0, (int) number)
            : ByteBuffer.allocate(8).putLong(0, number);
      }
      case DOUBLE -> {
        double number = Double.parseDouble(text);
        require(!Double.isInfinite(number));
        range(checks, new BigDecimal(number));
        yield ByteBuffer.allocate(8).putDouble(0, number);
      }
      case BOOLEAN -> ByteBuffer.wrap(new byte[] {(byte) (text.equals("true") ? 1 : 0)});
      case TIMESTAMP -> ByteBuffer.allocate(8).putLong(0, millis(text));
      case DATE -> {
        require(text.length() == 10);
        long day = LocalDate.parse(text).toEpochDay();
        yield ByteBuffer.allocate(4).putInt(0, (int) (day + (1L << 31)));
      }
      case UUID -> {
        require(text.length() == 36);
        require(text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"));
        UUID uuid = UUID.fromString(text);
        yield ByteBuffer.allocate(16)
            .putLong(0, uuid.getMostSignificantBits())
            .putLong(8, uuid.getLeastSignificantBits());
      }
      case DECIMAL -> {
        require(NUMBER.matcher(text).matches());
        BigDecimal number = new BigDecimal(text);
        require(number.scale() <= 1000 && (long) number.precision() - number.scale() <= 1000);
        number = number.scale() < 0 ? number.setScale(0) : number;
        range(checks, number);
        byte[] digits = number.unscaledValue().toByteArray();
        yield ByteBuffer.allocate(4 + digits.length).putInt(number.scale()).put(digits).flip();
      }
      case TIME -> {
        require(TIME_OF_DAY.matcher(text).matches());
        yield ByteBuffer.allocate(8).putLong(0, LocalTime.parse(text).toNanoOfDay());
      }
      case INET -> ByteBuffer.wrap(address(text));
      case BLOB -> {
        if (text.isEmpty() && required) {
          throw new Refused(Reason.MISSING_FIELD);
        }
        yield ByteBuffer.wrap(Base64.getDecoder().decode(text.getBytes(UTF_8)));
      }
      case JSON -> throw new IllegalStateException("no single value");
    };
  }

  /** Without names of hosts: with a colon, or of digits and points alone, Java looks nothing up. */
  private static byte[] address(String text) throws Refused {
    boolean is4 = text.matches("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");
    String inside = "(.*:)(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}|[^.]*";
    boolean mayBe6 = text.matches("[0-9a-fA-F:.]{2,45}") && text.contains(":");
    require(is4 || (mayBe6 && text.matches(inside)));
    try {
      return InetAddress.getByName(text).getAddress();
    } catch (UnknownHostException none) {
      throw new Refused(Reason.WRONG_TYPE);
    }
  }

  private static void text(Checks checks, boolean required, String text) throws Refused {
    if (text.isEmpty() && required) {
      throw new Refused(Reason.MISSING_FIELD);
    }
    int length = text.codePointCount(0, text.length());
    boolean passes = length >= checks.minLength() && length <= checks.maxLength();
    passes &= checks.pattern().isEmpty() || checks.pattern().get().matcher(text).matches();
    passes &= checks.oneOf().isEmpty() || checks.oneOf().contains(text);
    passes &=
        !checks.email()
            || (text.matches("[^@]+@[^@]+")
                && text.chars().noneMatch(c -> io.tributary.model.text.WhiteSpace.is((char) c)));
    if (!passes) {
      throw new Refused(Reason.CHECK_FAILED);
    }
  }

  private static void range(Checks checks, BigDecimal number) throws Refused {
    boolean below = checks.min().isPresent() && number.compareTo(checks.min().get()) < 0;
    boolean above = checks.max().isPresent() && number.compareTo(checks.max().get()) > 0;
    if (below || above) {
      throw new Refused(Reason.CHECK_FAILED);
    }
  }

  static long millis(String text) throws Refused {
    Matcher form = TIME.matcher(text);
    require(form.matches());
    int second = form.group(4) == null ? 0 : Integer.parseInt(form.group(4));
    String fraction = form.group(5) == null ? "" : form.group(5);
    int nanos = Integer.parseInt((fraction + "000000000").substring(0, 9));
    ZoneOffset offset = ZoneOffset.UTC;
    if (form.group(6) != null) {
      int minutes = form.group(8) == null ? 0 : Integer.parseInt(form.group(8));
      require(minutes < 60);
      int seconds = (Integer.parseInt(form.group(7)) * 60 + minutes) * 60;
      offset = ZoneOffset.ofTotalSeconds(form.group(6).equals("-") ? -seconds : seconds);
    }
    LocalDateTime time =
        LocalDate.parse(form.group(1))
            .atTime(
                Integer.parseInt(form.group(2)), Integer.parseInt(form.group(3)), second, nanos);
    int year = time.toInstant(offset).atOffset(ZoneOffset.UTC).getYear();
    require(year >= 0 && year <= 9999);
    return time.toInstant(offset).toEpochMilli();
  }

  private static void require(boolean fits) throws Refused {
    if (!fits) {
      throw new Refused(Reason.WRONG_TYPE);
    }
  }

  private static Outcome refused(Reason reason) {
    return new Outcome(reason, new ByteBuffer[0]);
  }

  static final class Refused extends Exception {
    final Reason reason;

    Refused(Reason reason) {
      this.reason = reason;
    }
  }
}
