package io.tributary.model.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.tributary.model.definition.Field;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.refusal.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** By the definition {@code products.yaml}: other places, key, types and paging than the users'. */
class PageMapperTest {
  private static final String KEY = "\"sku\":\"AB-1\",\"branch\":7,\"title\":\"A lamp\"";
  private static final String EVENT = "{\"sku\":\"AB-1\",\"branch\":7,\"title\":\"A lamp\"";

  private final Pipeline products = load("products");
  private final PageMapper mapper = new PageMapper(products);

  // --- what a page is

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"data\":{\"items\":[%s],\"next\":\"n\"},\"fault\":{\"message\":\"oh\"}}",
        "{\"fault\":{\"message\":\"oh\"},\"data\":{\"next\":\"n\",\"items\":[%s]}}",
        " \n{ \"x\" : [ { } , [ ] ] ,\t\"data\" : { \"items\" : [ %s ] , \"next\" : \"n\" } , \"fault\" : {\"message\":\" oh \"}}\r\n",
        "\uFEFF{\"data\":{\"items\":[%s],\"next\":\"n\"},\"fault\":{\"message\":\"oh\"}}",
        "{\"d\\u0061ta\":{\"items\":[%s],\"next\":\"\\u006e\"},\"fault\":{\"message\":\"o\\u0068\"}}",
      })
  void map_findsRecordsErrorAndToken_inAnyOrder(String form) throws Exception {
    MappedPage page = mapper.map(bytes(form.formatted("{" + KEY + "}")));

    assertThat(page.records()).hasSize(1);
    assertThat(page.error()).contains("oh");
    assertThat(page.nextToken()).contains("n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "{\"data\":{\"items\":[],\"next\":null}} => ``",
        "{\"data\":{\"items\":[],\"next\":\"\"}} => ``",
        "{\"data\":{\"items\":[],\"next\":false}} => ``",
        "{\"data\":{\"items\":[]}} => ``",
        "{\"data\":{\"items\":[],\"next\":\"a b\"}} => a b",
        "{\"data\":{\"items\":[],\"next\":25}} => 25",
      })
  void map_readsTheToken(String body, String token) throws Exception {
    MappedPage page = mapper.map(bytes(body));

    assertThat(page.nextToken().orElse("")).isEqualTo(token);
    assertThat(page.records()).isEmpty();
    assertThat(page.error()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "{\"fault\":{\"message\":\"Whoa\\n  there\"}} => Whoa there",
        "{\"fault\":{\"message\":{\"code\": 5}}} => {\"code\": 5}",
        "{\"fault\":{\"message\":true}} => true",
      })
  void map_givesTheSourcesError_whereThereAreNoRecords(String body, String error) throws Exception {
    MappedPage page = mapper.map(bytes(body));

    assertThat(page.error()).contains(error);
    assertThat(page.records()).isEmpty();
  }

  @Test
  void map_cutsALongError() throws Exception {
    MappedPage page = mapper.map(bytes("{\"fault\":{\"message\":\"" + "x".repeat(9_000) + "\"}}"));

    assertThat(page.error().orElseThrow()).hasSizeLessThan(600);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "`` => the answer is empty",
        "`  \n ` => the answer is empty",
        "<!DOCTYPE html><html> => the answer is neither an object nor a list, it begins with '<!DOCTYPE html><html>'",
        "null => the answer is neither an object nor a list, it begins with 'null'",
        "{} => the answer has no list of records at /data/items: the answer is an empty object",
        "[] => the answer has no list of records at /data/items: the answer is a list; there is a list at \"\" (the answer itself)",
        "{\"data\":[]} => the answer has no list of records at /data/items: /data is a list; there is a list at /data",
        "{\"data\":{\"items\":null}} => the answer has no list of records at /data/items: there is null",
        "{\"data\":{\"items\":{}}} => the answer has no list of records at /data/items: there is an empty object",
        "{\"data\":{\"items\":{\"a\":{},\"b\":{\"c\":[]}}}} => the answer has no list of records at /data/items: there is an object with a, b; there is a list at /data/items/b/c",
        "{\"data\":{\"items\":\"none\\n\"}} => the answer has no list of records at /data/items: there is a text ('none?')",
        "{\"data\":{\"items\":7}} => the answer has no list of records at /data/items: there is a number ('7')",
        "{\"data\":{\"itms\":[{}],\"total\":1},\"more\":[]} => the answer has no list of records at /data/items: /data is an object with itms, total; there is a list at /data/itms, /more",
        "{\"fault\":{\"message\":null}} => the answer has no list of records at /data/items: the answer is an object with fault",
        "{\"data\":{\"items\":[]} => the answer is not JSON: the JSON ends where ',' or '}' is expected",
        "{\"data\":{\"items\":[{\"sku\":\"AB => the answer is not JSON: the JSON ends within a string",
        "{\"data\":{\"items\":[{\"sku\": => the answer is not JSON: the JSON ends where a value is expected",
        "{\"data\":{\"items\":[{\"sku\":1} => the answer is not JSON: the JSON ends where ',' or ']' is expected",
        "{\"data\":{\"items\":[{]}} => the answer is not JSON: byte 19 is not a member's name",
        "{\"data\":{\"items\":[,]}} => the answer is not JSON: byte 18 is not a value",
        "{\"data\":{\"items\":[1 2]}} => the answer is not JSON: byte 20 is not ',' or ']'",
        "{\"data\":{\"items\":[]},} => the answer is not JSON: byte 21 is not a member's name",
        "{\"data\" {\"items\":[]}} => the answer is not JSON: byte 8 is not ':'",
        "{\"data\":{\"items\":[]}} x => the answer goes on after the end of its JSON with 'x'; of several JSON values, such as one record a line, no page can be made",
        "{\"data\":{\"items\":[]}}{} => the answer goes on after the end of its JSON with '{}'; of several JSON values, such as one record a line, no page can be made",
        "{\"data\":{\"items\":[],\"x\":NaN}} => the answer is not JSON: it has a word that is no value of JSON",
        "{\"a\":01,\"data\":{\"items\":[]}} => the answer is not JSON: it has a malformed number",
        "{\"a\":\"\\x\",\"data\":{\"items\":[1]}} => the answer is not JSON: it has a malformed escape in a string",
        "{\"data\":{\"items\":[],\"items\":[]}} => the answer has a member twice that may be there once",
      })
  void map_refusesWhatIsNoPage(String body, String message) {
    assertThatThrownBy(() -> mapper.map(bytes(body)))
        .isInstanceOf(MalformedPageException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sku;title",
        "{\"sku\":1}\n{\"sku\":2}\n",
        "<rss/>",
        "{\"itms\":[]}",
        "{\"data\":{\"items\":\"none\"}}"
      })
  void map_saysThatAskingAgainCannotHelp_whenTheAnswerIsWhole(String body) {
    assertThatThrownBy(() -> mapper.map(bytes(body)))
        .asInstanceOf(type(MalformedPageException.class))
        .returns(true, MalformedPageException::isOtherShape);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "{\"data\":{\"items\":[{\"sku\":", "{\"data\":{\"items\":[]},\"x\":01}"})
  void map_saysThatAskingAgainMayHelp_whenTheAnswerIsDamaged(String body) {
    assertThatThrownBy(() -> mapper.map(bytes(body)))
        .asInstanceOf(type(MalformedPageException.class))
        .returns(false, MalformedPageException::isOtherShape);
  }

  @Test
  void map_showsNoHiddenValue_whereTheListShouldBe() throws Exception {
    String definition =
        Files.readString(Path.of("src/test/resources/pipelines/products.yaml"))
            .replace("records: /data/items", "records: /session/api_key");
    PageMapper wrong = new PageMapper(Pipeline.parse(Path.of("products.yaml"), bytes(definition)));

    assertThatThrownBy(() -> wrong.map(bytes("{\"session\":{\"api_key\":\"k-123\"}}")))
        .hasMessage("the answer has no list of records at /session/api_key: there is a text");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[ ]",
        "{}",
        "0",
        "0.0",
        "null",
        "false",
        "\"\"",
        "\" \"",
        "\"0\"",
        "\"ok\"",
        "\"OK\"",
        "\"Success\""
      })
  void map_seesNoError_whereItsPlaceTellsOfNone(String nothing) throws Exception {
    MappedPage page =
        mapper.map(
            bytes("{\"fault\":{\"message\":%s},\"data\":{\"items\":[]}}".formatted(nothing)));

    assertThat(page.error()).isEmpty();
  }

  @Test
  void map_takesAPageThatIsTheListItself() throws Exception {
    PageMapper whole = new PageMapper(withRecordsAt("\"\""));

    assertThat(whole.map(bytes("[{" + KEY + "}]")).records())
        .hasOnlyElementsOfType(MappedRecord.Event.class);
    assertThat(whole.map(bytes("{\"fault\":{\"message\":\"oh\"}}")).error()).contains("oh");
    assertThatThrownBy(() -> whole.map(bytes("{\"a\":1}")))
        .hasMessage("the answer has no list of records as a whole: it is an object with a");
  }

  @Test
  void map_takesAListWithinAList() throws Exception {
    PageMapper second = new PageMapper(withRecordsAt("/pages/1/0"));

    assertThat(second.map(bytes("{\"pages\":[[],[[{%s}]]]}".formatted(KEY))).records())
        .hasOnlyElementsOfType(MappedRecord.Event.class);
  }

  @Test
  void map_leavesNothingOfAPageBehind() throws Exception {
    mapper.map(
        bytes(
            "{\"data\":{\"items\":[{" + KEY + "}],\"next\":\"n\"},\"fault\":{\"message\":\"m\"}}"));

    MappedPage next = mapper.map(bytes("{\"data\":{\"items\":[]}}"));

    assertThat(next)
        .isEqualTo(new MappedPage(List.of(), java.util.Optional.empty(), PageSigns.NONE));
  }

  // --- what an event is

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        // text
        "\"raw\":\" a  b \" => \"raw\":\" a  b \"",
        "\"raw\":\"\" => \"raw\":\"\"",
        "\"raw\":\"q\\\" b\\\\ s\\/ n\\n c\\u0001 e\\u00e9 \\ud83d\\ude00\" => \"raw\":\"q\\\" b\\\\ s/ n\\n c\\u0001 eé 😀\"",
        "\"raw\":\"ключ ۱۲ 😀\" => \"raw\":\"ключ ۱۲ 😀\"",
        "\"raw\":12345678901234567890123 => \"raw\":\"12345678901234567890123\"",
        "\"raw\":1.50e+3 => \"raw\":\"1.50e+3\"",
        "\"raw\":true => \"raw\":\"true\"",
        "\"raw\":null => ``",
        "\"price\":{\"currency\":\" EUR\\t\"} => \"currency\":\"eur\"",
        // decimal
        "\"price\":{\"amount\":12.50} => \"price\":\"12.50\"",
        "\"price\":{\"amount\":\" 12.50 \"} => \"price\":\"12.50\"",
        "\"price\":{\"amount\":1e3} => \"price\":\"1000\"",
        "\"price\":{\"amount\":1e-3} => \"price\":\"0.001\"",
        "\"price\":{\"amount\":\"\"} => ``",
        // boolean
        "\"stock\":{\"available\":true} => \"in_stock\":true",
        "\"stock\":{\"available\":\"false\"} => \"in_stock\":false",
        "\"stock\":{\"available\":1} => \"in_stock\":true",
        "\"stock\":{\"available\":0} => \"in_stock\":false",
        // bigint
        "\"stock\":{\"sold\":9223372036854775807} => \"sold\":9223372036854775807",
        "\"stock\":{\"sold\":\" 42 \"} => \"sold\":42",
        "\"stock\":{\"sold\":-0} => \"sold\":0",
        // double
        "\"weight\":2 => \"weight\":2.0",
        "\"weight\":\"0.5\" => \"weight\":0.5",
        "\"weight\":1.7976931348623157e308 => \"weight\":1.7976931348623157E308",
        "\"weight\":123456789.123456789 => \"weight\":1.2345678912345679E8",
        // date and timestamp
        "\"released\":\"2024-02-29\" => \"released\":\"2024-02-29\"",
        "\"released\":\"2024-03-01T00:30:00+01:00\" => \"released\":\"2024-02-29\"",
        "\"released\":1709164800000 => \"released\":\"2024-02-29\"",
        "\"updated\":\"2013-05-28T06:47:35.571Z\" => \"updated\":\"2013-05-28T06:47:35.571Z\"",
        "\"updated\":\"2013-05-28T06:47:35Z\" => \"updated\":\"2013-05-28T06:47:35.000Z\"",
        "\"updated\":\"2013-05-28 08:47:35.5719999+02\" => \"updated\":\"2013-05-28T06:47:35.571Z\"",
        "\"updated\":-1 => \"updated\":\"1969-12-31T23:59:59.999Z\"",
        // e-mail
        "\"contact\":\" é@x.y \" => \"contact\":\"é@x.y\"",
        // joined
        "\"brand\":\"B\",\"tags\":[\"t\",\"u\"] => \"label\":\"<B: t, u>\"",
        "\"tags\":[\"t\",\"u\"] => \"label\":\"<t, u>\"",
        "\"tags\":[null,5] => \"label\":\"<5>\"",
        "\"tag\":\"x\",\"tags\":[{},\"\\\"\"] => \"label\":\"<x, \\\">\"",
        "\"brand\":\" B\\u00a0\",\"tags\":[\" \",true] => \"label\":\"<B, true>\"",
        "\"brand\":\"é \",\"tag\":\" ü\" => \"label\":\"<é: ü>\"",
        "\"brand\":null,\"tags\":[] => ``",
        // not wanted
        "\"else\":[[[[{}]]],{\"sku\":\"XX-1\"}] => ``",
      })
  void map_givesEachFieldItsForm(String source, String member) throws Exception {
    assertThat(event("{%s,%s}".formatted(KEY, source)))
        .isEqualTo(EVENT + (member.isEmpty() ? "" : ",") + member + "}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "A  \\t lamp => A lamp",
        "\\u00a0 A\\u2003lamp \\ufeff => A lamp",
        "Cafe\\u0301 => Café",
        "Café => Café",
      })
  void map_cleansUp(String title, String cleaned) throws Exception {
    assertThat(event("{\"sku\":\" AB-1 \",\"branch\":7,\"title\":\"%s\"}".formatted(title)))
        .isEqualTo("{\"sku\":\"AB-1\",\"branch\":7,\"title\":\"%s\"}".formatted(cleaned));
  }

  @Test
  void map_givesTheKeyAsTheEventHasIt() throws Exception {
    MappedRecord record =
        record("{\"sku\":\" \\u0041B-1 \",\"branch\":\"7\",\"title\":\"A lamp\"}");

    assertThat(((MappedRecord.Event) record).key()).asString(UTF_8).isEqualTo("AB-1");
  }

  @Test
  void map_tellsWhichFieldsHaveAValue() throws Exception {
    FilledColumns filled = filled("{" + KEY + ",\"price\":{\"amount\":null,\"currency\":\"EUR\"}}");

    List<String> names = products.event().fields().stream().map(Field::name).toList();
    assertThat(names.stream().filter(name -> filled.has(names.indexOf(name))))
        .containsExactly("sku", "branch", "title", "currency");
  }

  @Test
  void map_tellsEventsOfOneRowFromOthers_byTheWholeKeyOfTheTable() throws Exception {
    assertThat(products.mainTable().key()).containsExactly("sku", "branch");
    long row = filled("{\"sku\":\"AB-1\",\"branch\":7,\"title\":\"A lamp\"}").row();

    assertThat(filled("{\"title\":\"Lamps\",\"branch\":\"7\",\"sku\":\" AB-1\"}").row())
        .isEqualTo(row);
    assertThat(filled("{\"sku\":\"AB-1\",\"branch\":8,\"title\":\"A lamp\"}").row())
        .isNotEqualTo(row);
    assertThat(filled("{\"sku\":\"AB-2\",\"branch\":7,\"title\":\"A lamp\"}").row())
        .isNotEqualTo(row);
  }

  private FilledColumns filled(String source) throws Exception {
    return ((MappedRecord.Event) record(source)).filled();
  }

  @Test
  void map_givesANumberAsKeyInDigits() throws Exception {
    String definition =
        Files.readString(Path.of("src/test/resources/pipelines/products.yaml"))
            .replace("  key: sku", "  key: branch");
    PageMapper byBranch =
        new PageMapper(Pipeline.parse(Path.of("products.yaml"), bytes(definition)));

    MappedRecord record =
        byBranch.map(bytes("{\"data\":{\"items\":[{%s}]}}".formatted(KEY))).records().get(0);

    assertThat(((MappedRecord.Event) record).key()).asString(UTF_8).isEqualTo("7");
  }

  // --- what a rejection is

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        // shape
        "5 => NOT_AN_OBJECT: the source record is a number",
        "[] => NOT_AN_OBJECT: the source record is a list",
        "null => NOT_AN_OBJECT: the source record is null",
        "{} => MISSING_FIELD sku: the source has no value for it (nothing at /sku)",
        "{KEY,\"x\":NaN} => MALFORMED_JSON: the source record has a word that is no value of JSON",
        "{KEY,\"x\":-Infinity} => MALFORMED_JSON: the source record has a malformed number",
        "{KEY,\"x\":01} => MALFORMED_JSON: the source record has a malformed number",
        "{KEY,\"x\":\"\\q\"} => MALFORMED_JSON: the source record has a malformed escape in a string",
        "{KEY,\"x\":\"\\u12\"} => MALFORMED_JSON: the source record has a malformed escape in a string",
        "`{KEY,\"x\":\"a\tb\"}` => MALFORMED_JSON: the source record has a control character in a string",
        "{KEY,\"sku\":\"AB-2\"} => MALFORMED_JSON: the source record has a member of the mapping twice",
        // required
        "{\"sku\":\"AB-1\",\"branch\":7} => MISSING_FIELD title: the source has no value for it (nothing at /title)",
        "{\"sku\":\"AB-1\",\"branch\":7,\"title\":null} => MISSING_FIELD title: the source has no value for it (null at /title)",
        "{\"sku\":\"AB-1\",\"branch\":7,\"title\":\" \\u00a0 \"} => MISSING_FIELD title: the source has no value for it (an empty text at /title)",
        "{\"sku\":\"AB-1\",\"branch\":\" \",\"title\":\"A lamp\"} => MISSING_FIELD branch: the source has no value for it (an empty text at /branch)",
        // types
        "{KEY,\"raw\":{}} => WRONG_TYPE raw: found an object, expected a value of type text",
        "{KEY,\"raw\":[1]} => WRONG_TYPE raw: found a list, expected a value of type text",
        "{KEY,\"raw\":\"\\ud800\"} => WRONG_TYPE raw: found half of a surrogate pair, expected a value of type text",
        "{KEY,\"raw\":\"\\udc00\\ud800\"} => WRONG_TYPE raw: found half of a surrogate pair, expected a value of type text",
        "{KEY,\"brand\":\"\\ud800x\"} => WRONG_TYPE label: found half of a surrogate pair, expected a value of type text",
        "{KEY,\"stock\":{\"sold\":9223372036854775808}} => WRONG_TYPE sold: found '9223372036854775808', expected a value of type bigint",
        "{KEY,\"stock\":{\"sold\":1.5}} => WRONG_TYPE sold: found '1.5', expected a value of type bigint",
        "{KEY,\"stock\":{\"sold\":1e-2}} => WRONG_TYPE sold: found '1e-2', expected a value of type bigint",
        "{KEY,\"stock\":{\"sold\":\"+1\"}} => WRONG_TYPE sold: found '+1', expected a value of type bigint",
        "{KEY,\"stock\":{\"sold\":true}} => WRONG_TYPE sold: found 'true', expected a value of type bigint",
        "{KEY,\"stock\":{\"available\":\"TRUE\"}} => WRONG_TYPE in_stock: found 'TRUE', expected a value of type boolean",
        "{KEY,\"stock\":{\"available\":2}} => WRONG_TYPE in_stock: found '2', expected a value of type boolean",
        "{KEY,\"weight\":1e309} => WRONG_TYPE weight: found '1e309', expected a value of type double",
        "{KEY,\"weight\":\"NaN\"} => WRONG_TYPE weight: found 'NaN', expected a value of type double",
        "{KEY,\"weight\":\"0x1p3\"} => WRONG_TYPE weight: found '0x1p3', expected a value of type double",
        "{KEY,\"weight\":\"1d\"} => WRONG_TYPE weight: found '1d', expected a value of type double",
        "{KEY,\"price\":{\"amount\":1e999999999}} => WRONG_TYPE price: found '1e999999999', expected a value of type decimal",
        "{KEY,\"price\":{\"amount\":1e-999999999}} => WRONG_TYPE price: found '1e-999999999', expected a value of type decimal",
        "{KEY,\"price\":{\"amount\":0e99999999999}} => WRONG_TYPE price: found '0e99999999999', expected a value of type decimal",
        "{KEY,\"price\":{\"amount\":\"1,5\"}} => WRONG_TYPE price: found '1,5', expected a value of type decimal",
        "{KEY,\"released\":\"2023-02-29\"} => WRONG_TYPE released: found '2023-02-29', expected a value of type date",
        "{KEY,\"released\":\"29.02.2024\"} => WRONG_TYPE released: found '29.02.2024', expected a value of type date",
        "{KEY,\"updated\":\"2013-05-28T06:47:35\"} => WRONG_TYPE updated: found '2013-05-28T06:47:35', expected a value of type timestamp",
        "{KEY,\"updated\":\"2013-05-28T24:00:00Z\"} => WRONG_TYPE updated: found '2013-05-28T24:00:00Z', expected a value of type timestamp",
        "{KEY,\"updated\":253402300800000} => WRONG_TYPE updated: found '253402300800000', expected a value of type timestamp",
        "{KEY,\"updated\":1.5} => WRONG_TYPE updated: found '1.5', expected a value of type timestamp",
        // checks
        "{\"sku\":\"ab-1\",\"branch\":7,\"title\":\"A lamp\"} => CHECK_FAILED sku: found 'ab-1', expected what [A-Z]{2}-[0-9]+ matches",
        "{\"sku\":\"AB-1\",\"branch\":0,\"title\":\"A lamp\"} => CHECK_FAILED branch: found 0, expected at least 1 and at most 99",
        "{\"sku\":\"AB-1\",\"branch\":7,\"title\":\"A\"} => CHECK_FAILED title: found 1 characters, expected at least 2",
        "{\"sku\":\"AB-1\",\"branch\":7,\"title\":\"0123456789012345678é0\"} => CHECK_FAILED title: found 21 characters, expected at most 20",
        "{KEY,\"price\":{\"amount\":100000}} => CHECK_FAILED price: found 100000, expected at least 0 and at most 99999.99",
        "{KEY,\"price\":{\"amount\":-0.01}} => CHECK_FAILED price: found -0.01, expected at least 0 and at most 99999.99",
        "{KEY,\"price\":{\"currency\":\"GBP\"}} => CHECK_FAILED currency: found 'gbp', expected one of eur, usd",
        "{KEY,\"weight\":0.49} => CHECK_FAILED weight: found 0.49, expected at least 0.5",
        "{KEY,\"stock\":{\"sold\":-1}} => CHECK_FAILED sold: found -1, expected at least 0",
        "{KEY,\"contact\":\"a b@c\"} => CHECK_FAILED contact: found 'a b@c', expected an e-mail address",
        "{KEY,\"contact\":\"a@b@c\"} => CHECK_FAILED contact: found 'a@b@c', expected an e-mail address",
        "{KEY,\"contact\":\"@c\"} => CHECK_FAILED contact: found '@c', expected an e-mail address",
        "{KEY,\"contact\":\"a\\u2003é@c\"} => CHECK_FAILED contact: found 'a\u2003é@c', expected an e-mail address",
      })
  void map_saysWhyARecordIsRejected(String source, String refusal) throws Exception {
    MappedRecord.Rejected rejected = rejected(source.replace("KEY", KEY));

    String field = rejected.refusal().field() == null ? "" : " " + rejected.refusal().field();
    assertThat(rejected.refusal().reason() + field + ": " + rejected.refusal().detail())
        .isEqualTo(refusal);
  }

  @Test
  void map_rejectsOneRecordOnly_whereItsBytesAreNotUtf8() throws Exception {
    byte[] body = bytes("{\"data\":{\"items\":[{%s,\"x\":\"#\"},{%s}]}}".formatted(KEY, KEY));
    body[new String(body, UTF_8).indexOf('#')] = (byte) 0xC0;

    List<MappedRecord> records = mapper.map(body).records();

    assertThat(((MappedRecord.Rejected) records.get(0)).refusal().reason())
        .isEqualTo(Reason.MALFORMED_JSON);
    assertThat(records.get(1)).isInstanceOf(MappedRecord.Event.class);
  }

  @Test
  void map_rejectsAnEventThatIsTooLarge() throws Exception {
    MappedRecord.Rejected rejected =
        rejected("{%s,\"raw\":\"%s\"}".formatted(KEY, "é".repeat(1_100)));

    assertThat(rejected.refusal().reason()).isEqualTo(Reason.TOO_LARGE);
    assertThat(rejected.refusal().detail()).contains("the topic takes 2,048");
    assertThat(rejected.key()).asString(UTF_8).isEqualTo("AB-1");
  }

  @Test
  void map_walksThroughDeepNesting() throws Exception {
    String deep = "[".repeat(200_000) + "]".repeat(200_000);

    assertThat(event("{%s,\"x\":%s}".formatted(KEY, deep))).isEqualTo(EVENT + "}");
    assertThat(rejected("{%s,\"raw\":%s}".formatted(KEY, deep)).refusal().reason())
        .isEqualTo(Reason.WRONG_TYPE);
  }

  @Test
  void map_keepsTheKey_whereAnotherFieldIsAtFault() throws Exception {
    MappedRecord.Rejected rejected = rejected("{\"branch\":\"x\",\"sku\":\"AB-1\"}");

    assertThat(rejected.refusal().field()).isEqualTo("branch");
    assertThat(rejected.key()).asString(UTF_8).isEqualTo("AB-1");
    assertThat(rejected("{\"branch\":1}").key()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "{\"a\": [1, 2 ],\t\"b\" : \" x \\\" y \"} => {\"a\":[1,2],\"b\":\" x \\\" y \"}",
        "{\"supplier\":{\"api_key\":\"S3CRET\",\"name\":\"n\"}} => {\"supplier\":{\"name\":\"n\"}}",
        "{\"supplier\":{\"name\":\"n\",\"api_key\":{\"x\":[\"S3CRET\"]}}} => {\"supplier\":{\"name\":\"n\"}}",
        "{\"supplier\":{\"api_key\":\"S3CRET\"}} => {\"supplier\":{}}",
        "{\"supplier\":{\"api\\u005fkey\":\"S3CRET\"}} => {\"supplier\":{}}",
        "{\"\\u0073upplier\":{\"api_key\":\"S3CRET\"}} => {\"\\u0073upplier\":{}}",
        "{\"supplier\":{\"api_key\":\"S3CRET\"},\"supplier\":{\"api_key\":\"S3CRET\",\"b\":1}} => {\"supplier\":{},\"supplier\":{\"b\":1}}",
        "{\"supplier\":{\"api\\_key\":\"S3CRET\",\"b\":NaN}} => {\"supplier\":{\"b\":NaN}}",
        "{\"supplier\":{\"\\u\":\"S3CRET\"}} => {\"supplier\":{}}",
        "{\"supplier\":\"api_key\"} => {\"supplier\":\"api_key\"}",
        "{\"notes\":[\"a\",\"S3CRET\",\"c\"]} => {\"notes\":[\"a\",\"c\"]}",
        "{\"api_key\":\"S3CRET\",\"b\":1} => {\"b\":1}",
        "{\"supplier\":[{\"api_key\":\"S3CRET\"},{\"name\":\"n\"}]} => {\"supplier\":[{},{\"name\":\"n\"}]}",
        "{\"record\":{\"supplier\":{\"name\":\"n\",\"api_key\":\"S3CRET\"}}} => {\"record\":{\"supplier\":{\"name\":\"n\"}}}",
        "[[{\"api_key\":\"S3CRET\"}]] => [[{}]]",
        "[1, {\"supplier\": 2}] => [1,{\"supplier\":2}]",
      })
  void map_rejectsWithTheOriginal_withoutHiddenMembersAndSpace(String source, String original)
      throws Exception {
    MappedRecord.Rejected rejected = rejected(source);

    assertThat(rejected.original()).asString(UTF_8).isEqualTo(original);
    assertThat(rejected.refusal().toString()).doesNotContain("S3CRET");
  }

  // --- the other shipped definitions

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "{\"number\":12,\"name\":\" High St \"} => 12 High St, Ely, Kent, Eire",
        "{\"number\":\"12a\",\"name\":\"High St\"} => 12a High St, Ely, Kent, Eire",
        "{\"name\":\"High St\"} => High St, Ely, Kent, Eire",
        "\"12 High St\" => 12 High St, Ely, Kent, Eire",
        "null => Ely, Kent, Eire",
      })
  void map_joinsTheAddress_inEachVersionOfTheUsers(String street, String address) throws Exception {
    PageMapper users = new PageMapper(load("users"));
    String user =
        """
        {"results":[{"name":{"first":"A","last":"B"},"login":{"uuid":"%s","password":"pw"},
         "location":{"street":%s,"city":"Ely","state":"Kent","country":"Eire","postcode":5}}]}"""
            .formatted("15653F96-f1c3-420d-97d1-d62f71d463c2", street);

    MappedRecord record = users.map(bytes(user)).records().get(0);

    assertThat(((MappedRecord.Event) record).value())
        .asString(UTF_8)
        .isEqualTo(
            """
            {"id":"15653f96-f1c3-420d-97d1-d62f71d463c2","first_name":"A","last_name":"B",\
            "address":"%s","post_code":"5"}"""
                .formatted(address));
  }

  private String event(String source) throws Exception {
    MappedRecord record = record(source);
    assertThat(record).isInstanceOf(MappedRecord.Event.class);
    return new String(((MappedRecord.Event) record).value(), UTF_8);
  }

  private MappedRecord.Rejected rejected(String source) throws Exception {
    MappedRecord record = record(source);
    assertThat(record).isInstanceOf(MappedRecord.Rejected.class);
    return (MappedRecord.Rejected) record;
  }

  private MappedRecord record(String source) throws Exception {
    // Between two others, which must not suffer from it.
    String page = "{\"data\":{\"items\":[{%s},%s,{%s}]}}".formatted(KEY, source, KEY);
    List<MappedRecord> records = mapper.map(bytes(page)).records();
    assertThat(records).hasSize(3);
    assertThat(records.get(0)).isInstanceOf(MappedRecord.Event.class);
    assertThat(records.get(2)).isInstanceOf(MappedRecord.Event.class);
    return records.get(1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static Pipeline withRecordsAt(String pointer) throws Exception {
    String definition =
        Files.readString(Path.of("src/test/resources/pipelines/products.yaml"))
            .replace("records: /data/items", "records: " + pointer)
            .replaceAll("(?s)  paging:.*?page-size: 100", "");
    return Pipeline.parse(Path.of("products.yaml"), bytes(definition));
  }

  private static Pipeline load(String name) {
    try {
      return name.equals("users")
          ? Pipeline.load(Path.of("../pipelines/users.yaml"))
          : Pipeline.load(Path.of("src/test/resources/pipelines/%s.yaml".formatted(name)));
    } catch (io.tributary.model.definition.InvalidDefinitionException invalid) {
      throw new AssertionError(invalid);
    }
  }
}
