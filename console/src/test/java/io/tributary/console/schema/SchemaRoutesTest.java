package io.tributary.console.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.console.api.SchemaApi;
import io.tributary.console.platform.Definitions;
import io.tributary.console.platform.Inquiries;
import io.tributary.console.web.Pages;
import io.tributary.console.web.TestConsole;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.EventJsonSchema;
import io.tributary.model.schema.EventSchema;
import io.tributary.model.schema.SchemaDifference;
import io.tributary.runtime.registry.CompatibilityCheck;
import io.tributary.runtime.registry.RegisteredSchema;
import io.tributary.runtime.registry.RegistryConnection;
import io.tributary.runtime.registry.RegistryServer;
import io.tributary.runtime.registry.SchemaRegistry;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SchemaRoutesTest {
  private static final String SUBJECT = "boats-value";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private final Inquiries inquiries = new Inquiries();

  @AfterEach
  void close() {
    inquiries.close();
  }

  /**
   * @param fields lines of fields, after the key's
   * @param topic more of the topic's members: {@code , format: avro}
   */
  private Pipeline define(String fields, String topic) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("boats.yaml"),
            """
            name: boats
            source: {url: "http://harbour.example/boats", records: /boats, paging: {type: none}}
            event:
              key: sail
              fields:
                - {name: sail, type: text, from: /sail, required: true}
                - {name: owner, type: text, from: /owner, required: true}
            %s
            topic: {name: boats%s}
            table: {keyspace: harbour, name: boats, key: [sail]}
            """
                .formatted(fields.indent(4).stripTrailing(), topic));
    return Pipeline.load(file);
  }

  private static final String LENGTH = "- {name: length, type: int, from: /length}";
  private static final String BERTH = "- {name: berth, type: text, from: /berth}";
  private static final String REQUIRED_BERTH =
      "- {name: berth, type: text, from: /berth, required: true}";

  private RegistryConnection registry() {
    return RegistryConnection.folder(folder.resolve("schemas"));
  }

  private SchemaRegistry open() {
    return registry()
        .open(CompatibilityCheck.by(SchemaDifference::problems, EventSchema::registered));
  }

  private int register(Pipeline pipeline) throws Exception {
    EventSchema schema = EventSchema.of(pipeline).orElseThrow();
    return open().register(schema.subject(), new RegisteredSchema(schema.type(), schema.text()));
  }

  private TestConsole console(RegistryConnection registry) throws Exception {
    Pages pages = new Pages(Optional::empty);
    Definitions definitions = new Definitions(folder.resolve("boats.yaml"));
    SchemaReader reader = new SchemaReader(registry, inquiries);
    return new TestConsole(
        pages, new SchemaRoutes(definitions, reader, pages), new SchemaApi(definitions, reader));
  }

  private String page(RegistryConnection registry, String query) throws Exception {
    try (TestConsole console = console(registry)) {
      HttpResponse<String> page = console.asViewer("/pipelines/boats/schema" + query);
      assertThat(page.statusCode()).isEqualTo(200);
      return page.body();
    }
  }

  /** What a person reads: without tags, each space once. */
  private static String text(String html) {
    return html.replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ");
  }

  @Test
  void page_hasEachVersionNewestFirst_withItsIdAndWhatItChanged() throws Exception {
    int first = register(define(LENGTH, ", format: avro"));
    int second = register(define(LENGTH + "\n" + BERTH, ", format: avro"));

    String page = text(page(registry(), ""));

    assertThat(page)
        .contains("Subject boats-value", "Format avro", "Rule backward")
        .contains("registered It is version 2, the newest, with the id %s.".formatted(second))
        .contains("Version 2 id %s, AVRO".formatted(second))
        .contains("berth is new, with a default can read them can read them")
        .contains("Version 1 id %s, AVRO The first version.".formatted(first));
    assertThat(page.indexOf("Version 2")).isLessThan(page.indexOf("Version 1"));
  }

  @Test
  void page_saysWhatTheNextRunChanges_whenTheDefinitionIsNewer() throws Exception {
    register(define(LENGTH, ", format: json-schema"));
    define(LENGTH + "\n" + BERTH, ", format: json-schema");

    String page = text(page(registry(), ""));

    assertThat(page)
        .contains("accepted It is not registered yet, and the registry accepts it")
        .contains("the next run makes it version 2")
        .contains("berth is new, and may be missing can read them cannot read them");
  }

  @Test
  void page_namesTheFields_whenTheRegistryRefusesTheDefinition() throws Exception {
    register(define(LENGTH, ", format: avro"));
    define(LENGTH + "\n" + REQUIRED_BERTH, ", format: avro");

    String page = text(page(registry(), ""));

    assertThat(page)
        .contains("refused The registry refuses it by the rule BACKWARD")
        .contains("What the rule does not allow: berth: is new, and has no default")
        .contains("berth is new, and has no default cannot read them can read them");
  }

  @Test
  void page_saysThatTheFirstRunRegisters_whenTheRegistryHasNothing() throws Exception {
    define(LENGTH, ", format: avro");

    assertThat(text(page(registry(), "")))
        .contains("not registered yet The registry has no schema for boats-value yet")
        .contains("None yet.");
  }

  @Test
  void page_saysWhichVersionIsMeant_whenTheDefinitionIsAnOlderOne() throws Exception {
    int first = register(define(LENGTH, ", format: avro"));
    register(define(LENGTH + "\n" + BERTH, ", format: avro"));
    define(LENGTH, ", format: avro");

    assertThat(text(page(registry(), "")))
        .contains("an older version It is version 1, with the id %s".formatted(first))
        .contains("berth is gone");
  }

  @Test
  void page_saysThatTheRulesDiffer_whenTheRegistryHasAnother() throws Exception {
    register(define(LENGTH, ", format: avro"));
    open().setRule(SUBJECT, "FULL");

    assertThat(text(page(registry(), "")))
        .contains("The registry's rule for this subject is FULL. Run create-topics");

    open().setRule(SUBJECT, "BACKWARD");
    assertThat(text(page(registry(), ""))).doesNotContain("Run create-topics");
  }

  @Test
  void page_saysSo_whenThePipelineHasPlainJson() throws Exception {
    Pipeline plain = define(LENGTH, "");

    try (TestConsole console = console(RegistryConnection.at(URI.create("http://127.0.0.1:9")))) {
      String page = console.asViewer("/pipelines/boats/schema").body();
      String download = console.asViewer("/pipelines/boats/schema/definition").body();
      JsonNode api = JSON.readTree(console.asViewer("/api/v1/pipelines/boats/schemas").body());

      assertThat(text(page))
          .contains("plain JSON", "topic.format", "./tributary check --schema prints it")
          .doesNotContain("Not known", "Versions in the registry");
      JsonNode own = JSON.readTree(EventJsonSchema.of(plain));
      assertThat(JSON.readTree(download)).isEqualTo(own);
      assertThat(api.path("format").asText()).isEqualTo("json");
      assertThat(api.path("definition").path("schema")).isEqualTo(own);
      assertThat(api.path("versions")).isEmpty();
      assertThat(console.asViewer("/api/v1/pipelines/boats/schemas/1").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void page_hasTheDefinitionsSchema_andSaysWhyTheRestIsNotKnown_whileTheRegistryIsAway()
      throws Exception {
    define(LENGTH, ", format: avro");

    try (TestConsole console = console(RegistryConnection.at(URI.create("http://127.0.0.1:9")))) {
      HttpResponse<String> page = console.asViewer("/pipelines/boats/schema?id=4");
      HttpResponse<String> api = console.asViewer("/api/v1/pipelines/boats/schemas");

      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(text(page.body()))
          .contains("Whether it is registered is not known: the schema registry at")
          .contains("does not answer", "\"name\" : \"length\"");
      assertThat(api.statusCode()).isEqualTo(503);
      assertThat(JSON.readTree(api.body()).path("detail").asText()).contains("does not answer");
    }
  }

  @Test
  @Timeout(60)
  void page_isThere_whileTheRegistrySaysNothing() throws Exception {
    define(LENGTH, ", format: avro");

    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      URI url =
          URI.create(String.format(Locale.ROOT, "http://127.0.0.1:%d", silent.getLocalPort()));

      assertThat(text(page(RegistryConnection.at(url), "")))
          .contains("Whether it is registered is not known", "Read timed out");
    }
  }

  @Test
  void page_leadsFromTheIdOfARecordToItsVersion() throws Exception {
    int first = register(define(LENGTH, ", format: avro"));
    register(define(LENGTH + "\n" + BERTH, ", format: avro"));
    int foreign =
        open().register("buoys-value", new RegisteredSchema("AVRO", "{\"type\": \"string\"}"));

    assertThat(page(registry(), "?id=" + first))
        .contains("<a href=\"#version-1\">version 1</a>", "id=\"version-1\"");
    assertThat(text(page(registry(), "?id=" + foreign))).contains("none of the versions below");
    assertThat(text(page(registry(), "?id=123")))
        .contains("The registry has no schema with the id 123", "UNKNOWN_SCHEMA");
  }

  @Test
  void page_escapesWhatOtherProgramsRegister() throws Exception {
    define(LENGTH, ", format: avro");
    String script = "<script>alert(1)</script>";
    open()
        .register(
            SUBJECT,
            new RegisteredSchema(
                "AVRO",
                "{\"type\":\"record\",\"name\":\"%s\",\"fields\":[{\"name\":\"%s\",\"type\":\"int\"}]}"
                    .formatted(script, script)));

    assertThat(page(registry(), "")).doesNotContain(script).contains("&lt;script&gt;");
  }

  @Test
  void download_isTheTextOfAVersion() throws Exception {
    Pipeline pipeline = define(LENGTH, ", format: avro");
    register(pipeline);

    try (TestConsole console = console(registry())) {
      HttpResponse<String> download = console.asViewer("/pipelines/boats/schema/1");

      assertThat(JSON.readTree(download.body()))
          .isEqualTo(JSON.readTree(EventSchema.of(pipeline).orElseThrow().text()));
      assertThat(download.headers().firstValue("Content-Disposition"))
          .contains("attachment; filename=\"boats-1.avsc\"");
      assertThat(console.asViewer("/pipelines/boats/schema/2").statusCode()).isEqualTo(404);
      assertThat(console.asViewer("/pipelines/boats/schema/newest").statusCode()).isEqualTo(404);
      assertThat(console.asViewer("/pipelines/boats/schema?ids=1").statusCode()).isEqualTo(400);
    }
  }

  @Test
  void api_saysWhatThePageSays_ofARegistryBehindHttp() throws Exception {
    Pipeline pipeline = define(LENGTH, ", format: avro, schema-id: header");
    int first = register(pipeline);
    Pipeline newer = define(LENGTH + "\n" + BERTH, ", format: avro, schema-id: header");
    int second = register(newer);

    try (RegistryServer server = new RegistryServer(open());
        TestConsole console = console(RegistryConnection.at(server.url()))) {
      JsonNode schemas = JSON.readTree(console.asViewer("/api/v1/pipelines/boats/schemas").body());
      JsonNode version =
          JSON.readTree(console.asViewer("/api/v1/pipelines/boats/schemas/2").body());

      assertThat(schemas.path("subject").asText()).isEqualTo(SUBJECT);
      assertThat(schemas.path("schema_id").asText()).isEqualTo("header");
      assertThat(schemas.path("definition").path("state").asText()).isEqualTo("registered");
      assertThat(schemas.path("versions").findValuesAsText("id"))
          .containsExactly(Integer.toString(second), Integer.toString(first));
      assertThat(version.path("changes"))
          .isEqualTo(
              JSON.readTree(
                  "[{\"field\":\"berth\",\"what\":\"is new, with a default\",\"backward\":true,\"forward\":true}]"));
      assertThat(version.path("schema"))
          .isEqualTo(JSON.readTree(EventSchema.of(newer).orElseThrow().text()));
      assertThat(console.asViewer("/api/v1/pipelines/boats/schemas/9").statusCode()).isEqualTo(404);
      assertThat(console.asViewer("/api/v1/pipelines/boats/schemas/x").statusCode()).isEqualTo(404);
      assertThat(console.asViewer("/api/v1/pipelines/boats/schemas?x=1").statusCode())
          .isEqualTo(400);
    }
  }

  @Test
  void page_hasTheNewestVersions_andCountsTheOthers() throws Exception {
    define(LENGTH, ", format: avro");
    Path subject = Files.createDirectories(folder.resolve("schemas").resolve(SUBJECT));
    for (int i = 1; i <= SchemaReader.MOST + 2; i++) {
      Files.write(
          subject.resolve(i + ".avsc"),
          "{\"type\":\"record\",\"name\":\"boats\",\"fields\":[{\"name\":\"f%s\",\"type\":\"int\",\"default\":0}]}"
              .formatted(i)
              .getBytes(UTF_8));
    }

    String page = page(registry(), "");

    assertThat(page)
        .contains("id=\"version-102\"", "id=\"version-3\"")
        .doesNotContain("id=\"version-2\"");
    assertThat(text(page))
        .contains("2 older versions not shown")
        .doesNotContain("The first version.");
  }
}
