package io.tributary.model.definition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.OutputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.tributary.model.random.Seed;
import io.tributary.model.yaml.Problem;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code pipelines/pipeline.schema.json} says of a definition what the reader says. */
class DefinitionSchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path FILE = Path.of("p.yaml");
  private static final Path SCHEMA = Path.of("../pipelines/pipeline.schema.json");

  /** Has every key but those of paging by token. */
  private static final String EVERYTHING = "src/test/resources/pipelines/everything.yaml";

  /** Has every key of an incremental source. */
  private static final String CHANGES = "src/test/resources/pipelines/changes.yaml";

  /** Has every key of tables. */
  private static final String ROWS = "src/test/resources/pipelines/rows.yaml";

  private static final List<String> OTHERS =
      List.of(
          "../pipelines/users.yaml",
          "../pipelines/quakes.yaml",
          "../pipelines/examples/members.yaml",
          "../pipelines/examples/changes.yaml",
          "../pipelines/examples/people.yaml",
          "src/test/resources/pipelines/products.yaml",
          ROWS,
          CHANGES);

  /** The other kinds of paging with their own keys, and the first with those that all have. */
  private static final List<String> PAGINGS =
      Stream.of(
              "'offset', 'offset-parameter': 'o', 'first-offset': 1, 'size-parameter': 'n',"
                  + " 'has-more': '/more', 'total': '/count', 'max-empty-pages': 1, 'max-pages': 9",
              "'token', 'token-parameter': 't', 'next': '/next', 'end-marks': ['no', 0]",
              "'next-url', 'next': '/next', 'end-marks': []",
              "'link-header'",
              "'keyset', 'value-parameter': 'after', 'value': '/id'")
          .map(own -> "{'type': %s, 'page-size': 50}".formatted(own).replace('\'', '"'))
          .toList();

  /** The other kinds of bodies. */
  private static final List<String> BODIES =
      Stream.of(
              "{'form': {'q': 'lamps', 'tag': ['a', 1]}}",
              "{'graphql': {'query': '{ lots }', 'variables': {'after': ['x']}}}",
              "{'text': 'plain'}")
          .map(body -> body.replace('\'', '"'))
          .toList();

  /** The other kinds of authentication. */
  private static final List<String> AUTHENTICATIONS =
      Stream.of(
              "'basic', 'user': 'shop', 'password': '${file:/run/secrets/shop}'",
              "'basic', 'user': '${env:USER_NAME}'",
              "'api-key', 'header': 'X-Api-Key', 'prefix': 'Token ', 'value': '${env:KEY}'",
              "'api-key', 'parameter': 'key', 'value': '${env:KEY}'",
              "'oauth2', 'token-url': 'https://id.example/token', 'client-id': 'lots',"
                  + " 'client-secret': '${env:SECRET}', 'refresh-token': '${env:REFRESH}',"
                  + " 'scopes': ['read', 'lots'], 'parameters': {'audience': 'lots'},"
                  + " 'client-authentication': 'body'")
          .map(own -> "{'type': %s}".formatted(own).replace('\'', '"'))
          .toList();

  /** Other forms of answers: their keys of the source, and the origins of a field. */
  private static final List<String> FORMS =
      Stream.of(
              "'format': 'csv', 'csv': {'separator': ';', 'quote': 'none', 'header': false,"
                  + " 'names': ['code', 'kind']}",
              "'format': 'ndjson', 'names': ['code', 'kind'], 'each': '/a'",
              "'format': 'xml', 'records': '/lots/lot', 'records-are': 'list'",
              "'format': 'json', 'records': '/lots', 'records-are': 'map', 'names': ['a'],"
                  + " 'each': '/b', 'for-each': {'symbol': ['x', 7], 'unit': ['y']},"
                  + " 'query': {'s': '{each:symbol}', 'u': '{each:unit}'}",
              "'records': '/lots', 'records-are': 'columns', 'names': ['a']")
          .map(own -> "{'url': 'http://x.example', 'paging': {'type': 'none'}, %s}".formatted(own))
          .map(own -> own.replace('\'', '"'))
          .toList();

  private static final List<String> ORIGINS =
      List.of(
          "/a",
          "answer:/a",
          "parent:/b",
          "map-key",
          "each:symbol",
          "run:id",
          "fetch-time",
          "answer:",
          "parent:b",
          "each:",
          "run:1",
          "maps-key",
          "each:other",
          "run:other");

  /**
   * What only the reader can say: a pattern that its problem matches, and why no schema says it. A
   * definition that the schema takes and the reader refuses has problems of these kinds alone.
   */
  private static final Map<String, String> READER_ALONE =
      Map.ofEntries(
          Map.entry("found '.*' \\(its? .*expected an http or https URL", "URLs have a grammar"),
          Map.entry("no such URL \\(", "URLs have a grammar"),
          Map.entry("which is no variable", "variables have a grammar"),
          Map.entry("found \\{run:.*expected a name of source.parameters", "compares two keys"),
          Map.entry("found no '.*-parameter' in paging", "compares keys of two sections"),
          Map.entry("in '.*', expected a source.paging of", "compares keys of two sections"),
          Map.entry("found GET with a body", "compares two keys"),
          Map.entry("found a text without a Content-Type", "compares two keys"),
          Map.entry("expected no header that the producer sets", "headers have no case"),
          Map.entry("found a reference to a secret in", "variables have a grammar"),
          Map.entry("which has a secret, expected secrets in", "headers have no case"),
          Map.entry("which has another value too", "compares keys of two sections"),
          Map.entry("found .* places?, expected .*, as the type says", "types have a grammar"),
          Map.entry("expected a regular expression", "Java's regular expressions have a grammar"),
          Map.entry("found '.*', expected a JSON Pointer: empty", "join has pointers within it"),
          Map.entry("expected what cron takes there", "cron has a grammar"),
          Map.entry("expected a schedule with a day", "which days a month has"),
          Map.entry("found a second field", "compares members of two items"),
          Map.entry("expected a field of type timestamp", "looks a field up by its name"),
          Map.entry("expected as the field has it", "looks a field up by its name"),
          Map.entry("although the field is a number", "looks a field up by its name"),
          Map.entry("found a window without an end", "a template may name the end"),
          Map.entry("found a window that ends between", "formats of times are code"),
          Map.entry("found no 'parameter' in incremental", "a template may name the start"),
          Map.entry("found '.*', as 'parameter'", "compares two keys"),
          Map.entry("which 'query' or 'paging' sets", "compares keys of two sections"),
          Map.entry("although the source is incremental", "compares keys of two sections"),
          Map.entry("found 'interval' without", "compares keys of two sections"),
          Map.entry("found 'interval: data-interval' without", "compares two keys"),
          Map.entry("found 'catchup: true'", "compares two keys"),
          Map.entry("expected a day such as", "which days there are"),
          Map.entry("the name of a field", "compares a text with the names of fields"),
          Map.entry("the key( column)? '.*' (without|of type)", "looks a field up by its name"),
          Map.entry("found a max-length of .* at the key", "looks a field up by its name"),
          Map.entry("found an index of a field with max-length", "looks a field up by its name"),
          Map.entry("found a table key without", "compares keys of two sections"),
          Map.entry("found 'tombstones: delete' with the key", "compares keys of two sections"),
          Map.entry("found no required field outside the key", "compares keys of two sections"),
          Map.entry("in '(indexes|sai)', expected no partition key", "compares two keys"),
          Map.entry("which is no column of the table", "compares two keys"),
          Map.entry("expected a time to live from", "durations have units"),
          Map.entry("found a second table", "compares members of two items"),
          Map.entry("another keyspace than the first", "compares members of two items"),
          Map.entry("which 'hide' names", "compares two keys"),
          Map.entry("which is within .* of the required field", "compares members of two items"),
          Map.entry("expected a place beside", "compares two keys"),
          Map.entry("although 'records' says", "compares keys of two sections"),
          Map.entry("with the format (json|ndjson|csv|xml)", "compares two keys"),
          Map.entry("found 'names' of one object", "compares two keys"),
          Map.entry("found 'each' with columns", "compares two keys"),
          Map.entry("found no header and no 'names'", "compares two keys"),
          Map.entry("found names beside a header", "compares two keys"),
          Map.entry("found the separator as the quote too", "compares two keys"),
          Map.entry("found the field '.*' from '.*', expected", "compares keys of two sections"),
          Map.entry("expected a name of source.for-each", "templates have a grammar"),
          Map.entry("which no request names", "templates have a grammar"),
          Map.entry("found a format of fetch-time", "compares two keys"),
          Map.entry("found one parameter's name for two things", "compares two keys"),
          Map.entry("which paging sets", "compares keys of two sections"),
          Map.entry("which '.*' names too", "compares two keys"),
          Map.entry("found a last page before the first", "compares two keys"),
          Map.entry("found a seed together with", "compares two keys"),
          Map.entry("expected ('epoch-|iso, epoch-)", "patterns of times have a grammar"),
          Map.entry("expected a time zone such as", "which time zones there are"),
          Map.entry("found an index of the field", "looks a field up by its name"),
          Map.entry("as true and as false", "compares two keys"),
          Map.entry("'on-error: ", "compares two keys"),
          Map.entry("found a default at a required field", "compares two keys"),
          Map.entry("that passes the field's checks", "compares several keys"),
          Map.entry("found a min above the max", "compares two keys"),
          Map.entry("found a min-length above the max-length", "compares two keys"),
          Map.entry("as min-length and max-length say", "compares two keys"),
          Map.entry("which the clean-ups would change", "clean-ups are code"),
          Map.entry("which the pattern does not match", "compares two keys"));

  private static final List<String> TEXTS =
      Stream.concat(
              Stream.of(
                  ("|x|a b|Ä|/a|/a/b~1|/a~2|/a~~01|a/b|none|page|token|text|int|bigint|uuid|date"
                          + "|decimal|5m|0s|1w|10%|101%|050%|100.5%|@daily|@dayly|60 * * * *"
                          + "|0 6 * * *|0 0 30 2 *|http://x.example/a@b|HTTPS://x.example"
                          + "|http://x.example?a|http://x:99999/|/code|/code/b|ftp://x|order|token|system|system_x|systems"
                          + "|dead_letters|dead_letters_by_day|__consumer_offsets|..|a.b|email|trim|nfc|[a-z|{/a}|{a}|{"
                          + "|id|code|title|p|n|yes|/fault|iso|epoch-second|true|reject|default|page=1|+5"
                          + "|json|ndjson|csv|xml|list|object|map|columns|;|tab|since|version|day|250ms|2024-02-30|data-interval|cursor"
                          + "|json|blob|time|inet|float|hex|base64|skip|refuse|frozen<list<text>>|list<text>"
                          + "|frozen< list <int> >|frozen<list<json>>|frozen<list<text>|frozen<text>"
                          + "|set<text>|frozen<set<int>>|set<blob>|set<double>|map<text, blob>"
                          + "|frozen<map<text,date>>|map<int, text>|map<text>|frozen<set<set<int>>>"
                          + "|vector<float, 3>|vector<float,8192>|vector<float, 8193>|vector<float, 0>"
                          + "|vector<float, 03>|vector<double, 3>|frozen<vector<float, 3>>|userName|Select")
                      .split("\\|")),
              IntStream.of(48, 49, 63, 64, 128, 129, 240, 241, 250, 251, 1_001)
                  .mapToObj("k"::repeat))
          .toList();

  private static final List<BigDecimal> NUMBERS =
      Stream.of(
              "0 1 -1 2 1.5 99 101 1000 1024 10001 100001 1000001 16777217 2147483648"
                  .concat(" -2147483649 9223372036854775808 1000000000000")
                  .split(" "))
          .map(BigDecimal::new)
          .toList();

  private static final List<String> PAGING = List.of("source", "paging");

  private JsonNode document = JSON.nullNode();
  private Schema schema = schema(JSON.createObjectNode());

  private final Set<String> readersAlone = new TreeSet<>();
  private int valid;
  private int invalid;

  @BeforeEach
  void read() throws IOException {
    document = JSON.readTree(SCHEMA.toFile());
    schema = schema(document);
  }

  /** With its defaults written out, so that those are compared and changed too. */
  private static JsonNode normalized(String file) throws Exception {
    return JSON.readTree(NormalizedJson.of(Pipeline.load(Path.of(file))));
  }

  private static Schema schema(JsonNode document) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(document);
  }

  @Test
  void schema_isValidItself() throws IOException {
    Schema metaSchema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

    assertThat(metaSchema.validate(document)).isEmpty();
  }

  @Test
  void verdicts_agree_afterEveryChangeOfOnePlace() throws Exception {
    JsonNode everything = normalized(EVERYTHING);
    compareAllChanges(everything, places(everything));
    compareAll(everything, PAGING, PAGINGS);
    compareAll(everything, List.of("source", "authentication"), AUTHENTICATIONS);
    compareAll(
        changed(
            everything,
            List.of("source", "headers", "Content-Type"),
            Optional.of(text("text/plain"))),
        List.of("source", "body"),
        BODIES);

    Map.of(
            "/source/url", "http://x.example/{pages}",
            "/source/method", "GET",
            "/source/headers/Host", "x.example",
            "/source/headers/Cookie", "a=b",
            "/source/body", "{\"text\": \"x\"}",
            "/source/query/zone", "${env:ZONE}",
            "/source/authentication",
                "{\"type\": \"api-key\", \"parameter\": \"lang\", \"value\": \"${env:A}\"}")
        .forEach(
            (pointer, to) -> compare(changed(everything, pathOf(pointer), Optional.of(node(to)))));

    JsonNode changes = normalized(CHANGES);
    compareAllChanges(
        changes,
        places(changes).stream()
            .filter(
                place ->
                    (place.size() > 1 && place.get(1).equals("incremental"))
                        || place.get(0).equals("dag"))
            .toList());

    compare(changed(changes, List.of("dag", "records"), Optional.of(JSON.valueToTree(10))));
    compareTables(normalized(ROWS));
    comparePlaces(everything);
    for (String form : FORMS) {
      JsonNode other = changed(everything, List.of("source"), Optional.of(JSON.readTree(form)));
      compareAllChanges(
          other, places(other).stream().filter(place -> place.get(0).equals("source")).toList());
      compareOrigins(other);
    }

    JsonNode withSign = changed(everything, with(PAGING, "total"), Optional.of(text("/count")));
    compare(withSign);
    compare(changed(withSign, List.of("source", "records"), Optional.of(text(""))));

    System.out.println(valid + " valid, " + invalid + " invalid");
    assertThat(valid).isGreaterThan(300);
    assertThat(invalid).isGreaterThan(2_000);
    assertThat(readersAlone).containsExactlyInAnyOrderElementsOf(READER_ALONE.keySet());
  }

  /** Of several tables, and of the second one alone. */
  private void compareTables(JsonNode several) {
    List<String> second = List.of("tables", "1");
    compareAllChanges(several, places(several).stream().filter(p -> p.contains("tables")).toList());
    compare(changed(several, with(second, "key"), Optional.of(JSON.createArrayNode().add("id"))));
    compare(changed(several, with(second, "ttl"), Optional.of(text("8000d"))));
    compare(changed(several, with(second, "keyspace"), Optional.of(text("shop"))));
    compare(
        changed(several, with(second, "indexes"), Optional.of(at(several, with(second, "sai")))));
    compare(changed(several, with(second, "sai"), Optional.of(JSON.createArrayNode().add("note"))));
    ArrayNode clustering = JSON.createArrayNode().add("seen").add("seen desc").add("id");
    compare(changed(several, with(second, "clustering"), Optional.of(clustering)));
    compare(changed(several, List.of("table"), Optional.of(at(several, second))));
    JsonNode one =
        changed(
            changed(several, List.of("table"), Optional.of(at(several, second))),
            List.of("tables"),
            Optional.empty());
    compareAllChanges(one, places(one).stream().filter(p -> p.contains("table")).toList());
  }

  /** Of the last field, which is a vector of two. */
  private void comparePlaces(JsonNode definition) {
    int last = at(definition, List.of("event", "fields")).size() - 1;
    List<String> from = List.of("event", "fields", Integer.toString(last), "from");
    ArrayNode places = JSON.createArrayNode().add("/a");
    compare(changed(definition, from, Optional.of(places)));
    compare(changed(definition, from, Optional.of(places.deepCopy().add("/b"))));
  }

  /** Compares each of {@code others} in place of what is at {@code path}, and its changes. */
  private void compareAll(JsonNode definition, List<String> path, List<String> others)
      throws IOException {
    for (String text : others) {
      JsonNode other = changed(definition, path, Optional.of(JSON.readTree(text)));
      compareAllChanges(
          other,
          places(other).stream()
              .filter(place -> place.size() > path.size())
              .filter(place -> place.subList(0, path.size()).equals(path))
              .toList());
    }
  }

  /** Of the field {@code opened}, which is a date, and of {@code closes}, which is a timestamp. */
  private void compareOrigins(JsonNode definition) {
    for (String field : List.of("4", "5")) {
      List<String> place = List.of("event", "fields", field);
      for (String origin : ORIGINS) {
        compare(changed(definition, with(place, "from"), Optional.of(text(origin))));
      }
      JsonNode constant =
          changed(definition, with(place, "constant"), Optional.of(text("2026-11-28")));
      compare(constant);
      compare(changed(constant, with(place, "from"), Optional.empty()));
    }
  }

  private void compareAllChanges(JsonNode definition, List<List<String>> places) {
    assertThat(problemsOf(definition)).isEmpty();
    compare(definition);
    for (List<String> place : places) {
      changesOf(at(definition, place)).forEach(to -> compare(changed(definition, place, to)));
    }
  }

  @Test
  void verdicts_agree_afterSeveralChanges() throws Exception {
    List<JsonNode> sound = new ArrayList<>(List.of(normalized(EVERYTHING)));
    for (String file : OTHERS) {
      sound.add(normalized(file));
    }
    sound.forEach(this::compare);
    assertThat(valid).isEqualTo(sound.size());
    Random random = Seed.random(DefinitionSchemaTest.class);
    long end = System.nanoTime() + Seed.fuzzSpan().toNanos();
    for (int i = 0; i < 300 || System.nanoTime() < end; i++) {
      JsonNode definition = sound.get(i % sound.size());
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        List<List<String>> places = places(definition);
        List<String> place = places.get(random.nextInt(places.size()));
        List<Optional<JsonNode>> possible = changesOf(at(definition, place));
        definition = changed(definition, place, possible.get(random.nextInt(possible.size())));
      }
      compare(definition);
    }
  }

  /** Where the reader takes more than the schema, an editor shows a hint and nothing breaks. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "/topic/partitions => \"3\"", // a number in quotes
        "/topic/name => 123", // a name that looks like a number, or like true
        "/dag/id => 2024",
        "/name => true",
        "/event/hide => null", // a key without a value counts as absent
      },
      quoteCharacter = '`')
  void reader_takesTheSpellingOfAnyScalar_andTheSchemaItsTypeAlone(String pointer, String value)
      throws Exception {
    JsonNode changed =
        changed(normalized(EVERYTHING), pathOf(pointer), Optional.of(JSON.readTree(value)));

    assertThat(problemsOf(changed)).isEmpty();
    assertThat(schema.validate(changed)).isNotEmpty();
  }

  @Test
  void reservedWords_areTheReaders() {
    Set<String> words = new TreeSet<>();
    document.at("/$defs/word/enum").forEach(word -> words.add(word.textValue()));

    assertThat(words).isEqualTo(new TreeSet<>(CqlNames.RESERVED));
  }

  @Test
  void everyKey_hasADescription() {
    List<JsonNode> objects = document.findParents("properties");
    assertThat(objects).hasSizeGreaterThan(8);
    for (JsonNode object : objects) {
      if (!object.has("additionalProperties")) {
        continue; // a condition, whose keys are described elsewhere
      }
      object
          .get("properties")
          .properties()
          .forEach(key -> assertThat(key.getValue().has("description")).as(key.getKey()).isTrue());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"users.yaml", "quakes.yaml"})
  void shippedDefinitions_nameTheSchemaForEditors(String file) throws IOException {
    String line = Files.readAllLines(Path.of("../pipelines", file)).get(0);

    assertThat(line).isEqualTo("# yaml-language-server: $schema=" + SCHEMA.getFileName());
  }

  private void compare(JsonNode definition) {
    List<Problem> problems = problemsOf(definition);
    boolean schemaTakesIt = schema.validate(definition, OutputFormat.BOOLEAN);
    if (problems.isEmpty()) {
      valid++;
      assertThat(schemaTakesIt).as("the schema refuses what is valid: %s", definition).isTrue();
      return;
    }
    invalid++;
    if (schemaTakesIt) {
      problems.forEach(problem -> readersAlone.add(ruleFor(problem, definition)));
    }
  }

  private static String ruleFor(Problem problem, JsonNode definition) {
    Optional<String> rule =
        READER_ALONE.keySet().stream()
            .filter(pattern -> Pattern.compile(pattern).matcher(problem.toString()).find())
            .findFirst();
    assertThat(rule).as("the schema does not say: %s in %s", problem, definition).isPresent();
    return rule.get();
  }

  private static List<Problem> problemsOf(JsonNode definition) {
    try {
      Pipeline.parse(FILE, definition.toString().getBytes(UTF_8));
      return List.of();
    } catch (InvalidDefinitionException invalid) {
      return invalid.problems();
    }
  }

  // --- changes

  /** What a value may become; empty to remove it. */
  private static List<Optional<JsonNode>> changesOf(JsonNode value) {
    List<Optional<JsonNode>> changes = new ArrayList<>();
    changes.add(Optional.empty());
    changes.add(Optional.of(JSON.createArrayNode()));
    changes.add(Optional.of(JSON.createArrayNode().add("x")));
    changes.add(Optional.of(JSON.createObjectNode()));
    changes.add(Optional.of(JSON.createObjectNode().put("x", 1)));
    if (value.isTextual()) {
      // in place of "all" it would be a number in quotes, which the reader takes alone
      TEXTS.stream()
          .filter(text -> !(text.equals("+5") && value.textValue().equals("all")))
          .forEach(text -> changes.add(Optional.of(text(text))));
    } else if (value.isNumber()) {
      NUMBERS.forEach(n -> changes.add(Optional.of(JSON.getNodeFactory().numberNode(n))));
      changes.add(Optional.of(text("ten")));
    } else if (value.isBoolean()) {
      changes.add(Optional.of(JSON.getNodeFactory().booleanNode(!value.booleanValue())));
      changes.add(Optional.of(text("yes")));
      changes.add(Optional.of(JSON.getNodeFactory().numberNode(1)));
    } else {
      changes.add(Optional.of(text("x")));
    }
    if (value instanceof ArrayNode array && !array.isEmpty()) {
      changes.add(Optional.of(array.deepCopy().add(array.get(0))));
      changes.add(Optional.of(array.deepCopy().add("x")));
    }
    if (value instanceof ObjectNode object) {
      changes.add(Optional.of(object.deepCopy().put("zzz", "x")));
      for (Map.Entry<String, JsonNode> member : object.properties()) {
        ObjectNode renamed = object.deepCopy();
        renamed.remove(member.getKey());
        changes.add(Optional.of(renamed.set(member.getKey() + "s", member.getValue())));
      }
    }
    return changes;
  }

  private static JsonNode node(String json) {
    try {
      return json.startsWith("{") ? JSON.readTree(json) : text(json);
    } catch (IOException none) {
      throw new AssertionError(none);
    }
  }

  private static JsonNode text(String text) {
    return JSON.getNodeFactory().textNode(text);
  }

  private static List<List<String>> places(JsonNode node) {
    List<List<String>> places = new ArrayList<>();
    collect(node, List.of(), places);
    return places;
  }

  private static void collect(JsonNode node, List<String> path, List<List<String>> places) {
    if (!path.isEmpty()) {
      places.add(path);
    }
    if (node.isObject()) {
      node.properties().forEach(m -> collect(m.getValue(), with(path, m.getKey()), places));
    }
    // Of a list of texts one stands for all.
    int items = node.isArray() && node.path(0).isValueNode() ? 1 : node.size();
    for (int i = 0; node.isArray() && i < items; i++) {
      collect(node.get(i), with(path, String.valueOf(i)), places);
    }
  }

  private static List<String> with(List<String> path, String step) {
    return Stream.concat(path.stream(), Stream.of(step)).toList();
  }

  private static List<String> pathOf(String pointer) {
    return List.of(pointer.substring(1).split("/", -1));
  }

  private static JsonNode at(JsonNode node, List<String> path) {
    return node.at(
        path.stream()
            .map(step -> "/" + step.replace("~", "~0").replace("/", "~1"))
            .collect(joining()));
  }

  private static JsonNode changed(JsonNode root, List<String> path, Optional<JsonNode> change) {
    JsonNode copy = root.deepCopy();
    JsonNode parent = at(copy, path.subList(0, path.size() - 1));
    String last = path.get(path.size() - 1);
    if (parent instanceof ObjectNode object) {
      change.ifPresentOrElse(value -> object.set(last, value), () -> object.remove(last));
    } else if (parent instanceof ArrayNode array) {
      int index = Integer.parseInt(last);
      change.ifPresentOrElse(value -> array.set(index, value), () -> array.remove(index));
    }
    return copy;
  }
}
