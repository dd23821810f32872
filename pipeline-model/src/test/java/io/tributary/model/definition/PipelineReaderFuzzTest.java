package io.tributary.model.definition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.cql.TableCql;
import io.tributary.model.event.EventDecoder;
import io.tributary.model.event.EventJsonSchema;
import io.tributary.model.mapping.PageMapper;
import io.tributary.model.random.Mutations;
import io.tributary.model.random.Seed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Broken definitions: a pipeline that everything can be derived from, or problems. */
class PipelineReaderFuzzTest {
  /** Inputs that are tried however slow the machine is, so that each sort of outcome is seen. */
  private static final int LEAST = 300;

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

  @Test
  void parse_givesAPipelineOrProblems_whateverTheBytes() throws Exception {
    Mutations mutations = new Mutations(Seed.random(PipelineReaderFuzzTest.class), WORDS);
    List<byte[]> sound = new ArrayList<>();
    sound.add(Files.readAllBytes(Path.of("../pipelines/users.yaml")));
    sound.add(Files.readAllBytes(Path.of("../pipelines/quakes.yaml")));
    sound.add(Files.readAllBytes(Path.of("src/test/resources/pipelines/products.yaml")));
    int valid = 0;
    int invalid = 0;

    long end = System.nanoTime() + Seed.fuzzSpan().toNanos();
    for (int i = 0; i < LEAST || System.nanoTime() < end; i++) {
      byte[] definition = mutations.of(sound.get(i % sound.size()));
      try {
        Pipeline pipeline = Pipeline.parse(FILE, definition);
        derive(pipeline);
        valid++;
      } catch (InvalidDefinitionException refused) {
        invalid++;
        assertThat(refused.problems())
            .as(new String(definition, UTF_8))
            .isNotEmpty()
            .allMatch(problem -> problem.line() >= 1)
            .allMatch(problem -> !problem.toString().contains("\n"));
      }
    }

    System.out.println(valid + " valid, " + invalid + " invalid");
    assertThat(valid).isPositive();
    assertThat(invalid).isPositive();
  }

  private static void derive(Pipeline pipeline) {
    TableCql cql = new TableCql(pipeline);
    assertThat(cql.createTable() + cql.insert() + cql.selectByKey()).doesNotContain("\"", "'");
    assertThat(EventJsonSchema.of(pipeline)).startsWith("{");
    assertThat(new PageMapper(pipeline)).isNotNull();
    assertThat(new EventDecoder(pipeline)).isNotNull();
  }
}
