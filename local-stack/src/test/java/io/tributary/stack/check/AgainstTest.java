package io.tributary.stack.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.registry.RegistryConnection;
import io.tributary.verifier.registry.TopicSchemas;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgainstTest {
  @TempDir private Path folder = Path.of("");
  private Path file = folder;

  @BeforeEach
  void write() throws Exception {
    file = folder.resolve("lamps.yaml");
    write("    - {name: watt, type: int, from: /watt, max: 100}", "backward");
  }

  private void write(String field, String compatibility) throws Exception {
    Files.writeString(
        file,
        """
        name: lamps
        source: {url: "http://127.0.0.1:1/lamps", records: "", paging: {type: none}}
        event:
          key: id
          fields:
            - {name: id, type: int, from: /id, required: true}
            - {name: name, type: text, from: /name, required: true}
        %s
        topic: {name: lamps, format: avro, compatibility: %s}
        table: {keyspace: spark_streams, name: lamps}
        """
            .formatted(field, compatibility));
  }

  private String report(Against.Report report) {
    return String.join("\n", report.lines());
  }

  private Against now() throws Exception {
    return new Against(file, Pipeline.load(file));
  }

  private Against.Report besideRegistry() throws Exception {
    return now().registry(registry());
  }

  private RegistryConnection registry() {
    return RegistryConnection.folder(folder.resolve("schemas"));
  }

  private void register() throws Exception {
    new TopicSchemas(Pipeline.load(file), registry(), Duration.ZERO).encoder();
  }

  @Test
  void registry_hasNothingYet() throws Exception {
    Against.Report report = besideRegistry();

    assertThat(report(report)).contains("has no schema for lamps-value yet");
    assertThat(report.isAccepted()).isTrue();
  }

  @Test
  void registry_nothingChanges() throws Exception {
    register();

    assertThat(report(besideRegistry()))
        .startsWith("Nothing changes beside version 1 of lamps-value in the folder");
  }

  @Test
  void registry_acceptsANewField_andTheStepsAreInOrder() throws Exception {
    register();
    write(
        "    - {name: watt, type: int, from: /watt, max: 100}\n"
            + "    - {name: hue, type: text, from: /hue}",
        "backward");

    Against.Report report = besideRegistry();

    assertThat(report(report))
        .contains(
            """
            hue is new (text)
              registry  accepts it (rule backward)
              table     cassandra-init adds the column; rows that are there have null
              records   are read, and have no value\
            """)
        .endsWith(
            """
            In this order:
              1. cassandra-init, which changes the tables and registers the schema
              2. other programs that read the topic, with the new schema
              3. the consumer, restarted with the new definition
              4. the next run\
            """);
    assertThat(report.isAccepted()).isTrue();
  }

  @Test
  void registry_refusesARequiredField() throws Exception {
    register();
    write("    - {name: watt, type: int, from: /watt, max: 100, required: true}", "backward");

    Against.Report report = besideRegistry();

    assertThat(report(report))
        .contains("watt was int or null and is int")
        .contains("REFUSES it (rule backward)")
        .contains("Do not deploy this: the next run would fail, and publish nothing.");
    assertThat(report.isAccepted()).isFalse();
  }

  @Test
  void registry_acceptsWhatItHasHad() throws Exception {
    register();
    write("    - {name: watt, type: double, from: /watt, max: 100}", "backward");
    register();
    write("    - {name: watt, type: int, from: /watt, max: 100}", "backward");

    Against.Report report = besideRegistry();

    assertThat(report(report))
        .startsWith("Beside version 2 of lamps-value")
        .contains("watt was double or null and is int or null")
        .contains("registry  has it as version 1\n")
        .contains("In this order:")
        .doesNotContain("REFUSES");
    assertThat(report.isAccepted()).isTrue();
  }

  @Test
  void commit_isComparedFieldByField() throws Exception {
    git("init", "-q");
    git("add", "lamps.yaml");
    git("-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-qm", "lamps");
    write("    - {name: watt, type: bigint, from: /watt, max: 50}", "full");

    Against.Report report = now().commit("HEAD");

    assertThat(report(report))
        .contains("Beside " + file + " of HEAD:")
        .contains(
            """
            watt was int and is bigint
              registry  REFUSES it (rule full)
              table     cassandra-init stops: Cassandra cannot change it.\
            """)
        .contains(
            """
            watt has a stricter check
            """)
        .contains("  records   those that break it become dead letters (CHECK_FAILED)");
    assertThat(report.isAccepted()).isFalse();
  }

  private void git(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    Process git =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String said = new String(git.getInputStream().readAllBytes(), UTF_8);
    assertThat(git.waitFor()).as(said).isZero();
  }
}
