package io.tributary.model.definition;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonPointer;
import io.tributary.model.yaml.Problem;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PipelineReaderTest {
  private static final Path DEFINITIONS = Path.of("../pipelines");
  private static final Path FILE = Path.of("p.yaml");

  /** Line by line, so that a row of a table can replace one and name its number. */
  private static final String VALID =
      """
      name: all_things
      source:
        url: https://things.example/api
        records: /items
        paging: {type: page, page-parameter: page, page-size: 10}
        rate-limit: {records: 20, per: 5m}
      event:
        key: id
        hide: [/secret]
        fields:
          - {name: id, type: text, from: /id, required: true}
          - {name: title, type: text, from: /title, required: true}
          - {name: size, type: int, from: /size}
      topic: {name: things}
      table: {keyspace: shop, name: things, key: [id]}
      dag: {id: things, schedule: none, records: 5}
      """;

  @Test
  void loadAll_readsTheBundledDefinitions() throws Exception {
    List<Pipeline> pipelines = Pipeline.loadAll(DEFINITIONS);

    assertThat(pipelines).extracting(Pipeline::name).containsExactly("quakes", "users");
  }

  /** The examples are in a folder of their own, so that they are no pipelines of a platform. */
  @Test
  void loadAll_readsTheExamples_fromTheirFolderOnly() throws Exception {
    List<Pipeline> pipelines = Pipeline.loadAll(DEFINITIONS.resolve("examples"));

    assertThat(pipelines)
        .extracting(Pipeline::name)
        .containsExactly("changes", "members", "people");
  }

  @Test
  void parse_readsWhatARunIsHeldTo() throws Exception {
    Pipeline things =
        Pipeline.parse(
            FILE,
            VALID
                .replace("records: 5", "records: 5, max-superseded: 2.5%")
                .replace("from: /size", "from: /size, expected: true, personal: true")
                .getBytes(UTF_8));

    assertThat(things.dag().maxSuperseded()).isEqualTo(RecordLimit.parse("2.5%"));
    assertThat(things.event().fields())
        .extracting(Field::expected)
        .containsExactly(false, false, true);
    assertThat(things.event().fields())
        .extracting(Field::personal)
        .containsExactly(false, false, true);
  }

  @Test
  void load_readsEachColumnOfTheUsers() throws Exception {
    Pipeline users = Pipeline.load(DEFINITIONS.resolve("users.yaml"));

    assertThat(users.mainTable())
        .isEqualTo(
            new Table(
                "spark_streams",
                "created_users",
                List.of("id"),
                List.of(),
                users.event().fields().stream().map(Field::name).toList(),
                Optional.empty(),
                Map.of(),
                List.of(),
                List.of()));
    assertThat(users.topic())
        .isEqualTo(
            new Topic(
                "users_created",
                3,
                1,
                1_048_576,
                new TopicFormat(
                    TopicFormat.Encoding.JSON_SCHEMA,
                    TopicFormat.SchemaId.HEADER,
                    TopicFormat.Subject.TOPIC,
                    Compatibility.BACKWARD)));
    assertThat(users.dag())
        .isEqualTo(new Dag("user_automation", Optional.empty(), 1_000, Dag.DEFAULT_MAX_SUPERSEDED));
    assertThat(users.event().fields())
        .extracting(field -> field.name() + " " + field.type().cqlName())
        .containsExactly(
            "id uuid",
            "first_name text",
            "last_name text",
            "gender text",
            "address text",
            "post_code text",
            "email text",
            "username text",
            "dob timestamp",
            "registered_date timestamp",
            "phone text",
            "picture text");
    assertThat(users.source().rateLimit()).contains(new RateLimit(20_000, Duration.ofMinutes(5)));
    assertThat(users.source().paging())
        .isEqualTo(
            new Paging.Numbered(
                "page", Optional.of("results"), Optional.of("seed"), 5_000, 10_000));
  }

  @ParameterizedTest
  @MethodSource("pagings")
  void parse_readsEachKindOfPaging(String written, Paging expected) throws Exception {
    String definition = VALID.replace("{type: page, page-parameter: page, page-size: 10}", written);

    assertThat(Pipeline.parse(FILE, definition.getBytes(UTF_8)).source().paging())
        .isEqualTo(expected);
  }

  static List<Arguments> pagings() {
    EndSigns both =
        new EndSigns(
            Optional.of(JsonPointer.compile("/more")),
            Optional.of(JsonPointer.compile("/n")),
            Set.of(),
            7,
            90);
    EndSigns marked =
        new EndSigns(Optional.empty(), Optional.empty(), Set.of("0", "-1", ""), 5, 1_000_000);
    return List.of(
        Arguments.of(
            "{type: page, page-parameter: p, first-page: 0, last-page: 9, page-size: 10, has-more: /more, total: /n, max-empty-pages: 7, max-pages: 90}",
            new Paging.Numbered("p", Optional.empty(), Optional.empty(), 10, 9, 0, both)),
        Arguments.of(
            "{type: offset, offset-parameter: skip, size-parameter: take, page-size: 10, first-offset: 1}",
            new Paging.Offset("skip", Optional.of("take"), 10, 1, EndSigns.NONE)),
        Arguments.of(
            "{type: token, token-parameter: c, next: /next, page-size: 10, end-marks: [0, -1, \"\"]}",
            new Paging.Token("c", JsonPointer.compile("/next"), Optional.empty(), 10, marked)),
        Arguments.of(
            "{type: next-url, next: /next, page-size: 10, end-marks: [0, -1, \"\"]}",
            new Paging.NextUrl(JsonPointer.compile("/next"), Optional.empty(), 10, marked)),
        Arguments.of(
            "{type: link-header, size-parameter: n, page-size: 10}",
            new Paging.LinkHeader(Optional.of("n"), 10, EndSigns.NONE)),
        Arguments.of(
            "{type: keyset, value-parameter: after, value: /id, page-size: 10}",
            new Paging.Keyset(
                "after", JsonPointer.compile("/id"), Optional.empty(), 10, EndSigns.NONE)));
  }

  @Test
  void parse_readsThatARunReadsAll() throws Exception {
    String definition = VALID.replace("records: 5}", "records: all}");

    assertThat(Pipeline.parse(FILE, definition.getBytes(UTF_8)).dag().readsAll()).isTrue();
    assertThat(Pipeline.parse(FILE, VALID.getBytes(UTF_8)).dag().readsAll()).isFalse();
  }

  @Test
  void parse_readsWhatToDoByStatus() throws Exception {
    String definition =
        VALID.replace("  paging:", "  on-status: {409: retry, 503: rate-limited}\n  paging:");

    assertThat(Pipeline.parse(FILE, definition.getBytes(UTF_8)).source().onStatus())
        .isEqualTo(Map.of(409, StatusPolicy.RETRY, 503, StatusPolicy.RATE_LIMITED));
  }

  @Test
  void load_readsEveryKey() throws Exception {
    Pipeline products = Pipeline.load(Path.of("src/test/resources/pipelines/products.yaml"));

    assertThat(products.source().query())
        .containsExactly(
            java.util.Map.entry("currency", List.of("EUR")),
            java.util.Map.entry("version", List.of("1.10")));
    assertThat(products.source().error()).contains(JsonPointer.compile("/fault/message"));
    assertThat(products.source().paging())
        .isEqualTo(
            new Paging.Token(
                "cursor", JsonPointer.compile("/data/next"), Optional.of("limit"), 100));
    assertThat(products.dag())
        .isEqualTo(new Dag("products", Optional.empty(), 1_000, Dag.DEFAULT_MAX_SUPERSEDED));
    assertThat(products.topic()).isEqualTo(new Topic("product-changes", 3, 1, 2_048));
    assertThat(products.mainTable().indexes()).containsExactly("currency");
    Field price = products.event().fields().get(3);
    assertThat(price.checks().max()).contains(new BigDecimal("99999.99"));
    Field label = products.event().fields().get(11);
    assertThat(label.origin())
        .isEqualTo(
            new Origin.Joined(
                List.of(
                    new Origin.Joined.Part("<", List.of(JsonPointer.compile("/brand"))),
                    new Origin.Joined.Part(
                        ": ", List.of(JsonPointer.compile("/tags/0"), JsonPointer.compile("/tag"))),
                    new Origin.Joined.Part(", ", List.of(JsonPointer.compile("/tags/1")))),
                ">"));
  }

  @Test
  void parse_cleansTextsByDefault() throws Exception {
    Pipeline things = Pipeline.parse(FILE, VALID.getBytes(UTF_8));

    Field title = things.event().fields().get(1);
    assertThat(title.cleanUps()).containsExactly(CleanUp.NFC, CleanUp.TRIM, CleanUp.EMPTY_TO_NULL);
    assertThat(title.checks().maxLength()).isEqualTo(Checks.DEFAULT_MAX_LENGTH);
    assertThat(things.event().fields().get(2).cleanUps()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      quoteCharacter = '`',
      value = {
        // the definition
        "name: all_things |  nmae: things              | 1: found no 'name' in the definition, expected lower-case letters, digits and underscores, at most 63 of them; 1: found the unknown key 'nmae' in the definition, expected 'name' (did you mean it?)",
        "name: all_things |  name:                     | 1: found nothing as 'name' in the definition, expected lower-case letters, digits and underscores, at most 63 of them",
        "name: all_things |  name: [things]            | 1: found a list as 'name', expected lower-case letters, digits and underscores, at most 63 of them",
        "name: all_things |  name: Things              | 1: found 'Things', expected lower-case letters, digits and underscores, at most 63 of them",
        // source
        "https://things.example/api | ftp://x/y               | 3: found 'ftp://x/y' (it does not begin with http:// or https://), expected an http or https URL without query (that is in 'query'), fragment and password",
        "https://things.example/api | https://u:p@x/y         | 3: found a URL with '@' (it has a user, a query or a fragment; parameters belong into the definition's query), expected an http or https URL without query (that is in 'query'), fragment and password",
        "https://things.example/api | https://x/y?a=b         | 3: found 'https://x/y?a=b' (it has a user, a query or a fragment; parameters belong into the definition's query), expected an http or https URL without query (that is in 'query'), fragment and password",
        "https://things.example/api | https:///y              | 3: found 'https:///y' (it has no host name), expected an http or https URL without query (that is in 'query'), fragment and password",
        "https://things.example/api | https://x/ y            | 3: found 'https://x/ y' (it is not a URL: write a space as %20), expected an http or https URL without query (that is in 'query'), fragment and password",
        "https://things.example/api | http://127.0.0.1:99999/ | 3: found 'http://127.0.0.1:99999/' (its port is no number from 1 to 65535), expected an http or https URL without query (that is in 'query'), fragment and password",
        "records: /items          | records: items            | 4: found 'items', expected a JSON Pointer: empty, or '/' before each name (~1 for '/', ~0 for '~' in a name)",
        "records: /items          | records: /a~2             | 4: found '/a~2', expected a JSON Pointer: empty, or '/' before each name (~1 for '/', ~0 for '~' in a name)",
        "records: /items          | records: /items, error: /items/0 | 4: found mapping values are not allowed here, expected YAML",
        "records: /items        | `records: /items\n  error: /items/0` | 5: found '/items/0', expected a place beside /items",
        "type: page,              | type: pages,              | 5: found 'pages', expected page, offset, token, next-url, link-header, keyset or none",
        "page-parameter: page,    | page-param: page,         | 5: found no 'page-parameter' in paging, expected the name of a query parameter; 5: found the unknown key 'page-param' in paging, expected 'page-parameter' (did you mean it?)",
        "page-size: 10            | page-size: 0              | 5: found '0', expected a whole number from 1 to 100000",
        "page-size: 10            | page-size: ten            | 5: found 'ten', expected a whole number from 1 to 100000",
        "page-size: 10            | page-size: 99999999999999999999 | 5: found '99999999999999999999', expected a whole number from 1 to 100000",
        "page-size: 10            | page-size: 10, size-parameter: page | 5: found one parameter's name for two things, expected different names",
        "records: /items        | `records: /items\n  query: {page: 5}` | 5: found 'page', which paging sets, expected it in one place only",
        "per: 5m                  | per: 5 minutes            | 6: found '5 minutes', expected a duration such as 500ms, 30s, 5m, 2h, 1d",
        "per: 5m                  | per: 0s                   | 6: found '0s', expected a duration such as 500ms, 30s, 5m, 2h, 1d",
        "records: 20              | records: 0                | 6: found '0', expected a whole number from 1 to 2147483647",
        "`  records: /items\n  paging: {type: page, page-parameter: page, page-size: 10}` | `  records: \"\"\n  paging: {type: token, token-parameter: t, next: /next, page-size: 10}` | 5: found '/next' although 'records' says that the answer is the array, expected a 'records' such as /items: an array has no member beside its items",
        "page-size: 10            | page-size: 10, total: /items/n | 5: found '/items/n', expected a place beside /items",
        "page-size: 10            | page-size: 10, total: /n, has-more: /n | 5: found '/n', which 'has-more' names too, expected another place",
        "page-size: 10            | page-size: 10, seed-parameter: s, total: /n | 5: found a seed together with 'total', expected one of them: a source with a seed makes up records without end",
        "page-size: 10            | page-size: 10, first-page: 3, last-page: 2 | 5: found a last page before the first, expected a number of first-page or more",
        "page-size: 10            | page-size: 10, end-marks: [x] | 5: found the unknown key 'end-marks' in paging, expected one of type, page-parameter, size-parameter, seed-parameter, page-size, first-page, last-page, has-more, total, max-empty-pages, max-pages",
        "type: page, page-parameter: page | type: keyset, value-parameter: a, value: \"\" | 5: found the whole record, expected a member of it, such as /id",
        "records: /items        | `records: /items\n  on-status: {200: retry}` | 5: found the status '200', expected a number from 400 to 599",
        "records: /items        | `records: /items\n  on-status: {404: skip}` | 5: found 'skip' for status 404, expected one of retry, fail, ignore, rate-limited",
        // event
        "from: /size              | from: /title/size, required: true | 13: found the required field 'size' from '/title/size', which is within '/title' of the required field 'title', expected places of which a record can have both: what has members is no value",
        "key: id                  | key: ''                   | 8: found '' as 'key', expected the name of a field",
        "key: id                  | key: uid                  | 8: found 'uid' as 'key', expected the name of a field (did you mean 'id'?); 15: found a table key without 'uid', the event's key, expected it among the key, so that records of one row stay in order",
        "from: /size              | from: /secret/size        | 13: found the field 'size' from '/secret/size', which 'hide' names, expected a field from what is not hidden",
        "[/secret]                | [secret]                  | 9: found 'secret', expected a JSON Pointer: empty, or '/' before each name (~1 for '/', ~0 for '~' in a name)",
        "[/secret]                | [\"\"]                      | 9: found the whole record, expected members of it, such as /login/password",
        "name: title              | name: 1title              | 12: found '1title', expected a name of letters, digits and underscores, beginning with a letter, at most 128 long",
        "name: title              | name: my-title            | 12: found 'my-title', expected a name of letters, digits and underscores, beginning with a letter, at most 128 long",
        "name: size               | name: ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc | 13: found 'cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc…' with 129 characters, expected a name of letters, digits and underscores, beginning with a letter, at most 128 long",
        "name: size               | name: title               | 13: found a second field 'title' (first in line 12), expected each name once",
        "type: int                | type: integer            | 13: found 'integer', expected one of text, int, bigint, double, boolean, timestamp, date, uuid, decimal, time, inet, blob, json, frozen<list<…>>, frozen<set<…>>, frozen<map<text, …>>, vector<float, n>",
        "type: int                | type: List<text>         | 13: found 'List<text>', expected one of text, int, bigint, double, boolean, timestamp, date, uuid, decimal, time, inet, blob, json, frozen<list<…>>, frozen<set<…>>, frozen<map<text, …>>, vector<float, n>",
        "type: int                | type: bigit              | 13: found 'bigit', expected bigint (did you mean it?)",
        "type: int                | type: frozen<text>       | 13: found 'frozen<text>', expected one of text, int, bigint, double, boolean, timestamp, date, uuid, decimal, time, inet, blob, json, frozen<list<…>>, frozen<set<…>>, frozen<map<text, …>>, vector<float, n>",
        "type: int                | type: list<int>          | 13: found 'list<int>', expected frozen<list<int>>: a write that is repeated would add the items to the list again",
        "type: int                | type: frozen<list<txt>>  | 13: found 'frozen<list<txt>>', expected text within it (did you mean it?)",
        "type: int                | type: frozen<list<json>> | 13: found 'frozen<list<json>>', expected within it one of text, int, bigint, double, boolean, timestamp, date, uuid, decimal, time, inet, blob",
        "type: int                | type: set<decimal>       | 13: found 'set<decimal>', expected within it one of text, int, bigint, boolean, timestamp, date, uuid, time, inet",
        "type: int                | type: frozen<set<set<int>>> | 13: found 'frozen<set<set<int>>>', expected within it one of text, int, bigint, boolean, timestamp, date, uuid, time, inet",
        "type: int                | type: frozen<map<text>>  | 13: found 'frozen<map<text>>', expected frozen<map<text, …>>: names of members are texts",
        "type: int                | type: \"map<int, text>\" | 13: found 'map<int, text>', expected frozen<map<text, …>>: names of members are texts",
        "type: int                | type: \"vector<float, 8193>\" | 13: found 'vector<float, 8193>', expected vector<float, n> with n from 1 to 8192, not frozen",
        "type: int                | type: \"vector<double, 3>\" | 13: found 'vector<double, 3>', expected vector<float, n> with n from 1 to 8192, not frozen",
        "type: int                | type: \"frozen<vector<float, 3>>\" | 13: found 'frozen<vector<float, 3>>', expected vector<float, n> with n from 1 to 8192, not frozen",
        "type: int                | type: frozen<list<int>>, default: 1 | 13: found 'default' at a field of type frozen<list<int>>, expected it only at single values",
        "type: int                | type: frozen<list<int>>, max-length: 5 | 13: found 'max-length' at a field of type frozen<list<int>>, expected it only at text, json",
        "type: int                | type: frozen<list<text>>, format: json | 13: found 'json', expected email",
        "type: int                | type: set<text>, max-length: 20000 | 13: found a max-length of 20,000 for items of a set, expected at most 16,383",
        "type: int                | type: int, max-items: 5   | 13: found 'max-items' at a field of type int, expected it only at lists, sets and maps",
        "type: int                | type: set<int>, max-items: 65536 | 13: found '65536', expected a whole number from 1 to 65535",
        "type: int                | type: set<int>, null-items: no | 13: found 'no', expected refuse or skip",
        "type: int                | type: blob, encoding: hexx | 13: found 'hexx', expected base64 or hex",
        "type: int                | type: text, encoding: hex | 13: found 'encoding' at a field of type text, expected it only at blob",
        "type: int                | type: json, default: '{'  | 13: found '{', expected a value of type json that passes the field's checks",
        "type: int                | type: inet, default: localhost | 13: found 'localhost', expected a value of type inet that passes the field's checks",
        "type: int                | type: time, default: 24:00 | 13: found '24:00', expected a value of type time that passes the field's checks",
        "from: /size              | frm: /size                | 13: found neither 'from' nor 'join' nor 'constant', expected one of them; 13: found the unknown key 'frm' in the field, expected 'from' (did you mean it?)",
        "from: /size              | from: /size, join: a | 13: found both 'from' and 'join', expected one of them",
        "from: /size              | from: \"\"                  | 13: found the whole record, expected a member of it, such as /name",
        "from: /title             | join: \"a {/b\"           | 12: found a brace without its pair in 'a {/b', expected text with JSON Pointers in braces, such as \"{/name/first} {/name/last|/name}\"",
        "from: /title             | join: a                   | 12: found 'a', expected text with JSON Pointers in braces, such as \"{/name/first} {/name/last|/name}\"",
        "from: /title             | join: \"{b}\"             | 12: found 'b', expected a JSON Pointer: empty, or '/' before each name (~1 for '/', ~0 for '~' in a name)",
        "from: /size              | from: /size, required: yes | 13: found 'yes', expected true or false",
        "from: /size              | from: /size, clean: [trim] | 13: found 'clean' at a field of type int, expected it only at text",
        "from: /size              | from: /size, max-length: 5 | 13: found 'max-length' at a field of type int, expected it only at text, json",
        "from: /size              | from: /size, min: 5, max: 4 | 13: found a min above the max, expected min at most 4",
        "from: /size              | from: /size, max: 2147483648 | 13: found '2147483648', expected a number of the type: -2147483648 to 2147483647",
        "from: /size              | from: /size, max: 1e5     | 13: found '1e5', expected a number such as 5 or -0.5",
        "from: /title             | from: /title, min: 1      | 12: found 'min' at a field of type text, expected it only at int, bigint, double, decimal",
        "from: /title             | from: /title, clean: [trm] | 12: found 'trm', expected one of trim, collapse, nfc, lower-case, html-entities, empty-to-null",
        "from: /title             | from: /title, clean: trim | 12: found 'trim' as 'clean', expected a list of trim, collapse, nfc, lower-case, html-entities, empty-to-null",
        "from: /title             | from: /title, clean: [nfc, nfc] | 12: found 'nfc' again, expected each clean-up once",
        "from: /title             | from: /title, min-length: 9, max-length: 8 | 12: found a min-length above the max-length, expected at most 8",
        "from: /title             | from: /title, pattern: \"(\" | 12: found '(' (Unclosed group), expected a regular expression as Java has them",
        "from: /title             | from: /title, format: mail | 12: found 'mail', expected email or json",
        "from: /title             | from: /title, one-of: []  | 12: found an empty list, expected one or more texts",
        "from: /title             | from: /title, one-of: [a, a] | 12: found 'a' again, expected each text once",
        "from: /title             | from: /title, one-of: [abc], max-length: 2 | 12: found 'abc' with 3 characters, expected 0 to 2, as min-length and max-length say",
        "from: /title             | from: /title, one-of: [A], clean: [lower-case] | 12: found 'A', which the clean-ups would change, expected 'a'",
        "from: /title             | from: /title, one-of: [a], pattern: b | 12: found 'a', which the pattern does not match, expected a text that passes the field's other checks",
        "from: /id, required: true | from: /id                | 11: found the key 'id' without required: true, expected required: true",
        "name: id, type: text     | name: id, type: double    | 11: found the key 'id' of type double, expected one of text, int, bigint, uuid, timestamp, date, time, inet",
        "from: /id,               | from: /id, max-length: 20000, | 11: found a max-length of 20,000 at the key, expected at most 16,383",
        // topic, table, dag
        "topic: {name: things}    | topic: {name: thi ngs}    | 14: found 'thi ngs', expected letters, digits, '.', '_' and '-', at most 240 of them",
        "topic: {name: things}    | topic: {name: __consumer_offsets} | 14: found '__consumer_offsets', expected a topic that is not Kafka's own",
        "topic: {name: things}    | topic: {name: ..}         | 14: found '..', expected letters, digits, '.', '_' and '-', at most 240 of them",
        "topic: {name: things}    | topic: {name: things, partitions: 0} | 14: found '0', expected a whole number from 1 to 10000",
        "topic: {name: things}    | topic: things             | 14: found 'things' as 'topic', expected a mapping",
        "topic: {name: things}    | topic:                    | 14: found nothing as 'topic' in the definition, expected a mapping",
        "keyspace: shop           | keyspace: Shop            | 15: found 'Shop', expected a name of lower-case letters, digits and underscores, beginning with a letter, at most 48 long",
        "keyspace: shop           | keyspace: kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk | 15: found 'kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk' with 49 characters, expected a name of lower-case letters, digits and underscores, beginning with a letter, at most 48 long",
        "keyspace: shop           | keyspace: schema          | 15: found 'schema', a reserved word of CQL, expected another name, such as schema_",
        "name: things, key        | name: order, key          | 15: found 'order', a reserved word of CQL, expected another name, such as order_",
        "keyspace: shop           | keyspace: system          | 15: found 'system', expected a keyspace that is not Cassandra's own",
        "keyspace: shop           | keyspace: system_auth     | 15: found 'system_auth', expected a keyspace that is not Cassandra's own",
        "name: things, key        | name: dead_letters, key   | 15: found 'dead_letters', expected a name that is not the dead letters'",
        "name: things, key        | name: dead_letters_by_day, key | 15: found 'dead_letters_by_day', expected a name that is not the dead letters'",
        "name: things, key        | name: pipeline_runs      , key | 15: found 'pipeline_runs', expected a name that is not the runs'",
        "key: [id]                | key: [id, titel]          | 15: found 'titel' in 'key', expected the name of a field (did you mean 'title'?)",
        "key: [id]                | key: [id, id]             | 15: found 'id' again in 'key', expected it once",
        "key: [id]                | key: []                   | 15: found an empty list as 'key', expected one or more fields; 15: found a table key without 'id', the event's key, expected it among the key, so that records of one row stay in order",
        "key: [id]                | key: [id, size]           | 13: found the key column 'size' without required: true, expected required: true",
        "key: [id]                | key: [id, title]          | 15: found no required field outside the key, expected one or more, frozen if it is a collection: its write time is what proves that a row has arrived",
        "key: [id]                | key: [title]              | 15: found a table key without 'id', the event's key, expected it among the key, so that records of one row stay in order",
        "key: [id]                | key: [id], indexes: [id]  | 15: found 'id' in 'indexes', expected no partition key",
        "id: things, schedule     | id: a b, schedule         | 16: found 'a b', expected letters, digits, '.', '_' and '-', at most 250 of them",
        "schedule: none           | schedule: weekly          | 16: found 'weekly', expected none, a preset such as @daily, or five fields of cron",
        "schedule: none           | schedule: 60 * * * *      | 16: found '60' as the minute of '60 * * * *', expected what cron takes there: * or 0 to 59, ranges, steps and lists of them",
        "records: 5}              | records: 1000001}         | 16: found '1000001', expected a whole number from 1 to 1000000",
        "records: 5               | max-superseded: 101%      | 16: found '101%', expected a number like 100 or a share like 10%",
        "records: 5               | max-superseded: few       | 16: found 'few', expected a number like 100 or a share like 10%",
        "schedule: none           | schedule: none, every: 1  | 16: found the unknown key 'every' in dag, expected one of id, schedule, records, max-superseded, interval, catchup, start",
        "schedule: none           | schedule: none, schedule: none | 16: found 'schedule' a second time, expected each key once",
      })
  void parse_namesWhatIsWrongAndWhere(String part, String replacement, String problems) {
    assertThat(VALID).contains(part);
    String definition = VALID.replace(part, replacement == null ? "''" : replacement);

    assertThat(problemsOf(definition.getBytes(UTF_8)))
        .isEqualTo(problems.replaceAll("(^|; )(\\d+: )", "$1p.yaml:$2"));
  }

  @Test
  void parse_reportsAllProblemsInTheOrderOfTheFile() {
    String definition =
        VALID
            .replace("name: all_things", "name: Things")
            .replace("page-size: 10", "page-size: 0")
            .replace("type: int", "type: number")
            .replace("key: [id]", "key: [id], indxes: [size]");

    assertThat(problemsOf(definition.getBytes(UTF_8)).split("; "))
        .hasSize(4)
        .satisfiesExactly(
            first -> assertThat(first).startsWith("p.yaml:1: found 'Things'"),
            second -> assertThat(second).startsWith("p.yaml:5: found '0'"),
            third -> assertThat(third).startsWith("p.yaml:13: found 'number'"),
            fourth -> assertThat(fourth).contains("p.yaml:15:", "'indxes'", "'indexes'"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "schedule: '@daily'",
        "schedule: '0 6 * * 1-5'",
        "schedule: '*/15 0,12 1 JAN MON#1'",
      })
  void parse_takesSchedulesOfAirflow(String schedule) throws Exception {
    String definition = VALID.replace("schedule: none", schedule);

    assertThat(Pipeline.parse(FILE, definition.getBytes(UTF_8)).dag().schedule()).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      quoteCharacter = '`',
      value = {
        "``                         | p.yaml:1: found nothing, expected the keys of a definition",
        "`# only a comment`         | p.yaml:1: found nothing, expected the keys of a definition",
        "`just text`                | p.yaml:1: found no mapping, expected the keys of a definition",
        "`- a list`                 | p.yaml:1: found no mapping, expected the keys of a definition",
        "`a: b\n---\nc: d`          | p.yaml:2: found a second YAML document, expected one definition",
        "`a: [`                     | expected YAML",
        "`a: \"`                    | expected YAML",
        "`a:\n\t- b`                | p.yaml:2: found a tab as indentation, expected spaces",
        "`a: \u0001`                | p.yaml:1: found special characters are not allowed, expected YAML",
        "`a: &x 1\nb: *x`           | p.yaml:1: found an anchor, expected plain YAML without anchors",
        "`a: *x`                    | p.yaml:1: found an alias, expected the value itself, written out",
        "`a: !!java.net.URL [x]`    | p.yaml:1: found a tag, expected plain YAML without tags",
        "`a: !!binary aGVsbG8=`     | p.yaml:1: found a tag, expected plain YAML without tags",
        "`%FOO bar\n---\na: b`      | expected",
        "`? [a]\n: b`               | p.yaml:1: found a list or mapping as a key, expected a word",
        "`<<: {a: b}`               | the unknown key '<<'",
      })
  void parse_refusesWhatIsNoPlainYaml(String text, String problem) {
    assertThat(problemsOf(text.getBytes(UTF_8))).contains(problem);
  }

  @Test
  void parse_refusesEntityExpansion() {
    StringBuilder laughs = new StringBuilder("a: &a [lol, lol, lol, lol, lol]\n");
    for (char c = 'b'; c < 'z'; c++) {
      laughs.append(
          "%c: &%c [*%c, *%c, *%c, *%c, *%c]\n".formatted(c, c, c - 1, c - 1, c - 1, c - 1, c - 1));
    }

    assertThat(problemsOf(laughs.toString().getBytes(UTF_8))).contains("found an anchor");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- ", "? "})
  void parse_refusesDeepNesting(String opening) {
    byte[] deep = ("a:\n  " + opening.repeat(20_000)).getBytes(UTF_8);

    assertThat(problemsOf(deep)).contains("p.yaml:");
  }

  @Test
  void parse_refusesAHugeFile() {
    byte[] huge = ("#" + "x".repeat(300_000)).getBytes(UTF_8);

    assertThat(problemsOf(huge))
        .isEqualTo("p.yaml:1: found a file of 300,001 bytes, expected at most 256 KiB");
  }

  @Test
  void parse_namesTheLineThatIsNotUtf8() {
    byte[] latin1 = VALID.replace("key: id", "key: é").getBytes(ISO_8859_1);

    assertThat(problemsOf(latin1))
        .isEqualTo("p.yaml:8: found bytes that are not UTF-8, expected a text file in UTF-8");
  }

  @Test
  void load_namesAFileThatIsNotThere() {
    assertThatThrownBy(() -> Pipeline.load(Path.of("no/such.yaml")))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage("no/such.yaml:1: found no such file, expected a pipeline definition (YAML)");
  }

  @Test
  void load_namesADirectory(@TempDir Path folder) {
    assertThatThrownBy(() -> Pipeline.load(folder))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("found a directory");
  }

  @Test
  void loadAll_refusesDefinitionsThatShareNames(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("a.yaml"), VALID);
    Files.writeString(
        folder.resolve("b.yml"), VALID.replace("topic: {name: things}", "topic: {name: b}"));
    Files.writeString(folder.resolve("c.txt"), "not a definition");

    InvalidDefinitionException invalid =
        catchThrowableOfType(InvalidDefinitionException.class, () -> Pipeline.loadAll(folder));

    assertThat(invalid.problems())
        .extracting(Problem::found)
        .containsExactly(
            "the name 'all_things', which " + folder.resolve("a.yaml") + " has too",
            "the table 'shop.things', which " + folder.resolve("a.yaml") + " has too",
            "the DAG 'things', which " + folder.resolve("a.yaml") + " has too");
  }

  @Test
  void loadAll_refusesTopicsThatKafkaTakesForOne(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("a.yaml"), VALID);
    Files.writeString(
        folder.resolve("b.yaml"),
        VALID
            .replace("all_things", "b")
            .replace("topic: {name: things}", "topic: {name: things_rejected}")
            .replace("shop, name: things", "shop, name: b")
            .replace("id: things, s", "id: b, s"));

    InvalidDefinitionException invalid =
        catchThrowableOfType(InvalidDefinitionException.class, () -> Pipeline.loadAll(folder));

    assertThat(invalid.problems())
        .extracting(Problem::found)
        .containsExactly(
            "the topic 'things_rejected', which " + folder.resolve("a.yaml") + " has too");
  }

  @Test
  void loadAll_reportsTheProblemsOfAllFiles(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("a.yaml"), "a");
    Files.writeString(folder.resolve("b.yaml"), "b");

    InvalidDefinitionException invalid =
        catchThrowableOfType(InvalidDefinitionException.class, () -> Pipeline.loadAll(folder));

    assertThat(invalid.problems())
        .extracting(problem -> problem.file().getFileName().toString())
        .containsExactly("a.yaml", "b.yaml");
  }

  @Test
  void loadAll_refusesAFolderWithoutDefinitions(@TempDir Path folder) {
    assertThatThrownBy(() -> Pipeline.loadAll(folder))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("a folder without .yaml files");
  }

  private static String problemsOf(byte[] definition) {
    InvalidDefinitionException invalid =
        catchThrowableOfType(
            InvalidDefinitionException.class, () -> Pipeline.parse(FILE, definition));
    assertThat(invalid).as("the problems of %s", new String(definition, UTF_8)).isNotNull();
    return invalid.problems().stream().map(Problem::toString).collect(joining("; "));
  }
}
