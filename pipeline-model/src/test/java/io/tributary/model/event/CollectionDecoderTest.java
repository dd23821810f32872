package io.tributary.model.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.Readings;
import io.tributary.model.refusal.Refusal;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the decoder makes of lists, sets, maps and vectors: the bytes that Cassandra returns. */
class CollectionDecoderTest {
  private static final String V1_EARLY = "ffffffff-0000-11e1-8000-000000000000";
  private static final String V1_LATE = "00000000-0001-11e1-8000-000000000000";
  private static final String V4 = "15653f96-f1c3-420d-97d1-d62f71d463c2";
  private static final String V7 = "00000000-0000-7000-8000-000000000001";

  /** The column in hexadecimal digits, or why there is none. */
  private static String decode(String field, String json) throws Exception {
    Pipeline pipeline = Readings.with(field);
    String event = "{\"id\":1,\"name\":\"n\",\"v\":%s}".formatted(json);
    Decoded decoded = new EventDecoder(pipeline).decode("1".getBytes(UTF_8), event.getBytes(UTF_8));
    if (decoded instanceof Decoded.Row row) {
      ByteBuffer value = row.values()[2];
      return value == null
          ? "null"
          : HexFormat.of()
              .formatHex(
                  value.array(),
                  value.arrayOffset() + value.position(),
                  value.arrayOffset() + value.limit());
    }
    Refusal refusal = ((Decoded.Refused) decoded).refusal();
    return "%s %s: %s".formatted(refusal.reason(), refusal.field(), refusal.detail());
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "frozen<list<text>> => [\"b\",\"a\",\"b\",\"\"] => 00000004 00000001 62 00000001 61 00000001 62"
            + " 00000000",
        "frozen<list<int>> => [ 2 , -1 ] => 00000002 00000004 00000002 00000004 ffffffff",
        "set<text> => [\"b\",\"a\",\"b\",\"ab\"] => 00000003 00000001 61 00000002 6162 00000001 62",
        "frozen<set<int>> => [2,-1,10,2] => 00000003 00000004 ffffffff 00000004 00000002 00000004"
            + " 0000000a",
        "set<bigint> => [1,-1] => 00000002 00000008 ffffffffffffffff 00000008 0000000000000001",
        "set<timestamp> => [\"1970-01-01T00:00:00.001Z\",\"1969-12-31T23:59:59.999Z\"] => 00000002"
            + " 00000008 ffffffffffffffff 00000008 0000000000000001",
        "set<date> => [\"1970-01-01\",\"1969-12-31\"] => 00000002 00000004 7fffffff 00000004 80000000",
        "set<boolean> => [true,false,true] => 00000002 00000001 00 00000001 01",
        "set<inet> => [\"10.0.0.2\",\"::1\",\"::ffff:10.0.0.2\"] => 00000002 00000010"
            + " 00000000000000000000000000000001 00000004 0a000002",
        "set<int> => [1,2] => 00000002 00000004 00000001 00000004 00000002",
        "set<int> => [1,1] => 00000001 00000004 00000001",
        "map<text, int> => {\"b\":1,\"a\":2,\"\":3} => 00000003 00000000 00000004 00000003 00000001"
            + " 61 00000004 00000002 00000001 62 00000004 00000001",
        "map<text, int> => {\"\\u0061\":2} => 00000001 00000001 61 00000004 00000002",
        "vector<float, 3> => [0.1,-2,3e2] => 3dcccccd c0000000 43960000",
      })
  void decode_givesTheBytesOfCassandra_whateverTheOrderOfTheEvent(
      String type, String json, String hex) throws Exception {
    assertThat(decode("type: \"%s\"".formatted(type), json)).isEqualTo(hex.replace(" ", ""));
  }

  @Test
  void uuids_areInCassandrasOrder_byVersionThenByTime() throws Exception {
    String json = "[\"%s\",\"%s\",\"%s\",\"%s\"]".formatted(V7, V4, V1_LATE, V1_EARLY);

    assertThat(decode("type: set<uuid>", json))
        .isEqualTo(
            ("00000004" + size(V1_EARLY) + size(V1_LATE) + size(V4) + size(V7)).replace("-", ""));
  }

  private static String size(String uuid) {
    return "00000010" + uuid;
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "set<text> => []",
        "frozen<set<text>> => [ ]",
        "frozen<list<text>> => []",
        "map<text, int> => {}",
        "frozen<map<text, int>> => { }",
        "vector<float, 3> => null",
      })
  void emptyCollection_isNoValue(String type, String json) throws Exception {
    assertThat(decode("type: \"%s\"".formatted(type), json)).isEqualTo("null");
    assertThat(decode("type: \"%s\", required: true".formatted(type), json))
        .startsWith("MISSING_FIELD v: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "type: set<int> => {} => WRONG_TYPE v: found an object, expected a value of type set<int>",
        "type: set<int> => 1 => WRONG_TYPE v: found a number, expected a value of type set<int>",
        "type: \"map<text, int>\" => [] => WRONG_TYPE v: found a list, expected a value of type"
            + " map<text, int>",
        "type: set<int> => [1,null] => WRONG_TYPE v: found null in item 2, expected a value of type"
            + " set<int>",
        "type: set<int>, null-items: skip => [1,null] => WRONG_TYPE v: found null in item 2,"
            + " expected a value of type set<int>",
        "type: set<int> => [1,\"2\"] => WRONG_TYPE v: found a text, expected a value of type int in"
            + " item 2",
        "type: set<int> => [1,[2]] => WRONG_TYPE v: found a list or an object in item 2, expected a"
            + " value of type set<int>",
        "type: set<int>, max: 9 => [1,10] => CHECK_FAILED v: found 10, expected at most 9 in item 2",
        "type: set<int>, max-items: 2 => [1,1,1] => CHECK_FAILED v: found more items, expected at"
            + " most 2",
        "type: \"map<text, int>\", max-items: 1 => {\"a\":1,\"b\":2} => CHECK_FAILED v: found more"
            + " items, expected at most 1",
        "type: \"map<text, int>\" => {\"a\":1,\"\\u0061\":1} => WRONG_TYPE v: found a key twice,"
            + " expected a value of type map<text, int>",
        "type: \"map<text, int>\" => {\"\\ud800\":1} => WRONG_TYPE v: found half of a surrogate pair"
            + " in a key, expected a value of type map<text, int>",
        "type: \"vector<float, 2>\" => [1] => WRONG_TYPE v: found 1 items, expected 2",
        "type: \"vector<float, 2>\" => [] => WRONG_TYPE v: found 0 items, expected 2",
        "type: \"vector<float, 2>\" => [1,2,3] => WRONG_TYPE v: found more items, expected at most 2",
        "type: \"vector<float, 2>\" => [1,null] => WRONG_TYPE v: found null in item 2, expected a"
            + " value of type vector<float, 2>",
        "type: \"vector<float, 2>\" => [1,1e39] => WRONG_TYPE v: found '1e39' in item 2, expected a"
            + " value of type vector<float, 2>",
        "type: \"vector<float, 2>\", min: -180 => [1,-181] => CHECK_FAILED v: found -181.0, expected at"
            + " least -180 in item 2",
      })
  void decode_saysWhichItemIsWrong(String field, String json, String refusal) throws Exception {
    assertThat(decode(field, json)).isEqualTo(refusal);
  }

  @Test
  void items_areAsManyAsMaxItemsSays() throws Exception {
    assertThat(decode("type: frozen<list<boolean>>, max-items: 2", "[true,true]"))
        .isEqualTo("00000002" + "0000000101".repeat(2));
    String thousand = "[true" + ",true".repeat(999);
    assertThat(decode("type: frozen<list<boolean>>", thousand + "]"))
        .isEqualTo("000003e8" + "0000000101".repeat(1_000));
    assertThat(decode("type: frozen<list<boolean>>", thousand + ",true]"))
        .isEqualTo("CHECK_FAILED v: found more items, expected at most 1,000");
  }

  @Test
  void key_isAsLongAsCassandraTakes() throws Exception {
    assertThat(
            decode("type: \"map<text, boolean>\"", "{\"%s\":true}".formatted("k".repeat(65_535))))
        .startsWith("00000001" + "0000ffff" + "6b6b");
    assertThat(
            decode("type: \"map<text, boolean>\"", "{\"%s\":true}".formatted("k".repeat(65_536))))
        .isEqualTo("CHECK_FAILED v: found a key of 65,536 bytes, expected at most 65,535");
  }
}
