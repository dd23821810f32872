package io.tributary.producer.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.definition.Compatibility;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.schema.EventSchema;
import io.tributary.model.schema.SchemaDifference;
import io.tributary.runtime.registry.CompatibilityCheck;
import io.tributary.runtime.registry.RegisteredSchema;
import io.tributary.runtime.registry.RegistryConnection;
import io.tributary.runtime.registry.SchemaRegistry;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Every kind of change, in both formats, under each rule: what is said here, beside what a registry
 * said. The registry's words are on record, as those of Apicurio 3.3.3. With {@code
 * -Dtest.registry=URL} a registry is asked again; with {@code -Dtest.update} its words are
 * recorded.
 */
class CompatibilityMatrixTest {
  private static final Path RECORDED = Path.of("src/test/resources/compatibility-matrix.csv");
  private static final String HEAD = "change,format,rule,ours,apicurio";

  private static final List<Compatibility> RULES =
      List.of(Compatibility.BACKWARD, Compatibility.FORWARD, Compatibility.FULL);

  /** Where Apicurio says another thing, and why. */
  private static final Map<String, String> KNOWN =
      Map.of(
          "text becomes uuid / json-schema", "it does not compare the keyword format",
          "uuid becomes text / json-schema", "it does not compare the keyword format",
          "text becomes blob / json-schema", "it does not compare the keyword contentEncoding");

  /** The changed field before, and after; a bar between. */
  private static final Map<String, String> CHANGES = new LinkedHashMap<>();

  static {
    change("nothing", "type: int", "type: int");
    change("a new optional field", "", "type: text");
    change("a new required field", "", "type: text, required: true");
    change("an optional field less", "type: text", "");
    change("a required field less", "type: text, required: true", "");
    change("optional becomes required", "type: text", "type: text, required: true");
    change("required becomes optional", "type: text, required: true", "type: text");
    change("int becomes bigint", "type: int", "type: bigint");
    change("bigint becomes int", "type: bigint", "type: int");
    change("int becomes double", "type: int", "type: double");
    change("double becomes int", "type: double", "type: int");
    change("int becomes text", "type: int", "type: text");
    change("text becomes int", "type: text", "type: int");
    change("boolean becomes text", "type: boolean", "type: text");
    change("timestamp becomes text", "type: timestamp", "type: text");
    change("timestamp becomes bigint", "type: timestamp", "type: bigint");
    change("timestamp becomes date", "type: timestamp", "type: date");
    change("text becomes uuid", "type: text", "type: uuid");
    change("uuid becomes text", "type: uuid", "type: text");
    change("text becomes blob", "type: text", "type: blob");
    change("decimal becomes double", "type: decimal", "type: double");
    change("decimals get a scale", "type: decimal", "type: decimal, scale: 2");
    change("a greater scale", "type: decimal, scale: 2", "type: decimal, scale: 3");
    change("a smaller scale", "type: decimal, scale: 3", "type: decimal, scale: 2");
    change("a list becomes a set", "type: frozen<list<int>>", "type: frozen<set<int>>");
    change("items become bigint", "type: frozen<list<int>>", "type: frozen<list<bigint>>");
    change("a list becomes a text", "type: frozen<list<text>>", "type: text");
    change("more items", "type: frozen<list<int>>", "type: frozen<list<int>>, max-items: 2000");
    change("longer texts", "type: text, max-length: 10", "type: text, max-length: 20");
    change("shorter texts", "type: text, max-length: 20", "type: text, max-length: 10");
    change("a greater least number", "type: int, min: 1", "type: int, min: 5");
    change("a smaller least number", "type: int, min: 5", "type: int, min: 1");
    change("a new pattern", "type: text", "type: text, pattern: \"[a-z]+\"");
    change("no pattern any more", "type: text, pattern: \"[a-z]+\"", "type: text");
    change("one text more", "type: text, one-of: [a]", "type: text, one-of: [a, b]");
    change("one text less", "type: text, one-of: [a, b]", "type: text, one-of: [a]");
  }

  private static void change(String name, String before, String after) {
    CHANGES.put(name, before + "|" + after);
  }

  private static EventSchema schema(String field, String format) throws Exception {
    String text =
        """
        name: orders
        source: {url: "http://shop.example/orders", records: /o, paging: {type: none}}
        event:
          key: id
          fields:
            - {name: id, type: bigint, from: /id, required: true}
            - {name: buyer, type: text, from: /buyer, required: true}
        %s
        topic: {name: orders, format: %s}
        table: {keyspace: shop, name: orders}
        """
            .formatted(
                field.isEmpty() ? "" : "    - {name: changed, from: /changed, " + field + "}",
                format);
    return EventSchema.of(Pipeline.parse(Path.of("orders.yaml"), text.getBytes(UTF_8)))
        .orElseThrow();
  }

  private static boolean ours(String change, String format, Compatibility rule) throws Exception {
    return SchemaDifference.problems(rule, List.of(before(change, format)), after(change, format))
        .isEmpty();
  }

  private static EventSchema before(String change, String format) throws Exception {
    String pair = pair(change);
    return schema(pair.substring(0, pair.indexOf('|')), format);
  }

  private static EventSchema after(String change, String format) throws Exception {
    String pair = pair(change);
    return schema(pair.substring(pair.indexOf('|') + 1), format);
  }

  private static String pair(String change) {
    return Objects.requireNonNull(CHANGES.get(change), change);
  }

  @Test
  void verdict_isTheOneOnRecord() throws Exception {
    List<String> lines = new ArrayList<>(List.of(HEAD));
    for (String recorded : Files.readAllLines(RECORDED).subList(1, rows() + 1)) {
      String[] cell = recorded.split(",", -1);
      Compatibility rule = Compatibility.valueOf(cell[2]);
      lines.add(
          String.join(",", cell[0], cell[1], cell[2], word(ours(cell[0], cell[1], rule)), cell[4]));
    }

    assertThat(Files.readAllLines(RECORDED)).isEqualTo(lines);
  }

  /**
   * Where a registry is more lenient or more strict, there is a reason that somebody wrote down.
   */
  @Test
  void verdict_isTheRegistrysToo_butForWhatIsKnown() throws Exception {
    List<String> different =
        Files.readAllLines(RECORDED).stream()
            .skip(1)
            .map(line -> line.split(",", -1))
            .filter(cell -> !cell[3].equals(cell[4]))
            .map(cell -> cell[0] + " / " + cell[1])
            .distinct()
            .toList();

    assertThat(different).containsExactlyInAnyOrderElementsOf(KNOWN.keySet());
  }

  @Test
  void registry_saysWhatIsOnRecord() throws Exception {
    String url = System.getProperty("test.registry", "");
    Assumptions.assumeFalse(url.isEmpty(), "test.registry names no registry");
    SchemaRegistry registry = RegistryConnection.at(URI.create(url)).open(CompatibilityCheck.NONE);
    List<String> lines = new ArrayList<>(List.of(HEAD));
    for (String change : CHANGES.keySet()) {
      for (String format : List.of("avro", "json-schema")) {
        for (Compatibility rule : RULES) {
          String subject = "matrix-" + UUID.randomUUID();
          registry.setRule(subject, rule.name());
          registry.register(subject, registered(before(change, format)));
          boolean theirs = registry.accepts(subject, registered(after(change, format)));
          lines.add(
              String.join(
                  ",",
                  change,
                  format,
                  rule.name(),
                  word(ours(change, format, rule)),
                  word(theirs)));
        }
      }
    }
    if (Boolean.getBoolean("test.update")) {
      Files.write(RECORDED, lines);
    }

    assertThat(Files.readAllLines(RECORDED)).isEqualTo(lines);
  }

  private static int rows() {
    return CHANGES.size() * RULES.size() * 2;
  }

  private static RegisteredSchema registered(EventSchema schema) {
    return new RegisteredSchema(schema.type(), schema.text());
  }

  private static String word(boolean accepted) {
    return accepted ? "yes" : "no";
  }
}
