package io.tributary.model.definition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.model.mapping.MappedPage;
import io.tributary.model.mapping.MappedRecord;
import io.tributary.model.mapping.PageMapper;
import io.tributary.model.template.Variable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code docs/pipelines.md} says is what the code does. */
class PipelinesPageTest {
  private static final Path PAGE = Path.of("../docs/pipelines.md");
  private static final Path SCHEMA = Path.of("../pipelines/pipeline.schema.json");
  private static final Path FILE = Path.of("p.yaml");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z-]+)` \\|");

  private String page = "";

  @BeforeEach
  void read() throws Exception {
    page = Files.readString(PAGE);
  }

  @Test
  void example_isValid_andMapsAsShown() throws Exception {
    List<String> json = blocks("json");
    Pipeline products = Pipeline.parse(FILE, blocks("yaml").get(0).getBytes(UTF_8));

    MappedPage mapped = new PageMapper(products).map(json.get(0).getBytes(UTF_8));

    MappedRecord.Event event = (MappedRecord.Event) mapped.records().get(0);
    ObjectMapper mapper = new ObjectMapper();
    assertThat(mapper.readTree(event.value())).isEqualTo(mapper.readTree(json.get(1)));
    assertThat(event.key()).asString(UTF_8).isEqualTo("LA-100");
    assertThat(mapped.nextToken()).isPresent();
  }

  /** With {@code -Dtributary.docs=write} the page is brought up to date. */
  @Test
  void tables_sayWhatTheSchemaSays() throws Exception {
    String expected =
        new DefinitionTables(new ObjectMapper().readTree(SCHEMA.toFile())).updated(page);
    if (System.getProperty("tributary.docs", "").equals("write")) {
      Files.writeString(PAGE, expected);
      return;
    }

    assertThat(page).isEqualTo(expected);
  }

  /** A key that is unknown makes the reader name the known ones. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "the definition => {zzzzzzzz: 1}",
        "source => source: {zzzzzzzz: 1}",
        "csv => source: {csv: {zzzzzzzz: 1}}",
        "paging => `source: {paging: {type: page, zzzzzzzz: 1}}\n---\nsource: {paging: {type: offset, zzzzzzzz: 1}}\n---\nsource: {paging: {type: token, zzzzzzzz: 1}}\n---\nsource: {paging: {type: next-url, zzzzzzzz: 1}}\n---\nsource: {paging: {type: link-header, zzzzzzzz: 1}}\n---\nsource: {paging: {type: keyset, zzzzzzzz: 1}}`",
        "incremental => source: {incremental: {zzzzzzzz: 1}}",
        "body => source: {body: {zzzzzzzz: 1}}",
        "authentication => `source: {authentication: {type: bearer, zzzzzzzz: 1}}\n---\nsource: {authentication: {type: basic, zzzzzzzz: 1}}\n---\nsource: {authentication: {type: api-key, zzzzzzzz: 1}}\n---\nsource: {authentication: {type: oauth2, zzzzzzzz: 1}}`",
        "graphql => source: {body: {graphql: {zzzzzzzz: 1}}}",
        "rate-limit => source: {rate-limit: {zzzzzzzz: 1}}",
        "event => event: {zzzzzzzz: 1}",
        "delete-when => event: {delete-when: {zzzzzzzz: 1}}",
        "the field => event: {fields: [{zzzzzzzz: 1}]}",
        "topic => topic: {zzzzzzzz: 1}",
        "table => table: {zzzzzzzz: 1}",
        "dag => dag: {zzzzzzzz: 1}",
      },
      quoteCharacter = '`')
  void tables_nameEachKey(String section, String definitions) {
    TreeSet<String> known = new TreeSet<>();
    for (String definition : definitions.split("\n---\n", -1)) {
      known.addAll(knownKeys(section, definition));
    }

    String table = between("### " + section + "\n", "\n#");
    assertThat(ROW.matcher(table).results().map(row -> row.group(1)).toList())
        .containsExactlyInAnyOrderElementsOf(known);
  }

  @Test
  void tables_nameEachVariable() {
    assertThat(
            Pattern.compile("(?m)^\\| `\\{([a-z-]+)[^`]*` \\|")
                .matcher(between("### Variables\n", "\n###"))
                .results()
                .map(row -> row.group(1)))
        .containsExactlyElementsOf(
            Arrays.stream(Variable.Kind.values()).map(Variable.Kind::word).toList());
  }

  @Test
  void tables_nameEachTypeAndCleanUp() {
    assertThat(ROW.matcher(between("## Types\n", "\n## ")).results().map(row -> row.group(1)))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(FieldType.values()).map(FieldType::word).toList());
    assertThat(ROW.matcher(between("## Clean-ups\n", "\n## ")).results().map(row -> row.group(1)))
        .containsExactlyElementsOf(Arrays.stream(CleanUp.values()).map(CleanUp::word).toList());
  }

  private static List<String> knownKeys(String section, String definition) {
    InvalidDefinitionException invalid =
        catchThrowableOfType(
            InvalidDefinitionException.class,
            () -> Pipeline.parse(FILE, definition.getBytes(UTF_8)));
    return invalid.problems().stream()
        .filter(problem -> problem.found().equals("the unknown key 'zzzzzzzz' in " + section))
        .map(problem -> problem.expected().substring("one of ".length()))
        .flatMap(keys -> Arrays.stream(keys.split(", ")))
        .toList();
  }

  private List<String> blocks(String language) {
    return Pattern.compile("(?s)```" + language + "\n(.*?)```")
        .matcher(page)
        .results()
        .map((MatchResult block) -> block.group(1))
        .toList();
  }

  private String between(String start, String end) {
    int from = page.indexOf(start);
    assertThat(from).as(start).isNotNegative();
    int to = page.indexOf(end, from + start.length());
    return page.substring(from, to < 0 ? page.length() : to);
  }
}
