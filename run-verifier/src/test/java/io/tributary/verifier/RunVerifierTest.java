package io.tributary.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.command.Command;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunVerifierTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final PrintStream real = System.err;

  @BeforeEach
  void capture() {
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void release() {
    System.setErr(real);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | no command given",
        "verfy | verify",
        "verify | --receipt",
        "verify --all --receipt x | mutually exclusive",
        "verify --all --tineout 2m | --timeout",
        "verify --all --timeout 2 | is not a duration",
        "verify --receipt | Missing required parameter",
        "verify --receipt /no/such/file | cannot be read",
        "verify --receipt {} | is no receipt",
        "verify --all --pipeline /no/such/file | /no/such/file",
        "verify --all --pipeline ../pipelines/users.yaml --cassandra :1 | expected host:port",
        "verify --all --max-dead-letters many | --max-dead-letters is 'many'",
        "verify --all --max-dead-letters 101% | more than 100%",
        "verify --all --max-dead-letters -1 | --max-dead-letters",
        "verify --receipt {} --max-superseded many | --max-superseded is 'many'",
        "verify --all --max-superseded 10% | --max-superseded is about one run",
        "preflight --pipeline ../pipelines/users.yaml --source localhost:8090/api | --source cannot be used: it does not begin with http",
        "preflight --pipeline ../pipelines/users.yaml --source http://h/?key=1 | it has a user, a query or a fragment",
        "preflight --pipeline ../pipelines/users.yaml --consumer localhost:8090 | --consumer cannot be used",
        "dead-letters | no command given",
        "dead-letters replay --since never | --since is 'never'",
        "dead-letters replay --reason BAD | expected one of",
        "dead-letters replay --timeout 2 | is not a duration",
        "dead-letters replay --pipeline /no/such/file | /no/such/file",
        "dead-letters discard | --why",
        "dead-letters discard --why x --since never | --since is 'never'",
        "dead-letters list --reason BAD | expected one of",
        "dead-letters list --limit 0 | --limit is 0",
        "dead-letters list --since never | --since is 'never'",
        "rows --limit 0 | --limit is 0",
        "rows --limt 5 | --limit",
        "dead-letters show | which dead letter?",
        "dead-letters show users | which dead letter?",
        "dead-letters show users-0@1 --topic users | which dead letter?",
        "dead-letters show --topic users --partition 0 | which dead letter?",
        "dead-letters show users-0@99999999999999999999 | which dead letter?",
      })
  void run_isWrongUsage_inOneSentence(String arguments, String said) {
    int exitCode =
        Command.execute(
            new RunVerifier(), arguments.isEmpty() ? new String[0] : arguments.split(" "));

    assertThat(exitCode).isEqualTo(Command.WRONG_USAGE);
    assertThat(err.toString(StandardCharsets.UTF_8).strip())
        .startsWith("error: ")
        .contains(said)
        .hasLineCount(1);
  }
}
