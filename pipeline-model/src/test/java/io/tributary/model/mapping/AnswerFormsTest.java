package io.tributary.model.mapping;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.model.definition.InvalidDefinitionException;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.random.Seed;
import io.tributary.model.refusal.Reason;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are no list of objects in JSON: each form gives the records that it was made of. */
class AnswerFormsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant AT = Instant.parse("2026-11-28T10:20:30.456Z");
  private static final int ROUNDS = 400;

  /** A record as the tests make it: an id, and a text that may be anything. */
  private record Item(String id, String text) {}

  private static Pipeline pipeline(String source, String... fields) {
    String definition =
        """
        name: things
        source:
          url: https://things.example/api
          %s
        event:
          key: id
          hide: [/secret]
          fields:
            - %s
            - {name: kind, type: text, constant: thing, required: true}
        topic: {name: things}
        table: {keyspace: test, name: things}
        """
            .formatted(source.replace("\n", "\n  "), String.join("\n    - ", fields));
    try {
      return Pipeline.parse(Path.of("things.yaml"), definition.getBytes(UTF_8));
    } catch (InvalidDefinitionException invalid) {
      throw new AssertionError(definition, invalid);
    }
  }

  private static PageMapper items(String source) {
    return new PageMapper(
        pipeline(
            source,
            "{name: id, type: text, from: /id, required: true}",
            "{name: text, type: text, from: /text, clean: []}"));
  }

  private static MappedPage map(PageMapper mapper, String body) throws MalformedPageException {
    return map(mapper, body.getBytes(UTF_8));
  }

  private static MappedPage map(PageMapper mapper, byte[] body) throws MalformedPageException {
    return mapper.map(body, new Fetch(AT, Map.of()));
  }

  private static List<Item> itemsOf(MappedPage page) {
    return events(page).stream()
        .map(event -> new Item(event.path("id").asText(), event.path("text").asText()))
        .toList();
  }

  private static List<JsonNode> events(MappedPage page) {
    List<JsonNode> events = new ArrayList<>();
    for (MappedRecord record : page.records()) {
      if (record instanceof MappedRecord.Rejected rejected) {
        throw new AssertionError(
            rejected.refusal() + ": " + new String(rejected.original(), UTF_8));
      }
      try {
        events.add(JSON.readTree(((MappedRecord.Event) record).value()));
      } catch (IOException broken) {
        throw new AssertionError(broken);
      }
    }
    return events;
  }

  private static MappedRecord.Rejected rejected(MappedPage page, int index) {
    return (MappedRecord.Rejected) page.records().get(index);
  }

  private static MalformedPageException refusal(PageMapper mapper, String body) {
    return catchThrowableOfType(MalformedPageException.class, () -> map(mapper, body));
  }

  /** Texts with all that the forms have to quote, escape or leave alone. */
  private static String text(Random random) {
    String[] parts = {
      "a", "b c", "\"", "\"\"", ",", ";", "\n", "\r\n", "\t", "'", "<", "&", "]]>", "\\", "{}", "ä",
      "€", "\u2028", "😀", "#", "null", "1.50", " "
    };
    return IntStream.range(0, random.nextInt(6))
        .mapToObj(i -> parts[random.nextInt(parts.length)])
        .collect(Collectors.joining());
  }

  private static List<Item> randomItems(Random random) {
    return IntStream.range(0, random.nextInt(8))
        .mapToObj(i -> new Item("k" + i, text(random)))
        .toList();
  }

  // --- CSV

  @Test
  void csv_givesTheRowsThatItWasWrittenFrom() throws Exception {
    Random random = Seed.random(AnswerFormsTest.class);
    for (int i = 0; i < ROUNDS; i++) {
      List<Item> items = randomItems(random);
      char separator = ",;|\t".charAt(random.nextInt(4));
      char quote = random.nextInt(4) == 0 ? '\'' : '"';
      List<String> columns = new ArrayList<>(List.of("id", "text", "other, \"column\"", ""));
      Collections.shuffle(columns, random);
      String lineBreak = random.nextBoolean() ? "\n" : "\r\n";
      boolean hasHeader = random.nextInt(4) > 0;
      List<String> lines = new ArrayList<>();
      if (hasHeader) {
        lines.add(csvLine(columns, separator, quote, random));
      }
      for (Item item : items) {
        List<String> cells =
            columns.stream()
                .map(
                    name ->
                        name.equals("id")
                            ? item.id()
                            : name.equals("text") ? item.text() : text(random))
                .toList();
        lines.add(csvLine(cells, separator, quote, random));
        if (random.nextInt(5) == 0) {
          lines.add("");
        }
      }
      String body =
          (random.nextBoolean() ? "\uFEFF" : "")
              + String.join(lineBreak, lines)
              + (random.nextBoolean() ? lineBreak : "");
      PageMapper mapper =
          items(
              "format: csv\ncsv: {separator: %s, quote: %s%s}"
                  .formatted(
                      separator == '\t' ? "tab" : JSON.writeValueAsString("" + separator),
                      JSON.writeValueAsString("" + quote),
                      hasHeader
                          ? ""
                          : ", header: false, names: " + JSON.writeValueAsString(columns)));

      MappedPage page = map(mapper, body);

      assertThat(itemsOf(page)).as(body).isEqualTo(items);
      assertThat(page.returned()).isEqualTo(items.size());
    }
  }

  private static String csvLine(List<String> cells, char separator, char quote, Random random) {
    return cells.stream()
        .map(
            cell -> {
              boolean mustQuote =
                  cell.indexOf(separator) >= 0
                      || cell.indexOf(quote) == 0
                      || cell.contains("\n")
                      || cell.contains("\r");
              return mustQuote || random.nextInt(3) == 0
                  ? quote + cell.replace("" + quote, "" + quote + quote) + quote
                  : cell;
            })
        .collect(Collectors.joining("" + separator));
  }

  @Test
  void csv_rejectsOneLine_whoseCellsAreNotAsMany() throws Exception {
    MappedPage page = map(items("format: csv"), "id,text\na,1\nb,2,3\n\"c\"x,4\nd,5\n");

    assertThat(page.records()).hasSize(4);
    assertThat(page.returned()).isEqualTo(4);
    assertThat(rejected(page, 1).refusal().reason()).isEqualTo(Reason.MALFORMED_JSON);
    assertThat(rejected(page, 1).refusal().detail()).contains("line 3", "3 cells instead of 2");
    assertThat(rejected(page, 2).refusal().detail()).contains("line 4", "behind a closing quote");
    // columns that moved may show what is hidden
    assertThat(rejected(page, 1).original()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "id,text/a,1/b,`2 => nobody can tell",
        "id,text/a,\"1/b,2/c,3 => a quote that nothing closes",
        "id,text/a,\"1/b,2\",3/c,4/ => nobody can tell",
        "id,text/a,1/b => cut off",
        "id,text/a/b/ => no line of the answer",
        "key,text/a,1/ => no column 'id'",
        "id,text,id/a,1,b/ => two columns 'id'",
      })
  void csv_isNoPage_whenNobodyCanTellTheRecords(String lines, String message) {
    String body = lines.replace('/', '\n').replace("`2", "\"2\n\"x,3");

    assertThat(refusal(items("format: csv"), body)).hasMessageContaining(message);
  }

  @Test
  void csv_withoutAColumnThatTheDefinitionNames_neverWorks() {
    MalformedPageException refusal = refusal(items("format: csv"), "id,Text\na,1\n");

    assertThat(refusal).hasMessageContaining("no column 'text'").hasMessageContaining("'Text'");
    assertThat(refusal.isOtherShape()).isTrue();
  }

  @Test
  void csv_isAPageWithoutRecords_whenItIsEmptyOrHasAHeaderAlone() throws Exception {
    for (String body : List.of("", "\n", "id,text", "id,text\r\n")) {
      assertThat(map(items("format: csv"), body).returned()).isZero();
    }
  }

  @Test
  void csv_givesTheKeysetsValueOfItsLastLine() throws Exception {
    PageMapper mapper =
        items(
            "format: csv\npaging: {type: keyset, value-parameter: after, value: /id, page-size: 9}");

    assertThat(map(mapper, "id,text\na,1\nb,2\n").signs().lastValue()).contains("b");
  }

  // --- one JSON value a line

  @Test
  void ndjson_givesTheObjectsThatItWasWrittenFrom() throws Exception {
    Random random = Seed.random(AnswerFormsTest.class);
    PageMapper mapper = items("format: ndjson");
    for (int i = 0; i < ROUNDS; i++) {
      List<Item> items = randomItems(random);
      String lineBreak = random.nextBoolean() ? "\n" : "\r\n";
      StringBuilder body = new StringBuilder(random.nextBoolean() ? "\uFEFF" : "");
      for (Item item : items) {
        body.append(JSON.writeValueAsString(item)).append(lineBreak);
        body.append(random.nextInt(5) == 0 ? " " + lineBreak : "");
      }
      boolean isUnended = random.nextBoolean() && !items.isEmpty();
      String text = isUnended ? body.toString().stripTrailing() : body.toString();

      assertThat(itemsOf(map(mapper, text))).as(text).isEqualTo(items);
    }
  }

  @Test
  void ndjson_rejectsOneLine_thatIsBroken() throws Exception {
    MappedPage page =
        map(
            items("format: ndjson"),
            "{\"id\":\"a\"}\n{\"id\":\n{\"id\":\"b\"} x\n{\"id\":\"c\"}\n");

    assertThat(page.returned()).isEqualTo(4);
    assertThat(rejected(page, 1).refusal().detail()).startsWith("line 2 is not JSON");
    assertThat(rejected(page, 2).refusal().detail()).startsWith("line 3 is not JSON");
    assertThat(page.records().get(3)).isInstanceOf(MappedRecord.Event.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":\"a\"}\n{\"id\":\"b",
        "<html>\n<body>later</body>\n</html>\n",
        "{\n\"error\": \"later\"\n}\n",
        "{\"message\": \"later\"}\n",
      })
  void ndjson_isNoPage_whenItIsCutOffOrAnError(String body) {
    assertThat(refusal(items("format: ndjson"), body)).isNotNull();
  }

  @Test
  void ndjson_namesTheValuesOfArrays() throws Exception {
    MappedPage page =
        map(
            items("format: ndjson\nnames: [id, text]"),
            "[\"a\", \"x\"]\n[\"b\"]\n[\"c\",\"y\",7]\n");

    assertThat(itemsOf(page))
        .containsExactly(new Item("a", "x"), new Item("b", ""), new Item("c", "y"));
  }

  // --- XML

  @Test
  void xml_givesTheElementsThatItWasWrittenFrom() throws Exception {
    Random random = Seed.random(AnswerFormsTest.class);
    for (int i = 0; i < ROUNDS; i++) {
      List<Item> items = randomItems(random);
      boolean byAttribute = random.nextBoolean();
      Charset charset = random.nextInt(4) == 0 ? UTF_16 : UTF_8;
      StringWriter body = new StringWriter();
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(body);
      xml.writeStartDocument(charset.name(), "1.0");
      xml.writeStartElement("feed");
      xml.writeStartElement("count");
      xml.writeCharacters("" + items.size());
      xml.writeEndElement();
      xml.writeStartElement("list");
      for (Item item : items) {
        xml.writeComment("one");
        xml.writeStartElement("item");
        if (byAttribute) {
          xml.writeAttribute("id", item.id());
          xml.writeCharacters(item.text());
        } else {
          xml.writeStartElement("id");
          xml.writeCData(item.id());
          xml.writeEndElement();
          xml.writeCharacters("\n ");
          xml.writeStartElement("text");
          xml.writeCharacters(item.text());
          xml.writeEndElement();
        }
        xml.writeEndElement();
      }
      xml.writeEndElement();
      xml.writeEndElement();
      xml.writeEndDocument();
      PageMapper mapper =
          new PageMapper(
              pipeline(
                  """
                  format: xml
                  records: /feed/list/item
                  paging: {type: page, page-parameter: p, page-size: 9, total: /feed/count}""",
                  "{name: id, type: text, from: %s, required: true}"
                      .formatted(byAttribute ? "/@id" : "/id"),
                  "{name: text, type: text, from: '%s', clean: []}"
                      .formatted(byAttribute ? "/#text" : "/text")));

      MappedPage page = map(mapper, body.toString().getBytes(charset));

      assertThat(itemsOf(page))
          .as(body.toString())
          .isEqualTo(
              items.stream()
                  .map(item -> new Item(item.id(), asXmlHasIt(item.text(), byAttribute)))
                  .toList());
      assertThat(page.signs().total()).hasValue(items.size());
    }
  }

  /** Line breaks are one character in XML; text of white space alone beside attributes is none. */
  private static String asXmlHasIt(String text, boolean isBesideAttributes) {
    String lines = text.replace("\r\n", "\n");
    return isBesideAttributes && lines.isBlank() ? "" : lines;
  }

  @Test
  void xml_followsTheCharsetThatItDeclares() throws Exception {
    String body =
        "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><l><i><id>a</id><text>ä</text></i></l>";
    PageMapper mapper = items("format: xml\nrecords: /l/i");

    assertThat(itemsOf(map(mapper, body.getBytes(ISO_8859_1)))).containsExactly(new Item("a", "ä"));
    // a header that declares it was followed before
    assertThat(itemsOf(map(mapper, body))).containsExactly(new Item("a", "ä"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE l [<!ENTITY x \"a\">]><l><i><id>&x;</id></i></l>",
        "<!DOCTYPE l SYSTEM \"file:///etc/hostname\"><l><i><id>a</id></i></l>",
        "<!DOCTYPE l [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><l><i><id>&x;</id></i></l>",
        "<l><i><id>&unknown;</id></i></l>",
      })
  void xml_withADocumentTypeOrEntities_isRefused(String body) {
    assertThat(refusal(items("format: xml\nrecords: /l/i"), body)).isNotNull();
  }

  @Test
  void xml_isRefused_whenItNestsTooDeep() {
    String body = "<l><i>" + "<a>".repeat(100_000);

    assertThat(refusal(items("format: xml\nrecords: /l/i"), body))
        .hasMessageContaining("nests deeper than 200");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "<l/> => 0",
        "<l><i><id>a</id></i></l> => 1",
        "<l><i><id>a</id></i><other/><i><id>b</id></i></l> => 2",
        "<l><error>later</error></l> => -1",
        "<fault>later</fault> => -1",
        "<l><i><id>a</id></i> => -1",
        "{\"l\": []} => -1",
      })
  void xml_hasAsManyRecordsAsElements_whereTheElementAroundThemIs(String body, int records)
      throws Exception {
    PageMapper mapper = items("format: xml\nrecords: /l/i");

    if (records < 0) {
      assertThat(refusal(mapper, body)).isNotNull();
    } else {
      assertThat(map(mapper, body).returned()).isEqualTo(records);
    }
  }

  // --- JSON

  @Test
  void json_givesTheSameRecords_inEveryForm() throws Exception {
    Random random = Seed.random(AnswerFormsTest.class);
    PageMapper rows = items("records: /r\nnames: [id, text]");
    PageMapper map =
        new PageMapper(
            pipeline(
                "records: /r\nrecords-are: map",
                "{name: id, type: text, from: map-key, required: true}",
                "{name: text, type: text, from: /text, clean: []}"));
    PageMapper scalars =
        new PageMapper(
            pipeline(
                "records: /r\nrecords-are: map",
                "{name: id, type: text, from: map-key, required: true}",
                "{name: text, type: text, from: /value, clean: []}"));
    PageMapper columns = items("records: /r\nrecords-are: columns");
    PageMapper listed = items("records: /r\nrecords-are: columns\nnames: [text, id]");
    PageMapper nested =
        new PageMapper(
            pipeline(
                "records: /r\neach: /in/list",
                "{name: id, type: text, from: parent:/id, required: true}",
                "{name: text, type: text, from: /text, clean: []}"));
    for (int i = 0; i < ROUNDS; i++) {
      List<Item> items = randomItems(random);
      ArrayNode row = JSON.createArrayNode();
      ObjectNode byId = JSON.createObjectNode();
      ObjectNode values = JSON.createObjectNode();
      ArrayNode ids = JSON.createArrayNode();
      ArrayNode texts = JSON.createArrayNode();
      ArrayNode parents = JSON.createArrayNode();
      for (Item item : items) {
        row.addArray().add(item.id()).add(item.text());
        byId.putObject(item.id()).put("text", item.text());
        values.put(item.id(), item.text());
        ids.add(item.id());
        texts.add(item.text());
        ObjectNode parent = parents.addObject().put("id", item.id());
        parent.putObject("in").putArray("list").addObject().put("text", item.text());
        if (random.nextBoolean()) {
          parents.addObject().put("id", "without");
        }
      }
      ObjectNode named = JSON.createObjectNode().put("count", 7);
      named.set("id", ids);
      named.set("text", texts);

      assertThat(itemsOf(map(rows, at(row)))).isEqualTo(items);
      assertThat(itemsOf(map(map, at(byId)))).isEqualTo(items);
      assertThat(itemsOf(map(scalars, at(values)))).isEqualTo(items);
      assertThat(itemsOf(map(columns, at(named)))).isEqualTo(items);
      assertThat(itemsOf(map(listed, at(JSON.createArrayNode().add(texts).add(ids)))))
          .isEqualTo(items);
      MappedPage unfolded = map(nested, at(parents));
      assertThat(itemsOf(unfolded)).isEqualTo(items);
      assertThat(unfolded.returned()).isEqualTo(parents.size());
    }
  }

  private static String at(JsonNode records) {
    return JSON.createObjectNode().set("r", records).toString();
  }

  /** Only an answer of the source's own kind may say that there are no more records. */
  @Test
  void xml_ofAnotherKind_isNoAnswerWithoutRecords() {
    PageMapper mapper = items("format: xml\nrecords: /feed/list/item");

    assertThat(refusal(mapper, "<feed><page>7</page></feed>").signsWithoutList()).isPresent();
    for (String other :
        List.of(
            "<html><body>Sign in</body></html>",
            "<feed><message>later</message></feed>",
            "<feed><page>7</page><errors><e>out of order</e></errors></feed>")) {
      assertThat(refusal(mapper, other).signsWithoutList()).as(other).isEmpty();
    }
    PageMapper root = items("format: xml\nrecords: /item");
    assertThat(refusal(root, "<html><body>Sign in</body></html>"))
        .hasMessageContaining("no list of records at /item");
  }

  @Test
  void json_oneObject_isTheRecord() throws Exception {
    PageMapper mapper = items("records: /r\nrecords-are: object");

    assertThat(itemsOf(map(mapper, "{\"r\":{\"id\":\"a\",\"text\":\"b\"}}")))
        .containsExactly(new Item("a", "b"));
    assertThat(refusal(mapper, "{\"r\":null}").signsWithoutList()).isPresent();
    assertThat(refusal(mapper, "{\"r\":[]}")).hasMessageContaining("no object that is the record");
  }

  @Test
  void json_anError_isNoRecord_whereTheAnswerItselfIsOne() throws Exception {
    PageMapper object = items("records: ''\nrecords-are: object");

    assertThat(itemsOf(map(object, "{\"id\":\"a\",\"message\":\"hi\"}"))).hasSize(1);
    assertThat(refusal(object, "{\"message\":\"later\"}")).hasMessageContaining("source.error");
    assertThat(refusal(items("records: ''\nrecords-are: map"), "{\"message\":\"later\"}"))
        .hasMessageContaining("source.error");
    assertThat(refusal(items("records: ''\nrecords-are: columns"), "{\"message\":\"later\"}"))
        .isNotNull();
  }

  @Test
  void json_columnsOfDifferentLength_areNoPage() {
    assertThat(
            refusal(
                items("records: /r\nrecords-are: columns"),
                "{\"r\":{\"id\":[\"a\",\"b\"],\"text\":[\"x\"]}}"))
        .hasMessageContaining("\"id\" and \"text\" have 2 and 1 values");
  }

  @Test
  void json_aListToUnfoldThatIsNone_rejectsItsRecord() throws Exception {
    MappedPage page =
        map(
            items("records: /r\neach: /list"),
            "{\"r\":[{\"list\":7,\"secret\":1},{\"list\":null},{\"list\":[{\"id\":\"a\"},3]}]}");

    assertThat(page.returned()).isEqualTo(3);
    assertThat(page.records()).hasSize(3);
    assertThat(rejected(page, 0).refusal().reason()).isEqualTo(Reason.NOT_AN_OBJECT);
    assertThat(rejected(page, 0).original()).asString(UTF_8).isEqualTo("{\"list\":7}");
    assertThat(rejected(page, 2).original()).asString(UTF_8).isEqualTo("{\"value\":3}");
  }

  @Test
  void json_pagesWithoutItems_differByWhatTheyUnfold() throws Exception {
    PageMapper mapper = items("records: /r\neach: /list");

    MappedPage one = map(mapper, "{\"r\":[{\"n\":1}]}");
    MappedPage other = map(mapper, "{\"r\":[{\"n\":2}]}");

    assertThat(one.records()).isEmpty();
    assertThat(one.contents()).isPresent().isNotEqualTo(other.contents());
  }

  @Test
  void json_aFlawInOneRecord_leavesTheOthersAlone() throws Exception {
    MappedPage page = map(items("records: /r\nnames: [id]"), "{\"r\":[[\"a\"],[NaN],[\"b\"]]}");

    assertThat(page.returned()).isEqualTo(3);
    assertThat(rejected(page, 1).refusal().reason()).isEqualTo(Reason.MALFORMED_JSON);
  }

  // --- values from outside the record

  @Test
  void values_comeFromAnswerParentPartitionRunAndTime() throws Exception {
    PageMapper mapper =
        new PageMapper(
            pipeline(
                "records: /data/r\neach: /list\nfor-each: {place: [x, y]}\nquery: {at: '{each:place}'}",
                "{name: id, type: text, from: /id, required: true}",
                "{name: base, type: text, from: answer:/base}",
                "{name: late, type: int, from: answer:/after/n}",
                "{name: parent, type: bigint, from: parent:/p}",
                "{name: tags, type: text, from: parent:/tags, format: json}",
                "{name: place, type: text, from: each:place}",
                "{name: run, type: text, from: run:id}",
                "{name: fetched, type: timestamp, from: fetch-time}",
                "{name: currency, type: text, constant: EUR}",
                "{name: factor, type: decimal, constant: 1.50}"),
            Map.of("id", "run-7"));
    String body =
        "{\"base\":\"b\\u00e4\",\"data\":{\"r\":[{\"p\":5,\"tags\":[1],\"list\":[{\"id\":\"a\"}]},"
            + "{\"list\":[{\"id\":\"b\"}]}]},\"after\":{\"n\":\"9\"}}";

    List<JsonNode> events =
        events(mapper.map(body.getBytes(UTF_8), new Fetch(AT, Map.of("place", "y"))));

    assertThat(events.get(0))
        .isEqualTo(
            JSON.readTree(
                """
                {"id":"a","base":"bä","late":9,"parent":5,"tags":"[1]","place":"y","run":"run-7",
                 "fetched":"2026-11-28T10:20:30.456Z","currency":"EUR","factor":"1.50","kind":"thing"}"""));
    assertThat(events.get(1).has("parent")).isFalse();
    assertThat(events.get(1).path("late").asInt()).isEqualTo(9);
  }

  @Test
  void rejectedRecord_carriesWhatCameFromOutside_andIsMappedAgainWithIt() throws Exception {
    Pipeline strict =
        pipeline(
            "records: /r\nrecords-are: map",
            "{name: id, type: text, from: map-key, required: true}",
            "{name: rate, type: decimal, from: /value, required: true, max: 10}",
            "{name: base, type: text, from: answer:/base, required: true}");
    MappedPage page =
        map(new PageMapper(strict), "{\"base\":\"EUR\",\"r\":{\"U\\u0053D\":1.5,\"NOK\":11.7}}");

    MappedRecord.Rejected letter = rejected(page, 1);
    assertThat(letter.original()).asString(UTF_8).isEqualTo("{\"value\":11.7}");
    assertThat(letter.key()).asString(UTF_8).isEqualTo("NOK");
    Pipeline loose =
        pipeline(
            "records: /r\nrecords-are: map",
            "{name: id, type: text, from: map-key, required: true}",
            "{name: rate, type: decimal, from: /value, required: true}",
            "{name: base, type: text, from: answer:/base, required: true}");
    MappedRecord again =
        new SourceRecordMapper(loose)
            .map(letter.original(), Objects.requireNonNull(letter.outside()));
    assertThat(((MappedRecord.Event) again).value())
        .asString(UTF_8)
        .isEqualTo("{\"id\":\"NOK\",\"rate\":\"11.7\",\"base\":\"EUR\",\"kind\":\"thing\"}");
    assertThat(new SourceRecordMapper(loose).map(letter.original()))
        .isInstanceOf(MappedRecord.Rejected.class);
  }

  @Test
  void event_isComparedWithoutTheTimeOfItsFetch() throws Exception {
    PageMapper mapper =
        new PageMapper(
            pipeline(
                "records: ''",
                "{name: id, type: text, from: /id, required: true}",
                "{name: fetched, type: timestamp, from: fetch-time}"));
    byte[] body = "[{\"id\":\"a\"}]".getBytes(UTF_8);

    MappedRecord.Event one =
        (MappedRecord.Event) mapper.map(body, new Fetch(AT, Map.of())).records().get(0);
    MappedRecord.Event other =
        (MappedRecord.Event)
            mapper.map(body, new Fetch(AT.plusSeconds(1), Map.of())).records().get(0);

    assertThat(one.value()).isNotEqualTo(other.value());
    assertThat(one.lasting()).isEqualTo(other.lasting()).isNotEmpty();
  }
}
