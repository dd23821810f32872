package io.tributary.model.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.EventEncoder.Encoded;
import io.tributary.model.refusal.Reason;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** An event in Avro is the same row as in JSON, and the same bytes that Avro's library writes. */
class AvroRoundTripTest {
  private static final int ID = 70_007;

  private static final String STATION =
      "'station':'S1','ownerName':'Ada \\u00e9\\ud83d\\ude00 \\\"x\\\"','names':['a','b\\n']";

  static List<String> stations() {
    return List.of(
        STATION,
        STATION + ",'order':{'a':[1,null,'x']},'opens':'09:30','address':'10.0.0.7'",
        STATION + ",'order':'text','opens':'23:59:59.999999999','address':'2001:db8::1'",
        STATION + ",'order':7.50,'address':'::ffff:1.2.3.4','certificate':'AAEC','checksum':''",
        STATION + ",'levels':[-50,1e3,0.1],'prices':['1.50','-0.001','12345678901234567890']",
        STATION + ",'parts':['AAEC',''],'words':['z','a',''],'numbers':[3,-1,2147483647]",
        STATION + ",'counts':[9223372036854775807,-9223372036854775808]",
        STATION + ",'sensors':['15653f96-f1c3-420d-97d1-d62f71d463c2']",
        STATION + ",'readings':['2024-02-29T23:59:59.999Z','1969-12-31T23:59:59.999Z']",
        STATION + ",'days':['0000-01-01','9999-12-31'],'hours':['00:00:00'],'hosts':['::1']",
        STATION + ",'answers':[true,false],'labels':{'z':'1','a':''},'limits':{'x':-1}",
        STATION + ",'place':[0.1,-2,3e2],'levels':[]");
  }

  @ParameterizedTest
  @MethodSource("stations")
  void decode_givesTheRowOfTheSameEventInJson(String members) throws Exception {
    Pipeline pipeline = SchemaFormats.stations("format: avro");
    byte[] key = "S1".getBytes(UTF_8);
    byte[] json = ("{" + members.replace('\'', '"') + "}").getBytes(UTF_8);

    byte[] value = encoded(pipeline, key, json);

    Decoded.Row expected = (Decoded.Row) new EventDecoder(pipeline).decode(key, json);
    Decoded decoded = decoder(pipeline).decode(key, value, null);
    assertThat(decoded).isInstanceOf(Decoded.Row.class);
    assertThat(((Decoded.Row) decoded).values()).isEqualTo(expected.values());
    assertThat(value).startsWith(0, 0, 1, 0x11, 0x77);
    assertThat(rewritten(pipeline, value)).isEqualTo(Arrays.copyOfRange(value, 5, value.length));
  }

  @ParameterizedTest
  @MethodSource("stations")
  void decode_neverThrows_whateverTheBytes(String members) throws Exception {
    Pipeline pipeline = SchemaFormats.stations("format: avro");
    byte[] key = "S1".getBytes(UTF_8);
    byte[] value = encoded(pipeline, key, ("{" + members.replace('\'', '"') + "}").getBytes(UTF_8));
    RecordDecoder decoder = decoder(pipeline);
    long seed = System.nanoTime();
    Random random = new Random(seed);

    for (int i = 0; i < 2_000; i++) {
      byte[] broken = Arrays.copyOf(value, 5 + random.nextInt(value.length));
      for (int changes = random.nextInt(4); changes >= 0 && broken.length > 5; changes--) {
        broken[5 + random.nextInt(broken.length - 5)] = (byte) random.nextInt();
      }
      assertThat(decoder.decode(key, broken, null)).as("seed %d", seed).isNotNull();
    }
  }

  @Test
  void decode_takesPlainFramedAndMarkedRecordsOfOneTopic() throws Exception {
    Pipeline pipeline = SchemaFormats.products("format: avro");
    byte[] key = "LA-100".getBytes(UTF_8);
    byte[] json = "{\"sku\":\"LA-100\",\"branch\":7,\"title\":\"Lamp\"}".getBytes(UTF_8);
    byte[] framed = encoded(pipeline, key, json);
    byte[] body = Arrays.copyOfRange(framed, 5, framed.length);
    RecordDecoder decoder = decoder(pipeline);

    Decoded.Row plain = (Decoded.Row) decoder.decode(key, json, null);

    assertThat(((Decoded.Row) decoder.decode(key, framed, null)).values())
        .isEqualTo(plain.values());
    assertThat(((Decoded.Row) decoder.decode(key, body, Framing.of(ID))).values())
        .isEqualTo(plain.values());
  }

  @Test
  void decode_takesFramedJson() throws Exception {
    Pipeline pipeline = SchemaFormats.products("format: json-schema");
    byte[] key = "LA-100".getBytes(UTF_8);
    byte[] json = "{\"sku\":\"LA-100\",\"branch\":7,\"title\":\"Lamp\"}".getBytes(UTF_8);
    RecordDecoder decoder = new RecordDecoder(pipeline, id -> WriterSchema.json());

    byte[] framed = encoded(pipeline, key, json);

    assertThat(framed).isEqualTo(Framing.frame(ID, json));
    assertThat(((Decoded.Row) decoder.decode(key, framed, null)).values())
        .isEqualTo(((Decoded.Row) decoder.decode(key, json, null)).values());
    assertThat(reason(decoder.decode(key, Framing.frame(ID, new byte[] {'['}), null)))
        .isEqualTo(Reason.MALFORMED_JSON);
  }

  @Test
  void decode_refusesAFramedRecord_ofATopicWithoutSchemas() throws Exception {
    Pipeline pipeline = Pipeline.load(Path.of("src/test/resources/pipelines/products.yaml"));
    RecordDecoder decoder =
        new RecordDecoder(
            pipeline,
            id -> {
              throw new AssertionError("nothing asks for a schema");
            });
    byte[] framed = Framing.frame(ID, "{}".getBytes(UTF_8));

    assertThat(reason(decoder.decode("LA-100".getBytes(UTF_8), framed, Framing.of(3))))
        .isEqualTo(Reason.MALFORMED_JSON);
  }

  @Test
  void decode_refusesAsUnknown_whatTheRegistryDoesNotHave() throws Exception {
    Pipeline pipeline = SchemaFormats.products("format: avro");
    RecordDecoder decoder =
        new RecordDecoder(pipeline, id -> WriterSchema.unusable("the registry has none"));

    Decoded.Refused refused =
        (Decoded.Refused)
            decoder.decode("LA-100".getBytes(UTF_8), Framing.frame(4_711, new byte[9]), null);

    assertThat(refused.refusal().reason()).isEqualTo(Reason.UNKNOWN_SCHEMA);
    assertThat(refused.refusal().detail()).isEqualTo("schema 4711: the registry has none");
  }

  @Test
  void decode_refusesAsUnknown_whatNamesItsSchemaOtherwise() throws Exception {
    RecordDecoder decoder = decoder(SchemaFormats.products("format: avro"));
    byte[] guid = new byte[17];
    guid[0] = 1;

    assertThat(reason(decoder.decode("k".getBytes(UTF_8), new byte[] {12, 3}, guid)))
        .isEqualTo(Reason.UNKNOWN_SCHEMA);
    assertThat(reason(decoder.decode("k".getBytes(UTF_8), new byte[] {0, 3}, null)))
        .isEqualTo(Reason.UNKNOWN_SCHEMA);
  }

  @ParameterizedTest
  @CsvSource({"49.9, 49.90, 137e", "-0.01, -0.01, ff", "49.90, 49.90, 137e", "0, 0.00, 00"})
  void decimal_isAvrosOwn_ifItsDigitsAreLimited(String written, String read, String digits)
      throws Exception {
    Pipeline pipeline = SchemaFormats.lots("format: avro");
    byte[] key = "L1".getBytes(UTF_8);
    byte[] json =
        "{\"code\":\"L1\",\"opened\":\"2024-02-29\",\"fees\":{\"a\":\"%s\"}}"
            .formatted(written)
            .getBytes(UTF_8);

    byte[] value = encoded(pipeline, key, json);

    assertThat(EventAvroSchema.of(pipeline)).contains("\"precision\" : 38", "\"scale\" : 2");
    int fees = 15;
    ByteBuffer map =
        ((Decoded.Row) decoder(pipeline).decode(key, value, null)).values()[fees].duplicate();
    map.position(map.position() + 4 + 4 + 1 + 4);
    assertThat(map.getInt()).isEqualTo(2);
    byte[] unscaled = new byte[map.remaining()];
    map.get(unscaled);
    assertThat(new BigDecimal(new BigInteger(unscaled), 2).toPlainString()).isEqualTo(read);
    assertThat(HexFormat.of().formatHex(value)).contains(digits);
  }

  @Test
  void decimal_isRefused_withMoreDigitsThanTheDefinitionAllows() throws Exception {
    Pipeline pipeline = SchemaFormats.lots("format: avro");
    byte[] json =
        "{\"code\":\"L1\",\"opened\":\"2024-02-29\",\"fees\":{\"a\":\"1.234\"}}".getBytes(UTF_8);

    Encoded encoded = EventEncoder.of(pipeline, ID).encode("L1".getBytes(UTF_8), json);

    assertThat(((Encoded.Refused) encoded).refusal().detail())
        .isEqualTo("found 1.234, expected at most 2 digits after the point in item 1");
  }

  @Test
  void decode_takesDeletes() throws Exception {
    Pipeline pipeline = SchemaFormats.lots("format: avro");
    byte[] key = "L1".getBytes(UTF_8);
    byte[] json = "{\"code\":\"L1\",\"_deleted\":true}".getBytes(UTF_8);

    byte[] value = encoded(pipeline, key, json);

    Decoded decoded = decoder(pipeline).decode(key, value, null);
    assertThat(decoded).isInstanceOf(Decoded.Deletion.class);
    assertThat(((Decoded.Deletion) decoded).values())
        .isEqualTo(((Decoded.Deletion) new EventDecoder(pipeline).decode(key, json)).values());
  }

  private static byte[] encoded(Pipeline pipeline, byte[] key, byte[] json) {
    Encoded encoded = EventEncoder.of(pipeline, ID).encode(key, json);
    assertThat(encoded).as("%s", encoded).isInstanceOf(Encoded.Value.class);
    return ((Encoded.Value) encoded).bytes();
  }

  private static RecordDecoder decoder(Pipeline pipeline) {
    WriterSchema schema = WriterSchema.avro(EventAvroSchema.of(pipeline), pipeline);
    return new RecordDecoder(
        pipeline, id -> id == ID ? schema : WriterSchema.unusable("another id"));
  }

  private static Reason reason(Decoded decoded) {
    return ((Decoded.Refused) decoded).refusal().reason();
  }

  /** Read and written again by Avro's own library. */
  private static byte[] rewritten(Pipeline pipeline, byte[] framed) throws Exception {
    Schema schema = new Schema.Parser().parse(EventAvroSchema.of(pipeline));
    ByteBuffer body = ByteBuffer.wrap(framed, 5, framed.length - 5);
    GenericRecord record =
        new GenericDatumReader<GenericRecord>(schema)
            .read(
                null,
                DecoderFactory.get()
                    .binaryDecoder(framed, body.position(), body.remaining(), null));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
    encoder.flush();
    // a map of the library has no order of its own
    return record.get("labels") == null ? out.toByteArray() : copy(body);
  }

  private static byte[] copy(ByteBuffer body) {
    byte[] bytes = new byte[body.remaining()];
    body.duplicate().get(bytes);
    return bytes;
  }
}
