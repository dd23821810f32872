package io.tributary.model.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.model.definition.FieldType;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.random.RandomTexts;
import io.tributary.model.random.Seed;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Random stations, with each type and collection: what is decoded is what was meant. */
class MappedCollectionsPropertyTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Random random = Seed.random(MappedCollectionsPropertyTest.class);
  private final RandomTexts texts = new RandomTexts(random);

  /** A value of the source, and the bytes that it means. */
  private record Value(String json, ByteBuffer bytes) {}

  /** A source record's members as JSON, and what the row must have. */
  private final Map<String, String> source = new LinkedHashMap<>();

  private final Map<String, ByteBuffer> meant = new LinkedHashMap<>();

  @Test
  void mappedEvent_decodesToWhatTheSourceMeant() throws Exception {
    Pipeline stations = Pipeline.load(Path.of("src/test/resources/pipelines/stations.yaml"));
    Meaning meaning = new Meaning(stations);

    for (int i = 0; i < 1_000; i++) {
      String record = randomStation();
      meaning.assertIs("{\"stations\":[%s]}".formatted(record), record, meant);
    }
  }

  private String randomStation() throws Exception {
    source.clear();
    meant.clear();
    put("station", "station", text("S" + random.nextInt(1_000)));
    put("owner", "ownerName", text("Ada"));
    list("names", names(), true);
    json();
    some("opens", "opens", () -> value(FieldType.TIME));
    some("address", "address", () -> value(FieldType.INET));
    some("certificate", "certificate", () -> value(FieldType.BLOB));
    some("checksum", "checksum", this::hex);
    some("levels", () -> values(FieldType.DOUBLE));
    some("prices", () -> values(FieldType.DECIMAL));
    some("parts", () -> values(FieldType.BLOB));
    set("words", FieldType.TEXT);
    set("numbers", FieldType.INT);
    set("counts", FieldType.BIGINT);
    set("sensors", FieldType.UUID);
    set("readings", FieldType.TIMESTAMP);
    set("days", FieldType.DATE);
    set("hours", FieldType.TIME);
    set("hosts", FieldType.INET);
    set("answers", FieldType.BOOLEAN);
    map("labels", FieldType.TEXT, 12);
    map("limits", FieldType.INT, 5);
    vector();
    return "{"
        + source.entrySet().stream()
            .map(member -> "\"%s\":%s".formatted(member.getKey(), member.getValue()))
            .collect(Collectors.joining("," + texts.space()))
        + "}";
  }

  private interface Maker<T> {
    T make();
  }

  private void put(String member, String field, Value value) {
    source.put(member, value.json());
    meant.put(field, value.bytes());
  }

  private void some(String member, String field, Maker<Value> value) {
    if (random.nextInt(3) > 0) {
      put(member, field, value.make());
    }
  }

  private void some(String member, Maker<List<Value>> values) {
    if (random.nextInt(3) > 0) {
      list(member, values.make(), false);
    }
  }

  private void list(String field, List<Value> values, boolean required) {
    source.put(field, array(values));
    if (required || !values.isEmpty()) {
      meant.put(field, joined(values.size(), values.stream().map(Value::bytes).toList()));
    }
  }

  private List<Value> names() {
    return IntStream.rangeClosed(0, random.nextInt(6))
        .mapToObj(i -> text("n" + random.nextInt(9)))
        .toList();
  }

  private List<Value> values(FieldType type) {
    return IntStream.range(0, random.nextInt(6)).mapToObj(i -> value(type)).toList();
  }

  /** Unsorted and with copies in the source; sorted by what the values are in the row. */
  private void set(String field, FieldType type) {
    if (random.nextInt(3) == 0) {
      return;
    }
    List<Value> values = new ArrayList<>(values(type));
    values.addAll(values.subList(0, values.size() / 2));
    source.put(field, array(values));
    List<ByteBuffer> sorted =
        values.stream().map(Value::bytes).distinct().sorted((a, b) -> order(type, a, b)).toList();
    if (!sorted.isEmpty()) {
      meant.put(field, joined(sorted.size(), sorted));
    }
  }

  private static int order(FieldType type, ByteBuffer a, ByteBuffer b) {
    return switch (type) {
      case INT -> Integer.compare(a.getInt(0), b.getInt(0));
      case BIGINT, TIMESTAMP -> Long.compare(a.getLong(0), b.getLong(0));
      case UUID -> {
        UUID one = new UUID(a.getLong(0), a.getLong(8));
        UUID other = new UUID(b.getLong(0), b.getLong(8));
        if (one.version() != other.version()) {
          yield Integer.compare(one.version(), other.version());
        }
        if (one.version() == 1 && one.timestamp() != other.timestamp()) {
          yield Long.compare(one.timestamp(), other.timestamp());
        }
        yield bytewise(a, b);
      }
      default -> bytewise(a, b);
    };
  }

  private static int bytewise(ByteBuffer a, ByteBuffer b) {
    return HexFormat.of().formatHex(bytes(a)).compareTo(HexFormat.of().formatHex(bytes(b)));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private void map(String field, FieldType type, int most) {
    if (random.nextInt(3) == 0) {
      return;
    }
    Map<String, Value> values = new LinkedHashMap<>();
    for (int i = random.nextInt(most); i > 0; i--) {
      values.put(texts.text(6), value(type));
    }
    source.put(
        field,
        values.entrySet().stream()
            .map(entry -> texts.json(entry.getKey()) + ":" + entry.getValue().json())
            .collect(Collectors.joining(",", "{", "}")));
    List<ByteBuffer> sorted = new ArrayList<>();
    values.entrySet().stream()
        .sorted((a, b) -> bytewise(text(a.getKey()).bytes(), text(b.getKey()).bytes()))
        .forEach(e -> sorted.addAll(List.of(text(e.getKey()).bytes(), e.getValue().bytes())));
    if (!sorted.isEmpty()) {
      meant.put(field, joined(values.size(), sorted));
    }
  }

  private void vector() {
    ByteBuffer floats = ByteBuffer.allocate(12);
    List<Value> items = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      float number = Float.intBitsToFloat(random.nextInt());
      number = Float.isFinite(number) ? number : 0.1f;
      // A double that is nearer to this float than to any other.
      double near = number * (1 + random.nextInt(3) * 1e-10);
      boolean exact = (float) near != number || random.nextBoolean();
      String json = exact ? Float.toString(number) : Double.toString(near);
      items.add(new Value(json, ByteBuffer.allocate(0)));
      floats.putFloat(number);
    }
    put("place", "place", new Value(array(items), floats.flip()));
  }

  private void json() throws Exception {
    JsonNode tree =
        JSON.readTree(
            "{\"a\":[1,2.50,%s],\"b\":{\"c\":null}}".formatted(texts.json(texts.text(9))));
    String spaced = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree);
    put("order", "order", new Value(spaced, ByteBuffer.wrap(tree.toString().getBytes(UTF_8))));
  }

  private Value hex() {
    byte[] bytes = randomBytes();
    String digits = HexFormat.of().formatHex(bytes);
    return new Value("\"%s\"".formatted(digits), ByteBuffer.wrap(bytes));
  }

  private byte[] randomBytes() {
    byte[] bytes = new byte[1 + random.nextInt(40)];
    random.nextBytes(bytes);
    return bytes;
  }

  private Value text(String text) {
    return new Value(texts.json(text), ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  private Value value(FieldType type) {
    return switch (type) {
      case TEXT -> text(texts.text(8));
      case INT -> {
        int number = random.nextInt() >> random.nextInt(32);
        yield new Value(spelt(Integer.toString(number)), ByteBuffer.allocate(4).putInt(0, number));
      }
      case BIGINT -> {
        long number = random.nextLong() >> random.nextInt(64);
        yield new Value(spelt(Long.toString(number)), ByteBuffer.allocate(8).putLong(0, number));
      }
      case DOUBLE -> {
        double number = random.nextDouble() * 1_000;
        yield new Value(
            spelt(Double.toString(number)), ByteBuffer.allocate(8).putDouble(0, number));
      }
      case DECIMAL -> {
        BigDecimal number = BigDecimal.valueOf(random.nextLong(), random.nextInt(20));
        byte[] digits = number.unscaledValue().toByteArray();
        yield new Value(
            spelt(number.toPlainString()),
            ByteBuffer.allocate(4 + digits.length).putInt(number.scale()).put(digits).flip());
      }
      case BOOLEAN -> {
        boolean truth = random.nextBoolean();
        yield new Value(
            spelt(Boolean.toString(truth)), ByteBuffer.wrap(new byte[] {(byte) (truth ? 1 : 0)}));
      }
      case TIMESTAMP -> {
        long millis = random.nextLong() >> (22 + random.nextInt(20));
        yield new Value(
            texts.json(Instant.ofEpochMilli(millis).toString()),
            ByteBuffer.allocate(8).putLong(0, millis));
      }
      case DATE -> {
        LocalDate day = LocalDate.ofEpochDay(random.nextInt(40_000) - 20_000);
        yield new Value(
            texts.json(day.toString()),
            ByteBuffer.allocate(4).putInt(0, (int) (day.toEpochDay() + (1L << 31))));
      }
      case TIME -> {
        long unit = new long[] {60_000_000_000L, 1_000_000_000, 1_000_000, 1}[random.nextInt(4)];
        long nanos = (random.nextLong() >>> 1) % 86_400_000_000_000L / unit * unit;
        yield new Value(
            texts.json(LocalTime.ofNanoOfDay(nanos).toString()),
            ByteBuffer.allocate(8).putLong(0, nanos));
      }
      case UUID -> {
        long version = random.nextInt(3) == 0 ? 1 : random.nextInt(3) == 0 ? 7 : 4;
        long most = (random.nextLong() & ~0xF000L) | version << 12;
        UUID uuid = new UUID(most, random.nextLong());
        yield new Value(
            texts.json(uuid.toString()),
            ByteBuffer.allocate(16).putLong(0, most).putLong(8, uuid.getLeastSignificantBits()));
      }
      case INET -> address();
      case BLOB -> {
        byte[] bytes = randomBytes();
        boolean forUrls = random.nextBoolean();
        Base64.Encoder encoder = forUrls ? Base64.getUrlEncoder() : Base64.getMimeEncoder(8, LINE);
        yield new Value(texts.json(encoder.encodeToString(bytes)), ByteBuffer.wrap(bytes));
      }
      case JSON -> throw new IllegalArgumentException("no item");
    };
  }

  private static final byte[] LINE = {'\n'};

  private Value address() {
    byte[] address = new byte[random.nextBoolean() ? 4 : 16];
    random.nextBytes(address);
    address[0] |= 1;
    if (address.length == 4) {
      return new Value(
          String.format(
              Locale.ROOT,
              "\"%d.%d.%d.%d\"",
              address[0] & 0xFF,
              address[1] & 0xFF,
              address[2] & 0xFF,
              address[3] & 0xFF),
          ByteBuffer.wrap(address));
    }
    if (random.nextBoolean()) {
      Arrays.fill(address, 2, 14, (byte) 0);
    }
    ByteBuffer groups = ByteBuffer.wrap(address);
    String text =
        IntStream.range(0, 8)
            .mapToObj(i -> Integer.toHexString(groups.getShort(2 * i) & 0xFFFF))
            .collect(Collectors.joining(":"));
    return new Value(
        "\"%s\"".formatted(random.nextBoolean() ? text : text.replaceFirst(":0:0:0:0:0:0:", "::")),
        ByteBuffer.wrap(address));
  }

  private String array(List<Value> values) {
    return values.stream()
        .map(Value::json)
        .collect(Collectors.joining("," + texts.space(), "[" + texts.space(), "]"));
  }

  private static ByteBuffer joined(int count, List<ByteBuffer> parts) {
    int bytes = parts.stream().mapToInt(part -> 4 + part.remaining()).sum();
    ByteBuffer joined = ByteBuffer.allocate(4 + bytes).putInt(count);
    parts.forEach(part -> joined.putInt(part.remaining()).put(part.duplicate()));
    return joined.flip();
  }

  /** A number or truth value as such, or as text. */
  private String spelt(String literal) {
    return random.nextInt(3) == 0 ? texts.json(" " + literal) : literal;
  }
}
