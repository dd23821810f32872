package io.tributary.model.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.refusal.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that other programs wrote with schemas of their own, by Avro's own library. */
class OtherWritersTest {
  private static final UUID ID = UUID.fromString("15653f96-f1c3-420d-97d1-d62f71d463c2");
  private static final byte[] KEY = ID.toString().getBytes(UTF_8);
  private static final String ID_FIELD = "{\"name\":\"id\",\"type\":\"string\"}";
  private static final String TOWN_FIELD = "{\"name\":\"town\",\"type\":\"string\"}";

  private static Pipeline parcels() throws Exception {
    return Pipeline.parse(
        Path.of("parcels.yaml"),
        """
        name: parcels
        source: {url: "http://post.example/parcels", records: /p, paging: {type: none}}
        event:
          key: id
          fields:
            - {name: id, type: uuid, from: /id, required: true}
            - {name: town, type: text, from: /town, required: true}
            - {name: colour, type: text, from: /colour}
        topic: {name: parcels, format: avro}
        table: {keyspace: post, name: parcels}
        """
            .getBytes(UTF_8));
  }

  private static String schema(String... fields) {
    return "{\"type\":\"record\",\"name\":\"Parcel\",\"namespace\":\"com.post\",\"fields\":["
        + String.join(",", fields)
        + "]}";
  }

  private static byte[] written(String schema, Consumer<GenericRecord> values) throws Exception {
    Schema parsed = new Schema.Parser().parse(schema);
    GenericRecord record = new GenericData.Record(parsed);
    values.accept(record);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(parsed).write(record, encoder);
    encoder.flush();
    return out.toByteArray();
  }

  private static Decoded read(String schema, byte[] key, byte[] body) throws Exception {
    Pipeline pipeline = parcels();
    WriterSchema compiled = WriterSchema.avro(schema, pipeline);
    return new RecordDecoder(pipeline, id -> compiled).decode(key, Framing.frame(1, body), null);
  }

  private static Decoded read(String schema, Consumer<GenericRecord> values) throws Exception {
    return read(schema, KEY, written(schema, values));
  }

  private static void putIdAndTown(GenericRecord record) {
    record.put("id", ID.toString());
    record.put("town", "Oslo");
  }

  private static List<String> row(Decoded decoded) {
    assertThat(decoded).as("%s", decoded).isInstanceOf(Decoded.Row.class);
    @Nullable ByteBuffer[] values = ((Decoded.Row) decoded).values();
    ByteBuffer id = Objects.requireNonNull(values[0]).duplicate();
    return Arrays.asList(
        new UUID(id.getLong(), id.getLong()).toString(), text(values[1]), text(values[2]));
  }

  private static String text(@Nullable ByteBuffer value) {
    return value == null ? "none" : UTF_8.decode(value.duplicate()).toString();
  }

  private static String refusal(Decoded decoded) {
    assertThat(decoded).as("%s", decoded).isInstanceOf(Decoded.Refused.class);
    var refusal = ((Decoded.Refused) decoded).refusal();
    return "%s %s: %s".formatted(refusal.reason(), refusal.field(), refusal.detail());
  }

  @Test
  void fields_areFoundByName_whereverTheyAre() throws Exception {
    String schema =
        schema(
            "{\"name\":\"channel\",\"type\":\"string\"}",
            "{\"name\":\"double\",\"type\":\"double\"}",
            TOWN_FIELD,
            "{\"name\":\"flags\",\"type\":{\"type\":\"array\",\"items\":[\"null\",\"boolean\",\"float\"]}}",
            "{\"name\":\"sizes\",\"type\":{\"type\":\"map\",\"values\":{\"type\":\"fixed\",\"name\":\"Size\",\"size\":3}}}",
            "{\"name\":\"from\",\"type\":{\"type\":\"record\",\"name\":\"Place\",\"fields\":[{\"name\":\"zip\",\"type\":\"long\"},{\"name\":\"raw\",\"type\":\"bytes\"}]}}",
            ID_FIELD,
            "{\"name\":\"kind\",\"type\":{\"type\":\"enum\",\"name\":\"Kind\",\"symbols\":[\"A\",\"B\"]}}");
    Schema parsed = new Schema.Parser().parse(schema);

    Decoded decoded =
        read(
            schema,
            record -> {
              putIdAndTown(record);
              record.put("channel", "shop");
              record.put("double", 1.5);
              record.put("flags", Arrays.asList(null, true, 2f, false));
              Schema size = parsed.getField("sizes").schema().getValueType();
              record.put("sizes", Map.of("a", new GenericData.Fixed(size, new byte[] {1, 2, 3})));
              GenericRecord place = new GenericData.Record(parsed.getField("from").schema());
              place.put("zip", 150L);
              place.put("raw", ByteBuffer.wrap(new byte[] {9, 9}));
              record.put("from", place);
              record.put("kind", new GenericData.EnumSymbol(parsed.getField("kind").schema(), "B"));
            });

    assertThat(row(decoded)).containsExactly(ID.toString(), "Oslo", "none");
  }

  /** Also after a record that had it, with the same decoder. */
  @Test
  void requiredField_isMissing_ifTheWriterDoesNotKnowIt() throws Exception {
    Pipeline pipeline = parcels();
    WriterSchema whole = WriterSchema.avro(schema(ID_FIELD, TOWN_FIELD), pipeline);
    WriterSchema part = WriterSchema.avro(schema(ID_FIELD), pipeline);
    RecordDecoder decoder = new RecordDecoder(pipeline, id -> id == 1 ? whole : part);

    Decoded first =
        decoder.decode(
            KEY,
            Framing.frame(1, written(schema(ID_FIELD, TOWN_FIELD), OtherWritersTest::putIdAndTown)),
            null);
    Decoded second =
        decoder.decode(
            KEY,
            Framing.frame(2, written(schema(ID_FIELD), record -> record.put("id", ID.toString()))),
            null);

    assertThat(first).isInstanceOf(Decoded.Row.class);
    assertThat(refusal(second)).startsWith("MISSING_FIELD town");
  }

  @Test
  void uuid_mayBeAFixed() throws Exception {
    for (int size : List.of(16, 15)) {
      String schema =
          schema(
              "{\"name\":\"id\",\"type\":{\"type\":\"fixed\",\"name\":\"Id\",\"size\":%s,\"logicalType\":\"uuid\"}}"
                  .formatted(Integer.toString(size)),
              TOWN_FIELD);
      byte[] id =
          ByteBuffer.allocate(16)
              .putLong(ID.getMostSignificantBits())
              .putLong(ID.getLeastSignificantBits())
              .array();
      byte[] body = new byte[size + 5];
      System.arraycopy(id, 0, body, 0, size);
      System.arraycopy(new byte[] {8, 'O', 's', 'l', 'o'}, 0, body, size, 5);

      Decoded decoded = read(schema, KEY, body);

      if (size == 16) {
        assertThat(row(decoded)).containsExactly(ID.toString(), "Oslo", "none");
        assertThat(refusal(read(schema, new UUID(1, 2).toString().getBytes(UTF_8), body)))
            .startsWith("KEY_MISMATCH");
        assertThat(refusal(read(schema, "no uuid".getBytes(UTF_8), body)))
            .startsWith("KEY_MISMATCH");
      } else {
        assertThat(refusal(decoded)).startsWith("WRONG_TYPE id: found bytes");
      }
    }
  }

  @Test
  void enum_isItsSymbol_andBrokenBeyondTheLast() throws Exception {
    String schema =
        schema(
            ID_FIELD,
            TOWN_FIELD,
            "{\"name\":\"colour\",\"type\":{\"type\":\"enum\",\"name\":\"Colour\",\"symbols\":[\"RED\",\"BLUE\"]}}");
    Schema colour = new Schema.Parser().parse(schema).getField("colour").schema();
    byte[] body =
        written(
            schema,
            record -> {
              putIdAndTown(record);
              record.put("colour", new GenericData.EnumSymbol(colour, "BLUE"));
            });

    assertThat(row(read(schema, KEY, body))).containsExactly(ID.toString(), "Oslo", "BLUE");
    body[body.length - 1] = 4;
    assertThat(refusal(read(schema, KEY, body)))
        .startsWith("MALFORMED_AVRO null: the value has the symbol 2");
    body[body.length - 1] = 1;
    assertThat(refusal(read(schema, KEY, body))).startsWith("MALFORMED_AVRO");
  }

  /** Types that a schema names in its own namespace, in another one and in none. */
  @ParameterizedTest
  @ValueSource(strings = {"Colour", "com.post.Colour"})
  void type_isKnownByItsName(String name) throws Exception {
    String schema =
        schema(
            "{\"name\":\"first\",\"type\":{\"type\":\"enum\",\"name\":\"Colour\",\"symbols\":[\"RED\",\"BLUE\"]}}",
            "{\"name\":\"other\",\"type\":{\"type\":\"fixed\",\"name\":\"org.mail.Stamp\",\"size\":1}}",
            "{\"name\":\"again\",\"type\":\"org.mail.Stamp\"}",
            ID_FIELD,
            TOWN_FIELD,
            "{\"name\":\"colour\",\"type\":[\"null\",\"%s\"]}".formatted(name));
    Schema parsed = new Schema.Parser().parse(schema);

    Decoded decoded =
        read(
            schema,
            record -> {
              putIdAndTown(record);
              GenericData.EnumSymbol blue =
                  new GenericData.EnumSymbol(parsed.getField("first").schema(), "BLUE");
              GenericData.Fixed stamp =
                  new GenericData.Fixed(parsed.getField("other").schema(), new byte[] {1});
              record.put("first", blue);
              record.put("other", stamp);
              record.put("again", stamp);
              record.put("colour", blue);
            });

    assertThat(row(decoded)).containsExactly(ID.toString(), "Oslo", "BLUE");
  }

  @Test
  void firstRefusal_isThatOfTheKey() throws Exception {
    String schema = schema("{\"name\":\"town\",\"type\":\"long\"}", ID_FIELD);

    assertThat(
            refusal(
                read(
                    schema,
                    record -> {
                      record.put("town", 7L);
                      record.put("id", ID.toString());
                    })))
        .startsWith("WRONG_TYPE town: found a number");
    assertThat(
            refusal(
                read(
                    schema,
                    record -> {
                      record.put("town", 7L);
                      record.put("id", "no uuid");
                    })))
        .startsWith("WRONG_TYPE id");
  }

  /** As many as nobody can count, in a few bytes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"null\"",
        "{\"type\":\"fixed\",\"name\":\"Nothing\",\"size\":0}",
        "{\"type\":\"record\",\"name\":\"Empty\",\"fields\":[]}"
      })
  void listOfNothings_isPassedOver(String nothing) throws Exception {
    String schema =
        schema(
            "{\"name\":\"many\",\"type\":{\"type\":\"array\",\"items\":%s}}".formatted(nothing),
            ID_FIELD,
            TOWN_FIELD);
    byte[] rest = written(schema(ID_FIELD, TOWN_FIELD), OtherWritersTest::putIdAndTown);
    byte[] many = {-2, -1, -1, -1, -1, -1, -1, -1, -1, 1, 0};
    byte[] body = Arrays.copyOf(many, many.length + rest.length);
    System.arraycopy(rest, 0, body, many.length, rest.length);

    assertThat(row(read(schema, KEY, body))).containsExactly(ID.toString(), "Oslo", "none");
  }

  /** Of lists, of records, and of lists that may be missing. */
  @ParameterizedTest
  @CsvSource({"array, 63", "record, 63", "union, 31"})
  void schema_hasAtMost64Levels(String kind, int levels) throws Exception {
    assertThat(unusable(kind, levels)).isNull();
    assertThat(unusable(kind, levels + 1)).contains("more than 64 levels");
  }

  private static @Nullable String unusable(String kind, int levels) throws Exception {
    StringBuilder type = new StringBuilder("\"int\"");
    for (int i = 0; i < levels; i++) {
      String inner = type.toString();
      type.setLength(0);
      type.append(
          switch (kind) {
            case "array" -> "{\"type\":\"array\",\"items\":%s}".formatted(inner);
            case "union" -> "[\"null\",{\"type\":\"map\",\"values\":%s}]".formatted(inner);
            default ->
                String.format(
                    Locale.ROOT,
                    "{\"type\":\"record\",\"name\":\"R%d\",\"fields\":[{\"name\":\"a\",\"type\":%s}]}",
                    i,
                    inner);
          });
    }
    return WriterSchema.avro(
            schema(ID_FIELD, "{\"name\":\"deep\",\"type\":%s}".formatted(type)), parcels())
        .unusable();
  }

  /** A type that contains itself has as many levels as its writer likes. */
  @ParameterizedTest
  @ValueSource(strings = {"array", "union"})
  void recursion_isBounded(String kind) throws Exception {
    String below =
        kind.equals("array") ? "{\"type\":\"array\",\"items\":\"Node\"}" : "[\"null\",\"Node\"]";
    String schema =
        schema(
            "{\"name\":\"tree\",\"type\":{\"type\":\"record\",\"name\":\"Node\",\"fields\":[{\"name\":\"below\",\"type\":%s}]}}"
                .formatted(below),
            ID_FIELD);
    byte[] body = new byte[200_000];
    Arrays.fill(body, (byte) 2);

    assertThat(refusal(read(schema, KEY, body))).startsWith("MALFORMED_AVRO").contains("levels");
  }

  @Test
  void schemaId_mayBeZero() {
    assertThat(Framing.id(Framing.of(0))).isZero();
    assertThat(Framing.id(new byte[] {0, -1, 0, 0, 0})).isEqualTo(Framing.NONE);
  }

  @Test
  void refusal_saysHowTheSchemaWasNamed() throws Exception {
    RecordDecoder decoder =
        new RecordDecoder(parcels(), id -> WriterSchema.unusable("nobody asks"));

    assertThat(refusal(decoder.decode(KEY, new byte[] {0, 3}, null)))
        .startsWith(Reason.UNKNOWN_SCHEMA + " null: the value begins with a zero");
    assertThat(refusal(decoder.decode(KEY, new byte[] {12, 3}, new byte[] {1, 2})))
        .startsWith(Reason.UNKNOWN_SCHEMA + " null: the header __value_schema_id has no id");
  }
}
