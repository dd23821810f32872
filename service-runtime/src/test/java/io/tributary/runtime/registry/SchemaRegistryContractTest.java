package io.tributary.runtime.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.runtime.tls.Tls;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for every registry: a folder, one behind the REST API, and a real one if named. */
class SchemaRegistryContractTest {
  /** Of a real registry, such as Apicurio's {@code http://localhost:8080/apis/ccompat/v7}. */
  private static final String REAL = "test.registry";

  private static final RegisteredSchema ONE = avro("\"string\"");
  private static final RegisteredSchema TWO =
      avro("\"string\"},{\"name\":\"b\",\"type\":[\"null\",\"int\"],\"default\":null");
  private static final RegisteredSchema BROKEN =
      avro("\"string\"},{\"name\":\"b\",\"type\":\"int\"");

  private static RegisteredSchema avro(String rest) {
    return new RegisteredSchema(
        "AVRO",
        "{\"type\":\"record\",\"name\":\"r\",\"fields\":[{\"name\":\"a\",\"type\":" + rest + "}]}");
  }

  /** Refuses a field without a default, as the rule BACKWARD does. */
  private static List<String> problems(
      String rule, List<RegisteredSchema> older, RegisteredSchema schema) {
    return rule.equals("BACKWARD") && !older.isEmpty() && schema.equals(BROKEN)
        ? List.of("b: is new, and has no default")
        : List.of();
  }

  abstract static class Contract {
    private final String subject = "orders-" + UUID.randomUUID();
    private SchemaRegistry registry =
        new HttpSchemaRegistry(URI.create("http://x"), "", "", Tls.OF_THE_JVM);

    abstract SchemaRegistry open() throws Exception;

    @BeforeEach
    void connect() throws Exception {
      registry = open();
    }

    @Test
    void register_givesOneIdToOneSchema() throws Exception {
      int id = registry.register(subject, ONE);

      assertThat(registry.register(subject, ONE)).isEqualTo(id);
      assertThat(registry.byId(id).orElseThrow().type()).isEqualTo("AVRO");
      assertThat(registry.byId(id).orElseThrow().text()).contains("\"fields\"");
      assertThat(registry.versions(subject)).containsExactly(1);
      assertThat(registry.latest(subject).orElseThrow().id()).isEqualTo(id);
    }

    @Test
    void register_givesAnotherIdToAnotherSchema() throws Exception {
      int one = registry.register(subject, ONE);
      int two = registry.register(subject, TWO);

      assertThat(two).isNotEqualTo(one).isNotNegative();
      assertThat(registry.history(subject)).extracting(SchemaVersion::id).containsExactly(one, two);
      assertThat(registry.version(subject, 2).orElseThrow().schema().text()).contains("\"b\"");
    }

    @Test
    void register_refusesWhatTheRuleDoesNotAllow() throws Exception {
      registry.setRule(subject, "BACKWARD");
      registry.register(subject, ONE);

      assertThat(registry.accepts(subject, TWO)).isTrue();
      assertThat(registry.accepts(subject, BROKEN)).isFalse();
      assertThatThrownBy(() -> registry.register(subject, BROKEN))
          .isInstanceOf(SchemaRefusedException.class)
          .hasMessageContaining("b");
      assertThat(registry.versions(subject)).containsExactly(1);
    }

    /** As when a definition is rolled back: the rule is about new schemas. */
    @Test
    void register_takesWhatTheSubjectHasHad_whateverTheRule() throws Exception {
      registry.setRule(subject, "NONE");
      int first = registry.register(subject, BROKEN);
      int second = registry.register(subject, ONE);
      registry.setRule(subject, "BACKWARD");

      assertThat(registry.accepts(subject, BROKEN)).isTrue();
      assertThat(registry.register(subject, BROKEN)).isEqualTo(first);
      assertThat(registry.find(subject, BROKEN).map(SchemaVersion::version)).contains(1);
      assertThat(registry.find(subject, ONE).map(SchemaVersion::id)).contains(second);
      assertThat(registry.find(subject, TWO)).isEmpty();
      assertThat(registry.versions(subject)).containsExactly(1, 2);
    }

    @Test
    void register_takesAnything_withTheRuleNone() throws Exception {
      registry.register(subject, ONE);
      registry.setRule(subject, "NONE");

      assertThat(registry.rule(subject)).contains("NONE");
      assertThat(registry.accepts(subject, BROKEN)).isTrue();
      assertThat(registry.register(subject, BROKEN)).isNotNegative();
    }

    @Test
    void find_hasNothing_ofWhatIsNotThere() throws Exception {
      assertThat(registry.byId(2_000_000_011)).isEmpty();
      assertThat(registry.versions(subject)).isEmpty();
      assertThat(registry.version(subject, 1)).isEmpty();
      assertThat(registry.latest(subject)).isEmpty();
      assertThat(registry.accepts(subject, ONE)).isTrue();
    }

    @Test
    void register_takesAJsonSchema_afterOneOfAvro() throws Exception {
      registry.setRule(subject, "NONE");
      registry.register(subject, ONE);

      int id =
          registry.register(
              subject,
              new RegisteredSchema(
                  "JSON",
                  "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"type\":\"object\"}"));

      assertThat(registry.byId(id).map(RegisteredSchema::type)).contains("JSON");
      assertThat(registry.latest(subject).orElseThrow().schema().type()).isEqualTo("JSON");
    }

    @Test
    void register_keepsTheTypeOfJsonSchemas() throws Exception {
      RegisteredSchema json =
          new RegisteredSchema(
              "JSON",
              "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"type\":\"object\",\"title\":\""
                  + subject
                  + "\"}");

      int id = registry.register(subject, json);

      assertThat(registry.byId(id).map(RegisteredSchema::type)).contains("JSON");
      assertThat(registry.latest(subject).orElseThrow().schema().type()).isEqualTo("JSON");
    }
  }

  @Nested
  class Folder extends Contract {
    @TempDir private Path folder;

    @Override
    SchemaRegistry open() {
      return new FolderSchemaRegistry(
          folder.resolve("schemas"), SchemaRegistryContractTest::problems);
    }

    @Test
    void id_isTheSame_inEveryFolder() throws Exception {
      FolderSchemaRegistry other =
          new FolderSchemaRegistry(folder.resolve("other"), SchemaRegistryContractTest::problems);

      assertThat(other.register("elsewhere", ONE)).isEqualTo(open().register("orders", ONE));
      assertThat(folder.resolve("other/elsewhere/1.avsc")).exists();
    }

    @Test
    void subject_isNoWayOutOfTheFolder() {
      assertThatThrownBy(() -> open().register("../orders", ONE))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("'../orders'");
    }
  }

  @Nested
  class OverHttp extends Contract {
    @TempDir private Path folder;
    private Optional<RegistryServer> server = Optional.empty();

    @Override
    SchemaRegistry open() throws Exception {
      server =
          Optional.of(
              new RegistryServer(
                  new FolderSchemaRegistry(folder, SchemaRegistryContractTest::problems)));
      return RegistryConnection.at(server.get().url()).open(SchemaRegistryContractTest::problems);
    }

    @AfterEach
    void close() {
      server.ifPresent(RegistryServer::close);
    }

    @Test
    void register_saysThatTheRegistryIsAway_whenItIs() throws Exception {
      SchemaRegistry registry = open();
      close();

      assertThatThrownBy(() -> registry.register("orders", ONE))
          .isInstanceOfSatisfying(
              RegistryException.class, failed -> assertThat(failed.isPassing()).isTrue())
          .hasMessageContaining("does not answer");
    }
  }

  @Nested
  class RealOne extends Contract {
    @Override
    SchemaRegistry open() {
      String url = System.getProperty(REAL, "");
      Assumptions.assumeFalse(url.isEmpty(), REAL + " names no registry");
      return RegistryConnection.at(URI.create(url)).open(SchemaRegistryContractTest::problems);
    }
  }
}
