package io.tributary.stack.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.simulator.SimulatorConfig;
import io.tributary.simulator.SimulatorServer;
import io.tributary.simulator.access.AccessTokens;
import io.tributary.simulator.access.SecuredPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Definitions with credentials and bodies, at the simulator. */
@Isolated("catches what is printed")
class SecuredSourceTest {
  private final SimulatorServer simulator =
      new SimulatorServer(SimulatorConfig.defaults().withoutRateLimit().withItems(25));

  @TempDir private Path folder = Path.of("");
  private String printed = "";

  @BeforeEach
  void start() throws IOException {
    simulator.start();
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "bearer => authentication: {type: bearer, token: '${file:F}'} => " + SecuredPaths.TOKEN,
        "basic => authentication: {type: basic, user: simulator, password: '${file:F}'} => "
            + SecuredPaths.PASSWORD,
        "key => authentication: {type: api-key, header: X-Api-Key, value: '${file:F}'} => "
            + SecuredPaths.KEY,
        "key => authentication: {type: api-key, parameter: key, value: '${file:F}'} => "
            + SecuredPaths.KEY,
        "oauth2 => authentication: {type: oauth2, token-url: TOKEN, client-id: simulator, client-secret: '${file:F}'} => "
            + AccessTokens.CLIENT_SECRET,
        "oauth2 => authentication: {type: oauth2, token-url: TOKEN, client-id: simulator, refresh-token: '${file:F}'} => "
            + AccessTokens.FIRST_REFRESH_TOKEN,
      })
  void sample_isThere_withTheSecretAlone(String path, String authentication, String secret)
      throws Exception {
    Path file = folder.resolve("secret");
    String section =
        authentication
            .replace("F}", file + "}")
            .replace("TOKEN", simulator.url().resolve("/token").toString());
    Path definition = definition("secured/" + path, section);

    Files.writeString(file, secret + "\n");
    assertThat(check("--sample", definition.toString())).as(printed).isZero();
    assertThat(printed).contains("10 mapped").doesNotContain(secret);

    Files.writeString(file, "another-secret-1\n");
    assertThat(check("--sample", definition.toString())).isEqualTo(1);
    assertThat(printed).contains("source.authentication.").doesNotContain("another-secret-1");
  }

  @Test
  void sample_isThere_forARequestWithABody() throws Exception {
    Path definition = definition("search", "body: {json: {page: '{page}', limit: '{size}'}}");
    assertThat(check("--sample", definition.toString())).as(printed).isZero();
    assertThat(printed).contains("10 mapped");
  }

  @Test
  void check_listsReferences_andWarnsOfThoseThatAreMissing() throws Exception {
    Path definition =
        definition(
            "secured/basic",
            "authentication: {type: basic, user: '${env:TRIBUTARY_TEST_NONE}', password: '${file:%s}'}"
                .formatted(Files.writeString(folder.resolve("password"), "p")));
    assertThat(check(definition.toString())).isZero();
    assertThat(printed)
        .contains("needs ${env:TRIBUTARY_TEST_NONE} (source.authentication.user)")
        .contains(
            "warning: source.authentication.user refers to ${env:TRIBUTARY_TEST_NONE}, but that")
        .doesNotContain("warning: source.authentication.password");

    assertThat(check("--sample", definition.toString())).isEqualTo(2);
    assertThat(printed).contains("that variable is not set: set it where the producer runs");
  }

  private Path definition(String path, String section) throws IOException {
    String paging =
        path.equals("search")
            ? "{type: page, page-size: 10}"
            : "{type: token, token-parameter: after, next: /meta/next, size-parameter: limit, page-size: 10}";
    return Files.writeString(
        folder.resolve("items.yaml"),
        """
        name: items
        source:
          url: %s/%s
          records: /data/items
          paging: %s
          %s
        event:
          key: id
          fields:
            - {name: id, type: int, from: /number, required: true}
            - {name: name, type: text, from: /person/full_name, required: true}
        topic: {name: items}
        table: {keyspace: spark_streams, name: items}
        """
            .formatted(simulator.itemsUrl(), path, paging, section));
  }

  private int check(String... arguments) {
    Checked checked = Checked.run(arguments);
    printed = checked.printed();
    return checked.exitCode();
  }
}
