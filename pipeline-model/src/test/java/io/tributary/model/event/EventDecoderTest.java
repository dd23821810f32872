package io.tributary.model.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.refusal.Reason;
import io.tributary.model.refusal.Refusal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** By the definition {@code products.yaml}, which has every type but uuid, and by the users'. */
class EventDecoderTest {
  private static final String KEY = "\"sku\":\"AB-1\",\"branch\":7,\"title\":\"A lamp\"";
  private static final String ID = "15653f96-f1c3-420d-97d1-d62f71d463c2";

  private Pipeline products;
  private EventDecoder decoder;

  @BeforeEach
  void loadProducts() throws Exception {
    products = Pipeline.load(Path.of("src/test/resources/pipelines/products.yaml"));
    decoder = new EventDecoder(products);
  }

  // --- rows

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "raw => \"abc\" => 616263",
        "raw => \"\" => ``",
        "raw => \"é😀\" => c3a9f09f9880",
        "raw => \"\\u00e9\\ud83d\\ude00\\n\\/\" => c3a9f09f98800a2f",
        "raw => null => null",
        "branch => 99 => 00000063",
        "sold => 0 => 0000000000000000",
        "sold => 9223372036854775807 => 7fffffffffffffff",
        "weight => 0.5 => 3fe0000000000000",
        "weight => 1e300 => 7e37e43c8800759c",
        "weight => 3 => 4008000000000000",
        "in_stock => true => 01",
        "in_stock => false => 00",
        "updated => \"1970-01-01T00:00:00.001Z\" => 0000000000000001",
        "updated => \"1969-12-31T23:59:59.999Z\" => ffffffffffffffff",
        "updated => \"2013-05-28T08:47:35+02:00\" => 0000013ee9e45358",
        "released => \"1970-01-01\" => 80000000",
        "released => \"1969-12-31\" => 7fffffff",
        "released => \"2024-02-29\" => 80004d46",
        "price => \"12.50\" => 0000000204e2",
        "price => \"0\" => 0000000000",
        "price => \"128\" => 000000000080",
        "price => \"99999.99\" => 000000020098967f",
      })
  void decode_serialisesEachTypeAsCqlDoes(String field, String json, String hex) {
    String value =
        field.equals("branch")
            ? "{\"sku\":\"AB-1\",\"branch\":%s,\"title\":\"A lamp\"}".formatted(json)
            : "{%s,\"%s\":%s}".formatted(KEY, field, json);

    assertThat(hex(row(value), field)).isEqualTo(hex.equals("null") ? null : hex);
  }

  @Test
  void decode_leavesOutWhatTheEventHasNot() {
    Decoded.Row row = row("{" + KEY + "}");

    assertThat(row.values()).hasSize(13);
    assertThat(hex(row, "sku")).isEqualTo("41422d31");
    assertThat(hex(row, "branch")).isEqualTo("00000007");
    assertThat(hex(row, "price")).isNull();
    assertThat(hex(row, "updated")).isNull();
  }

  @Test
  void decode_slicesTheValue_whereTextsHaveNoEscapes() {
    byte[] value = bytes("{" + KEY + "}");

    Decoded.Row row = (Decoded.Row) decoder.decode(bytes("AB-1"), value);

    assertThat(column(row, "title").array()).isSameAs(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"title\":\"A lamp\",\"sku\":\"AB-1\",\"branch\":7}",
        " \n{ \"sku\" : \"AB-1\" ,\t\"branch\" : 7 , \"title\" : \"A lamp\" } \r\n",
        "{\"x\":{\"sku\":\"no\"},\"y\":[[1],{}],\"sku\":\"AB-1\",\"z\":null,\"branch\":7,\"title\":\"A lamp\"}",
        "{\"s\\u006bu\":\"AB\\u002d1\",\"branch\":7,\"title\":\"A\\u0020lamp\"}",
      })
  void decode_takesMembersInAnyForm(String value) {
    Decoded.Row row = row(value);

    assertThat(hex(row, "sku")).isEqualTo("41422d31");
    assertThat(hex(row, "branch")).isEqualTo("00000007");
    assertThat(hex(row, "title")).isEqualTo("41206c616d70");
  }

  @Test
  void decode_readsUuids() throws Exception {
    EventDecoder users = new EventDecoder(Pipeline.load(Path.of("../pipelines/users.yaml")));
    String value = "{\"id\":\"%s\",\"first_name\":\"A\",\"last_name\":\"B\"}".formatted(ID);

    Decoded.Row row = (Decoded.Row) users.decode(bytes(ID), bytes(value));

    ByteBuffer id = row.values()[0];
    assertThat(id).isNotNull();
    assertThat(new java.util.UUID(id.getLong(id.position()), id.getLong(id.position() + 8)))
        .hasToString(ID);
  }

  @Test
  void decode_givesEachRowItsOwnBytes() {
    Decoded.Row first = row("{" + KEY + ",\"sold\":1}");
    row("{" + KEY + ",\"sold\":2}");

    assertThat(hex(first, "sold")).isEqualTo("0000000000000001");
  }

  // --- dead letters

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "`` => EMPTY_VALUE: the record has no value",
        "` ` => MALFORMED_JSON: the JSON ends where a value is expected",
        "{ => MALFORMED_JSON: the JSON ends where a member's name is expected",
        "{\"sku\":\"AB-1 => MALFORMED_JSON: the JSON ends within a string",
        "{KEY => MALFORMED_JSON: the JSON ends where ',' or '}' is expected",
        "{KEY} {} => MALFORMED_JSON: the value goes on after its JSON",
        "{KEY,} => MALFORMED_JSON: byte 42 is not a member's name",
        "{KEY;} => MALFORMED_JSON: byte 41 is not ',' or '}'",
        "{KEY,\"sold\":NaN} => MALFORMED_JSON: the value has a word that is no value of JSON",
        "{KEY,\"sold\":01} => MALFORMED_JSON: the value has a malformed number",
        "{KEY,\"sold\":1.} => MALFORMED_JSON: the value has a malformed number",
        "{KEY,\"sold\":-} => MALFORMED_JSON: the value has a malformed number",
        "{KEY,\"x\":\"\\x\"} => MALFORMED_JSON: the value has a malformed escape in a string",
        "`{KEY,\"x\":\"a\nb\"}` => MALFORMED_JSON: the value has a control character in a string",
        "{KEY,'x':1} => MALFORMED_JSON: byte 42 is not a member's name",
        "{KEY/**/} => MALFORMED_JSON: byte 41 is not ',' or '}'",
        "\uFEFF{KEY} => MALFORMED_JSON: byte 0 is not a value",
        "{KEY,\"sku\":\"AB-1\"} => MALFORMED_JSON: the value names a member twice",
        "{KEY,\"s\\u006bu\":\"AB-1\"} => MALFORMED_JSON: the value names a member twice",
        "{KEY,\"x\":1,\"y\":2,\"x\":3} => MALFORMED_JSON: the value names a member twice",
        "{KEY,\"x\":1,\"\\u0078\":3} => MALFORMED_JSON: the value names a member twice",
        "not json => MALFORMED_JSON: the value goes on after its JSON",
        "nothing => MALFORMED_JSON: the value has a word that is no value of JSON",
        "[] => NOT_AN_OBJECT: the value is a list",
        "[{KEY}] => NOT_AN_OBJECT: the value is a list",
        "\"{}\" => NOT_AN_OBJECT: the value is a text",
        "5 => NOT_AN_OBJECT: the value is a number",
        "null => NOT_AN_OBJECT: the value is null",
        "true => NOT_AN_OBJECT: the value is true",
        "{} => MISSING_FIELD sku: the event has no value for it",
        "{\"sku\":null,\"branch\":7,\"title\":\"A lamp\"} => MISSING_FIELD sku: the event has no value for it",
        "{\"sku\":\"\",\"branch\":7,\"title\":\"A lamp\"} => MISSING_FIELD sku: its text is empty",
        "{\"sku\":5,\"branch\":7,\"title\":\"A lamp\"} => WRONG_TYPE sku: found a number, expected a value of type text",
        "{KEY,\"raw\":true} => WRONG_TYPE raw: found true, expected a value of type text",
        "{KEY,\"raw\":{}} => WRONG_TYPE raw: found an object, expected a value of type text",
        "{KEY,\"raw\":[\"a\"]} => WRONG_TYPE raw: found a list, expected a value of type text",
        "{KEY,\"raw\":\"\\ud800\"} => WRONG_TYPE raw: found half of a surrogate pair, expected a value of type text",
        "{KEY,\"sold\":\"1\"} => WRONG_TYPE sold: found a text, expected a value of type bigint",
        "{KEY,\"sold\":1.0} => WRONG_TYPE sold: found '1.0', expected a value of type bigint",
        "{KEY,\"sold\":9223372036854775808} => WRONG_TYPE sold: found '9223372036854775808', expected a value of type bigint",
        "{\"sku\":\"AB-1\",\"branch\":2147483648,\"title\":\"A lamp\"} => WRONG_TYPE branch: found '2147483648', expected a value of type int",
        "{KEY,\"weight\":1e309} => WRONG_TYPE weight: found '1e309', expected a value of type double",
        "{KEY,\"in_stock\":1} => WRONG_TYPE in_stock: found a number, expected a value of type boolean",
        "{KEY,\"in_stock\":\"true\"} => WRONG_TYPE in_stock: found a text, expected a value of type boolean",
        "{KEY,\"price\":12.5} => WRONG_TYPE price: found a number, expected a value of type decimal",
        "{KEY,\"price\":\"1e999999999\"} => WRONG_TYPE price: found '1e999999999', expected a value of type decimal",
        "{KEY,\"price\":\"\"} => WRONG_TYPE price: found '', expected a value of type decimal",
        "{KEY,\"released\":\"2024-02-30\"} => WRONG_TYPE released: found '2024-02-30', expected a value of type date",
        "{KEY,\"released\":19782} => WRONG_TYPE released: found a number, expected a value of type date",
        "{KEY,\"updated\":\"yesterday\"} => WRONG_TYPE updated: found 'yesterday', expected a value of type timestamp",
        "{KEY,\"updated\":\"+10000-01-01T00:00:00Z\"} => WRONG_TYPE updated: found '+10000-01-01T00:00:00Z', expected a value of type timestamp",
        "{KEY,\"updated\":\"0000-01-01T00:00:00+00:01\"} => WRONG_TYPE updated: found '0000-01-01T00:00:00+00:01', expected a value of type timestamp",
        "{KEY,\"updated\":1369723655571} => WRONG_TYPE updated: found a number, expected a value of type timestamp",
        "{\"sku\":\"AB\",\"branch\":7,\"title\":\"A lamp\"} => CHECK_FAILED sku: found 'AB', expected what [A-Z]{2}-[0-9]+ matches",
        "{\"sku\":\"AB-1\",\"branch\":100,\"title\":\"A lamp\"} => CHECK_FAILED branch: found 100, expected at least 1 and at most 99",
        "{KEY,\"currency\":\"gbp\"} => CHECK_FAILED currency: found 'gbp', expected one of eur, usd",
        "{KEY,\"contact\":\"x\"} => CHECK_FAILED contact: found 'x', expected an e-mail address",
        "{KEY,\"price\":\"-1\"} => CHECK_FAILED price: found -1, expected at least 0 and at most 99999.99",
        "{KEY,\"weight\":0.1} => CHECK_FAILED weight: found 0.1, expected at least 0.5",
        "{\"sku\":\"AB-2\",\"branch\":7,\"title\":\"A lamp\"} => KEY_MISMATCH: the record's key is not the value of its key field",
        "{\"sku\":\"\\u0041B-2\",\"branch\":7,\"title\":\"A lamp\"} => KEY_MISMATCH: the record's key is not the value of its key field",
      })
  void decode_saysWhyARecordIsNoRow(String value, String refusal) {
    Decoded decoded = decoder.decode(bytes("AB-1"), bytes(value.replace("KEY", KEY)));

    assertThat(words(decoded)).isEqualTo(refusal);
  }

  @Test
  void decode_refusesARecordWithoutValue() {
    assertThat(reason(decoder.decode(bytes("AB-1"), null))).isEqualTo(Reason.EMPTY_VALUE);
    assertThat(reason(decoder.decode(null, null))).isEqualTo(Reason.EMPTY_VALUE);
  }

  @Test
  void decode_refusesARecordWithoutKey() {
    byte[] value = bytes("{" + KEY + "}");

    assertThat(reason(decoder.decode(null, value))).isEqualTo(Reason.MISSING_KEY);
    assertThat(reason(decoder.decode(new byte[0], value))).isEqualTo(Reason.MISSING_KEY);
    assertThat(reason(decoder.decode(bytes("AB-10"), value))).isEqualTo(Reason.KEY_MISMATCH);
  }

  @Test
  void decode_refusesWhatIsTooLarge() {
    String padding = "x".repeat(5_000_000);

    assertThat(
            words(
                decoder.decode(
                    bytes("AB-1"), bytes("{%s,\"raw\":\"%s\"}".formatted(KEY, padding)))))
        .isEqualTo("TOO_LARGE: the value has 5,000,051 bytes, expected at most 2,048");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "[{\"a\":"})
  void decode_refusesWhatIsDeeplyNested(String opening) throws Exception {
    EventDecoder users = new EventDecoder(Pipeline.load(Path.of("../pipelines/users.yaml")));
    String deep = opening.repeat(10_000);

    assertThat(reason(users.decode(bytes("k"), bytes(deep)))).isEqualTo(Reason.MALFORMED_JSON);
    assertThat(words(users.decode(bytes("k"), bytes("{\"x\":" + deep))))
        .isEqualTo("MALFORMED_JSON: the JSON nests deeper than 64 levels");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80",
        "c080",
        "e08080",
        "eda080",
        "f4908080",
        "f8888080",
        "c3",
        "e282",
        "f09f98",
        "ff"
      })
  void decode_refusesInvalidUtf8_whereverItIs(String hex) {
    byte[] bad = HexFormat.of().parseHex(hex);

    for (String form :
        new String[] {"{KEY,\"raw\":\"#\"}", "{KEY,\"x\":\"a#b\"}", "{KEY,\"#\":1}"}) {
      assertThat(words(decoder.decode(bytes("AB-1"), with(bad, form))))
          .as(form)
          .isEqualTo("MALFORMED_JSON: the value has bytes that are not UTF-8");
    }
  }

  @Test
  void decode_decidesAPatternInBoundedTime() throws Exception {
    String definition =
        java.nio.file.Files.readString(Path.of("src/test/resources/pipelines/products.yaml"))
            .replace("[A-Z]{2}-[0-9]+", "(a+)+b|(x|y)*z");
    EventDecoder careless =
        new EventDecoder(Pipeline.parse(Path.of("products.yaml"), bytes(definition)));

    for (String sku : new String[] {"a".repeat(1_500), "xy".repeat(750)}) {
      String value = "{\"sku\":\"%s\",\"branch\":7,\"title\":\"A lamp\"}".formatted(sku);
      assertThat(reason(careless.decode(bytes(sku), bytes(value)))).isEqualTo(Reason.CHECK_FAILED);
    }
  }

  private Decoded.Row row(String value) {
    Decoded decoded = decoder.decode(bytes("AB-1"), bytes(value));
    assertThat(decoded).isInstanceOf(Decoded.Row.class);
    return (Decoded.Row) decoded;
  }

  private @Nullable String hex(Decoded.Row row, String field) {
    ByteBuffer value = row.values()[index(field)];
    if (value == null) {
      return null;
    }
    byte[] bytes = new byte[value.remaining()];
    value.duplicate().get(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private ByteBuffer column(Decoded.Row row, String field) {
    ByteBuffer value = row.values()[index(field)];
    assertThat(value).isNotNull();
    return value;
  }

  private int index(String field) {
    for (int i = 0; i < products.event().fields().size(); i++) {
      if (products.event().fields().get(i).name().equals(field)) {
        return i;
      }
    }
    throw new AssertionError(field);
  }

  private static byte[] with(byte[] bad, String form) {
    String text = form.replace("KEY", KEY);
    int at = text.indexOf('#');
    byte[] before = bytes(text.substring(0, at));
    byte[] after = bytes(text.substring(at + 1));
    return ByteBuffer.allocate(before.length + bad.length + after.length)
        .put(before)
        .put(bad)
        .put(after)
        .array();
  }

  private static Reason reason(Decoded decoded) {
    assertThat(decoded).isInstanceOf(Decoded.Refused.class);
    return ((Decoded.Refused) decoded).refusal().reason();
  }

  private static String words(Decoded decoded) {
    assertThat(decoded).isInstanceOf(Decoded.Refused.class);
    Refusal refusal = ((Decoded.Refused) decoded).refusal();
    String field = refusal.field() == null ? "" : " " + refusal.field();
    return refusal.reason() + field + ": " + refusal.detail();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
