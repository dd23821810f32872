package io.tributary.init;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.command.Command;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CassandraInitTest {
  @TempDir private Path folder = Path.of("");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final PrintStream realOut = System.out;
  private final PrintStream realErr = System.err;

  @BeforeEach
  void capture() throws Exception {
    Files.writeString(folder.resolve("orders.yaml"), definition("orders"));
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void release() {
    System.setOut(realOut);
    System.setErr(realErr);
  }

  @Test
  void dryRun_printsTheCql_withoutCassandra() {
    int exitCode = run(Map.of("PIPELINES", folder.toString()), "--dry-run", "--replication=dc1:3");

    assertThat(exitCode).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith(
            "CREATE KEYSPACE IF NOT EXISTS shop WITH replication ="
                + " {'class': 'NetworkTopologyStrategy', 'dc1': '3'} AND durable_writes = true;")
        .contains("CREATE TABLE IF NOT EXISTS shop.orders (")
        .contains("PRIMARY KEY (id, placed)\n);")
        .contains("CREATE TABLE IF NOT EXISTS shop.dead_letters_by_day (");
  }

  @Test
  void dryRun_takesOneFile_whenAFileIsNamed() throws Exception {
    Files.writeString(folder.resolve("returns.yaml"), definition("returns"));
    String file = folder.resolve("returns.yaml").toString();

    assertThat(run(Map.of(), "--dry-run", "--pipeline", file)).isZero();

    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("shop.returns")
        .doesNotContain("shop.orders");
  }

  @Test
  void run_isWrongUsage_whenAnOptionOrSettingIsMalformed() throws Exception {
    Map<String, String> environment = Map.of("PIPELINES", folder.toString());
    assertWrongUsage(environment, "expected a number like 1", "--replication=none");
    assertWrongUsage(environment, "is not a duration", "--wait=soon");
    assertWrongUsage(environment, "is no address of Cassandra", "--cassandra=a:b", "--dry-run");
    assertWrongUsage(environment, "--dry", "--dry");
    assertWrongUsage(Map.of("PIPELINES", folder.resolve("none").toString()), "none", "--dry-run");
    assertWrongUsage(
        Map.of("PIPELINES", folder.toString(), "CASSANDRA_REPLICATION", "0"),
        "CASSANDRA_REPLICATION is '0'",
        "--dry-run");
    Files.writeString(folder.resolve("broken.yaml"), "name: 7up\nsource: here\n");
    assertWrongUsage(environment, "broken.yaml:1", "--dry-run");
  }

  @Test
  void run_fails_whenCassandraDoesNotAnswerInTime() {
    int exitCode =
        run(
            Map.of("PIPELINES", folder.toString()),
            "--wait=1ms",
            "--cassandra=localhost:1",
            "--replication=1");

    assertThat(exitCode).isEqualTo(Command.FAILED);
    assertThat(err.toString(StandardCharsets.UTF_8).strip())
        .startsWith("error: Cassandra at localhost:1 did not answer")
        .contains("CASSANDRA_CONTACT_POINTS");
  }

  private void assertWrongUsage(Map<String, String> environment, String said, String... arguments) {
    err.reset();
    assertThat(run(environment, arguments)).as(said).isEqualTo(Command.WRONG_USAGE);
    assertThat(err.toString(StandardCharsets.UTF_8).strip())
        .startsWith("error: ")
        .contains(said)
        .hasLineCount(1);
  }

  private static int run(Map<String, String> environment, String... arguments) {
    return Command.execute(new CassandraInit(), environment, arguments);
  }

  private static String definition(String name) {
    return Definitions.text(
        name, "    - {name: total, type: decimal, from: /total, required: true}", "[]");
  }
}
