package io.tributary.model.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.definition.Readings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the event has for lists, sets, maps and vectors of the source. */
class CollectionMappingTest {
  private static SourceRecordMapper mapper(String field) throws Exception {
    return new SourceRecordMapper(Readings.with(field));
  }

  /** The event's member as JSON or {@code absent}, or why there is no event. */
  private static String map(SourceRecordMapper mapper, String json) {
    return member(mapper.map("{\"id\":1,\"name\":\"n\",\"v\":%s}".formatted(json).getBytes(UTF_8)));
  }

  private static String member(MappedRecord mapped) {
    if (mapped instanceof MappedRecord.Event event) {
      String value = new String(event.value(), UTF_8);
      String before = "{\"id\":1,\"name\":\"n\"";
      return value.equals(before + "}")
          ? "absent"
          : value.substring((before + ",\"v\":").length(), value.length() - 1);
    }
    MappedRecord.Rejected rejected = (MappedRecord.Rejected) mapped;
    return "%s: %s".formatted(rejected.refusal().reason(), rejected.refusal().detail());
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "type: frozen<list<text>> => [\" b \", \"a\",5 , true] => [\"b\",\"a\",\"5\",\"true\"]",
        "type: frozen<list<int>> => [\" 7\",8.0] => [7,8]",
        "type: frozen<list<blob>>, encoding: hex => [\"ff00\"] => [\"/wA=\"]",
        "type: frozen<list<blob>> => [\"_wA\",\"/w\\nA=\"] => [\"/wA=\",\"/wA=\"]",
        "type: frozen<list<time>> => [\"09:30\",\"10:00:00.50\"] => [\"09:30:00\",\"10:00:00.5\"]",
        "type: frozen<list<inet>> => [\"::FFFF:10.0.0.1\",\"2001:DB8:0::1\"] =>"
            + " [\"10.0.0.1\",\"2001:db8::1\"]",
        "type: \"map<text, int>\" => {\"b\":1,\"\\u0061\":\"2\"} => {\"b\":1,\"\\u0061\":2}",
        "type: \"vector<float, 2>\" => [\"0.5\",-1e2] => [0.5,-100.0]",
        "type: set<int> => [] => absent",
        "type: set<int> => null => absent",
        "type: set<int> => \"\" => absent",
        "type: \"map<text, int>\" => {} => absent",
        "type: \"vector<float, 2>\" => [] => absent",
        "type: set<int>, null-items: skip => [null,1,null,\"\",2,null] => [1,2]",
        "type: \"map<text, int>\", null-items: skip => {\"a\":null,\"b\":1,\"c\":null} => {\"b\":1}",
        "type: set<int>, null-items: skip => [null] => absent",
        "type: set<int>, max-items: 2 => [1,1] => [1,1]",
        "type: set<int>, max-items: 2, null-items: skip => [1,null,1] => [1,1]",
        "type: set<int>, max-items: 2, on-error: null => [1,1,1] => absent",
      })
  void map_writesTheItems_eachAsASingleValueWouldBe(String field, String json, String member)
      throws Exception {
    assertThat(map(mapper(field), json)).isEqualTo(member);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "type: set<int> => 5 => WRONG_TYPE: found a number",
        "type: set<int> => \"5\" => WRONG_TYPE: found a text",
        "type: set<int> => {\"a\":1} => WRONG_TYPE: found an object",
        "type: \"map<text, int>\" => [1] => WRONG_TYPE: found a list",
        "type: \"map<text, int>\" => \"\" => WRONG_TYPE: found a text",
        "type: set<int> => [1,null] => WRONG_TYPE: found null, (item 2)",
        "type: set<text> => [\"a\",\" \"] => WRONG_TYPE: found an empty text, (item 2)",
        "type: set<int> => [1,[2]] => WRONG_TYPE: found a list, (item 2)",
        "type: set<int>, max: 9 => [1,10] => CHECK_FAILED: found 10, (item 2)",
        "type: set<int>, max-items: 2 => [1,1,1] => CHECK_FAILED: found more items, at most 2",
        "type: \"map<text, int>\" => {\"a\":1,\"\\u0061\":2} => WRONG_TYPE: found a key twice",
        "type: \"map<text, int>\" => {\"\\ud800\":2} => WRONG_TYPE: found half of a surrogate pair",
        "type: set<text> => [\"\\ud800\"] => WRONG_TYPE: found half of a surrogate pair, (item 1)",
        "type: \"vector<float, 2>\" => [1] => WRONG_TYPE: found 1 items",
        "type: \"vector<float, 2>\" => [1,2,3] => WRONG_TYPE: found more items, at most 2",
      })
  void map_rejectsTheRecord_andNamesTheItem(String field, String json, String refusal)
      throws Exception {
    String[] parts = refusal.split(", ", 2);
    assertThat(map(mapper(field), json)).startsWith(parts[0]).contains(parts[parts.length - 1]);
  }

  @Test
  void key_isAsLongAsCassandraTakes() throws Exception {
    SourceRecordMapper mapper = mapper("type: \"map<text, boolean>\"");

    assertThat(map(mapper, "{\"%s\":true}".formatted("k".repeat(65_535)))).startsWith("{\"kk");
    assertThat(map(mapper, "{\"%s\":true}".formatted("k".repeat(65_536))))
        .isEqualTo("CHECK_FAILED: found a key of 65,536 bytes, expected at most 65,535");
  }

  /** In XML, one element could be a value or a list of one. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "type: set<int> => <v>5</v> => [5]",
        "type: set<int> => <v>5</v><v>6</v> => [5,6]",
        "type: set<int> => <v/> => absent",
        "type: set<int> => `` => absent",
        "type: set<int>, null-items: skip => <v>5</v><v/> => [5]",
        "type: \"map<text, int>\" => <v><a>1</a><b>2</b></v> => {\"a\":1,\"b\":2}",
        "type: \"vector<float, 1>\" => <v>0.5</v> => [0.5]",
      })
  void elementThatIsThereOnce_isAListOfOne_inXml(String field, String xml, String member)
      throws Exception {
    PageMapper mapper = new PageMapper(Readings.inXml(field));
    String page = "<l><i><id>1</id><name>n</name>%s</i></l>".formatted(xml);

    assertThat(member(mapper.map(page.getBytes(UTF_8)).records().get(0))).isEqualTo(member);
  }

  @Test
  void keys_areThoseOfOneRecord() throws Exception {
    SourceRecordMapper mapper = mapper("type: \"map<text, int>\"");

    assertThat(map(mapper, "{\"a\":1}")).isEqualTo("{\"a\":1}");
    assertThat(map(mapper, "{\"a\":2}")).isEqualTo("{\"a\":2}");
  }
}
