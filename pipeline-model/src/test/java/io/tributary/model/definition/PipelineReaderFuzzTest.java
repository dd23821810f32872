package io.tributary.model.definition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.cql.TableCql;
import io.tributary.model.event.EventDecoder;
import io.tributary.model.event.EventJsonSchema;
import io.tributary.model.mapping.PageMapper;
import io.tributary.model.random.Mutated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** Broken definitions: a pipeline that everything can be derived from, or problems. */
class PipelineReaderFuzzTest {
  private static final Path FILE = Path.of("p.yaml");
  private static final List<String> WORDS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ": ",
          "- ",
          "? ",
          "\"",
          "'",
          "|\n",
          ">\n",
          "#",
          "&a ",
          "*a",
          "!!int ",
          "!",
          "%YAML 99999999999999.1\n",
          "%TAG ! x\n",
          "---\n",
          "...\n",
          "\n",
          "\n  ",
          "\t",
          "\r",
          "~",
          "null",
          "true",
          "-1",
          "0",
          "0x1F",
          "1_000",
          "1e9",
          "99999999999999999999",
          ".inf",
          "2001-01-01",
          "\"\\U0011FFFF\"",
          "\"\\ud800\"",
          "\"\\x\"",
          "\u0085",
          "\u2028",
          "\uFEFF",
          "\u0000",
          "😀",
          "é",
          "<<: ",
          "name: ",
          "type: uuid",
          "join: \"{/a}\"",
          "pattern: \"(((((\"",
          "pattern: \"a{9999999}\"",
          "min: 5",
          "max: 5",
          "required: true",
          "/a~0",
          "~",
          "{/a|/b}",
          "one-of: [a]",
          "clean: [trim]",
          "``",
          "@");

  @Provide
  Arbitrary<byte[]> definitions() throws IOException {
    return Mutated.of(
        List.of(
            Files.readAllBytes(Path.of("../pipelines/users.yaml")),
            Files.readAllBytes(Path.of("../pipelines/quakes.yaml")),
            Files.readAllBytes(Path.of("src/test/resources/pipelines/products.yaml"))),
        WORDS);
  }

  @Property(tries = 1_000)
  void parse_givesAPipelineOrProblems_whateverTheBytes(@ForAll("definitions") byte[] definition) {
    String outcome;
    try {
      derive(Pipeline.parse(FILE, definition));
      outcome = "pipeline";
    } catch (InvalidDefinitionException refused) {
      outcome = "problems";
      assertThat(refused.problems())
          .as(new String(definition, UTF_8))
          .isNotEmpty()
          .allMatch(problem -> problem.line() >= 1)
          .allMatch(problem -> !problem.toString().contains("\n"));
    }
    Statistics.collect(outcome);
    Statistics.coverage(
        seen -> {
          seen.check("pipeline").count(count -> count > 0);
          seen.check("problems").count(count -> count > 0);
        });
  }

  private static void derive(Pipeline pipeline) {
    TableCql cql = new TableCql(pipeline);
    String statements = cql.createTable() + cql.insert() + cql.selectByKey();
    assertThat(statements.replaceAll("\"[A-Za-z][A-Za-z0-9_]*\"", "quoted"))
        .doesNotContain("\"", "'");
    assertThat(EventJsonSchema.of(pipeline)).startsWith("{");
    assertThat(new PageMapper(pipeline)).isNotNull();
    assertThat(new EventDecoder(pipeline)).isNotNull();
  }
}
