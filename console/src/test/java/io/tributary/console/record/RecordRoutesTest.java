package io.tributary.console.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.console.api.TraceApi;
import io.tributary.console.mask.Masks;
import io.tributary.console.platform.Definitions;
import io.tributary.console.platform.Inquiries;
import io.tributary.console.web.Links;
import io.tributary.console.web.Pages;
import io.tributary.console.web.TestConsole;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.EventEncoder;
import io.tributary.model.event.WriterSchema;
import io.tributary.model.event.WriterSchemas;
import io.tributary.model.schema.EventSchema;
import io.tributary.runtime.time.Ticker;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordRoutesTest {
  private static final long NOON = 1_777_809_600_000L;
  private static final String SCRIPT = "<script>alert(1)</script>";
  private static final String DEFINITION =
      """
      name: pets
      source:
        url: https://vet.example/pets
        records: /pets
        paging: {type: none}
      event:
        key: tag
        fields:
          - {name: tag, type: text, from: /tag, required: true}
          - {name: kind, type: text, from: /kind, required: true}
          - {name: owner, type: text, from: /owner, personal: true}
      topic: {name: pets, partitions: 2}
      table: {keyspace: vet, name: pets, key: [tag]}
      """;

  @TempDir private Path folder;
  private final FakeTopics topics = new FakeTopics();
  private final FakeLandings landings = new FakeLandings();
  private final Inquiries inquiries = new Inquiries();

  @BeforeEach
  void create() {
    topics.create("pets", 2);
    topics.create("pets.rejected", 2);
  }

  @AfterEach
  void close() {
    inquiries.close();
  }

  @Test
  void show_isAForm_beforeASearch() throws Exception {
    try (TestConsole console = console(DEFINITION)) {
      HttpResponse<String> page = console.asViewer("/record");

      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body()).contains("<form method=\"get\" action=\"/record\"");
    }
  }

  @Test
  void show_masksWhatIsPersonal_forViewersOnly() throws Exception {
    try (TestConsole console = console(DEFINITION)) {
      TopicRecord record = published("A1", "cat", "Ingrid Solheim", Map.of("note", "of Solheim"));

      String viewers = console.asViewer("/record?q=A1").body();
      String operators = console.asOperator("/record?q=A1").body();

      assertThat(viewers).contains(record.position().toString(), "cat", Masks.MASK);
      assertThat(viewers).doesNotContain("Solheim").contains("which only operators see");
      assertThat(operators).contains("Ingrid Solheim", "of Solheim").doesNotContain(Masks.MASK);
    }
  }

  @Test
  void search_byAPersonalKey_isForOperatorsOnly() throws Exception {
    String personal =
        DEFINITION.replace(
            "from: /tag, required: true", "from: /tag, required: true, personal: true");
    try (TestConsole console = console(personal)) {
      published("A1", "cat", "Ingrid", Map.of());

      for (String search :
          List.of("/record?q=A1", "/record?key=A1", "/api/v1/pipelines/pets/trace?key=A1")) {
        HttpResponse<String> refused = console.asViewer(search);
        assertThat(refused.statusCode()).as(search).isEqualTo(403);
        assertThat(refused.body()).contains("Only operators may search by tag");
        assertThat(console.asOperator(search).statusCode()).as(search).isEqualTo(200);
      }
      assertThat(console.asViewer("/record?position=pets-0@0").statusCode()).isEqualTo(200);
      assertThat(console.asViewer("/api/v1/pipelines/pets/trace?position=pets-0@0").statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void show_leadsToTheRow_andToTheRun() throws Exception {
    try (TestConsole console = console(DEFINITION)) {
      TopicRecord record = published("A 1", "cat", "Ingrid", Map.of("run_id", "run 7"));
      landings.write(Pipeline.load(folder.resolve("pets.yaml")), record);

      String page = console.asViewer("/record?q=A+1").body();

      assertThat(page)
          .contains("href=\"/pipelines/pets/rows?table=pets&amp;key=A%201\"")
          .contains("href=\"/pipelines/pets/runs/run%207\"");
    }
  }

  @Test
  void show_leadsToTheSchema_thatTheRecordNames() throws Exception {
    try (TestConsole console = console(DEFINITION)) {
      published("A1", "cat", "Ingrid", Map.of());
      TopicRecord framed = topics.publish("pets", 0, "A2", "\0\0\0\0\21{}", NOON, Map.of());

      assertThat(console.asViewer("/record?q=A1").body()).doesNotContain("/schema?id=");
      assertThat(console.asViewer("/record?position=" + framed.position()).body())
          .contains("<a href=\"/pipelines/pets/schema?id=17\">id 17</a>");
    }
  }

  @Test
  void show_readsTheValuesOfAnEventInAvro_andMasksThem() throws Exception {
    try (TestConsole console =
        console(DEFINITION.replace("partitions: 2", "partitions: 2, format: avro"))) {
      Pipeline pets = Pipeline.load(folder.resolve("pets.yaml"));
      byte[] event =
          "{\"tag\":\"A1\",\"kind\":\"cat\",\"owner\":\"Ingrid\"}".getBytes(StandardCharsets.UTF_8);
      EventEncoder.Encoded encoded =
          EventEncoder.of(pets, 17).encode("A1".getBytes(StandardCharsets.UTF_8), event);
      TopicRecord record =
          topics.publish(
              "pets",
              0,
              "A1",
              new String(((EventEncoder.Encoded.Value) encoded).bytes(), StandardCharsets.US_ASCII),
              NOON,
              Map.of());

      String at = "/record?position=" + record.position();
      assertThat(console.asOperator(at).body())
          .contains("another format than JSON")
          .contains("{\"tag\":\"A1\",\"kind\":\"cat\",\"owner\":\"Ingrid\"}");
      assertThat(console.asViewer(at).body())
          .contains("\"kind\":\"cat\",\"owner\":\"" + Masks.MASK)
          .doesNotContain("Ingrid");
    }
  }

  @Test
  void show_showsOriginalBytes_toOperatorsOnly() throws Exception {
    try (TestConsole console = console(DEFINITION)) {
      topics.publish("pets.rejected", 0, "A1", "{\"who\":\"Ingrid Solheim\"}", NOON, Map.of());

      String at = "/record?position=pets.rejected-0@0";
      assertThat(console.asViewer(at).body())
          .contains("pets.rejected-0@0")
          .doesNotContain("Solheim");
      assertThat(console.asOperator(at).body()).contains("Ingrid Solheim");
    }
  }

  @Test
  void show_escapesWhatRecordsSay() throws Exception {
    try (TestConsole console = console(DEFINITION.replace(", personal: true", ""))) {
      published(SCRIPT, SCRIPT, SCRIPT, Map.of(SCRIPT, SCRIPT, "run_id", SCRIPT));
      topics.publish("pets", 0, "x", SCRIPT, NOON, Map.of());

      String byKey = console.asViewer("/record?key=" + Links.segment(SCRIPT)).body();
      String notJson = console.asViewer("/record?q=pets-0@0").body();

      assertThat(byKey).contains("&lt;script>alert(1)&lt;/script>").doesNotContain("<script>alert");
      assertThat(notJson).doesNotContain("<script>alert");
    }
  }

  @Test
  void show_tellsAKeyFromAPlaceInKafkaAndInTheSource() throws Exception {
    try (TestConsole console = console(DEFINITION)) {
      assertThat(console.asViewer("/record?q=pets-1@7").body())
          .contains("Taken for a place in Kafka", "gets offset 0");
      assertThat(console.asViewer("/record?q=seed/1/7").body())
          .contains("Taken for a place in the source")
          .contains("/record?pipeline=pets&key=seed%2F1%2F7");
      assertThat(console.asViewer("/record?q=A1").body()).doesNotContain("Taken for");
      assertThat(console.asViewer("/record?position=pets-1").statusCode()).isEqualTo(400);
    }
  }

  private TopicRecord published(
      String tag, String kind, String owner, Map<String, String> headers) {
    TopicRecord record =
        topics.publish(
            "pets",
            topics.partition("pets", tag),
            tag,
            "{\"tag\":\"%s\",\"kind\":\"%s\",\"owner\":\"%s\"}".formatted(tag, kind, owner),
            NOON,
            headers);
    return record;
  }

  /** One by all ids: that of the definition. */
  private static WriterSchemas schemas(Pipeline pipeline) {
    return EventSchema.of(pipeline)
        .map(schema -> WriterSchema.of(schema.type(), schema.text(), pipeline))
        .<WriterSchemas>map(schema -> id -> schema)
        .orElse(WriterSchemas.NONE);
  }

  private TestConsole console(String definition) throws Exception {
    Path file = Files.writeString(folder.resolve("pets.yaml"), definition);
    Pages pages = new Pages(Optional::empty);
    Definitions definitions = new Definitions(file);
    RecordSearch search =
        new RecordSearch(topics, landings, RecordRoutesTest::schemas, inquiries, Ticker.system());
    return new TestConsole(
        pages, new RecordRoutes(definitions, search, pages), new TraceApi(definitions, search));
  }
}
