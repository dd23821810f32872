package io.tributary.producer.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.command.Command;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("catches what is printed")
class NewCommandTest {
  @TempDir private Path folder = Path.of("");
  private Path answer = folder;
  private Path output = folder;
  private String printed = "";

  @BeforeEach
  void write() throws Exception {
    answer = folder.resolve("Our Ferries.json");
    output = folder.resolve("made/ferries.yaml");
    Files.writeString(answer, "[{\"id\": 1, \"name\": \"Ask\"}, {\"id\": 2, \"name\": \"Embla\"}]");
  }

  @Test
  void file_becomesADefinition_withTheCommandsThatFollow() throws Exception {
    assertThat(propose(answer.toString(), "--output", output.toString())).isZero();
    Pipeline pipeline = Pipeline.load(output);
    assertThat(pipeline.name()).isEqualTo("our_ferries");
    assertThat(pipeline.event().key()).isEqualTo("id");
    assertThat(printed)
        .contains("wrote " + output, "2 of 2 records of the sample can be mapped")
        .contains("source.url: a file does not tell it")
        .contains("./tributary check --sample " + output)
        .contains("./tributary demo --keep --pipeline " + output + " --users 2");
  }

  @Test
  void existingFile_isNotOverwritten() throws Exception {
    Files.createDirectories(folder.resolve("made"));
    Files.writeString(output, "mine");
    assertThat(propose(answer.toString(), "--output", output.toString())).isEqualTo(2);
    assertThat(printed).contains("exists and is not overwritten");
    assertThat(output).hasContent("mine");
  }

  @Test
  void definition_goesToStandardOutput_alone() throws Exception {
    assertThat(propose(answer.toString(), "--output", "-", "--name", "boats")).isZero();
    assertThat(printed).contains("name: boats").contains("- {name: id, type: int, from: /id");
  }

  @Test
  void answerWithoutRecords_isAFailure_thatSaysWhatIsMissing() throws Exception {
    Files.writeString(answer, "\"hello\"");
    assertThat(propose(answer.toString(), "--output", output.toString())).isEqualTo(1);
    assertThat(printed).contains("Nothing can be proposed: no records were found");
    assertThat(output).doesNotExist();
  }

  @Test
  void wrongUsage_isSaidSo() {
    assertThat(propose(folder.resolve("none.json").toString())).isEqualTo(2);
    assertThat(propose(answer.toString(), "--name", "Not Good")).isEqualTo(2);
    assertThat(propose("http://user:hidden@ferries.example/")).isEqualTo(2);
    assertThat(printed).doesNotContain("hidden");
  }

  @Test
  void secretOfAHeader_isSent_andTheDefinitionGetsItsVariable() throws Exception {
    try (MockWebServer server = guarded("Authorization", "Bearer canary-4711")) {
      String url = server.url("/ferries").toString();
      assertThat(
              propose(
                  url,
                  "--header",
                  "Authorization: Bearer canary-4711",
                  "--header",
                  "Accept-Language: nb",
                  "--output",
                  output.toString()))
          .isZero();
      Pipeline pipeline = Pipeline.load(output);
      assertThat(pipeline.source().request().headers()).containsEntry("Accept-Language", "nb");
      assertThat(output)
          .content()
          .contains("type: bearer", "token: \"${env:FERRIES_TOKEN}\"")
          .doesNotContain("canary");
      assertThat(printed).contains("set the variable FERRIES_TOKEN").doesNotContain("canary");
      assertThat(propose(url, "--output", folder.resolve("other.yaml").toString())).isEqualTo(1);
    }
  }

  @Test
  void referenceOfAHeader_isReadFromWhereItPointsTo_andKept() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "canary-4711\n");
    try (MockWebServer server = guarded("X-Api-Key", "key canary-4711")) {
      String reference = "${file:%s}".formatted(secret.toAbsolutePath());
      String header = "X-Api-Key: key " + reference;
      assertThat(propose(server.url("/ferries").toString(), "--header", header, "--output", "-"))
          .isZero();
      assertThat(printed)
          .contains("type: api-key", "header: \"X-Api-Key\"", "prefix: \"key \"", reference)
          .doesNotContain("canary");
    }
  }

  @Test
  void secretOfAHeader_isNotSentToAnotherOrigin() throws Exception {
    try (MockWebServer other = guarded("Authorization", "nobody has it");
        MockWebServer server = new MockWebServer()) {
      server.start();
      server.setDispatcher(
          answering(
              request ->
                  new MockResponse.Builder()
                      .body(
                          "{\"items\":[{\"id\":1,\"name\":\"Ask\"}],\"next\":\"%s\"}"
                              .formatted(other.url("/ferries?page=2")))
                      .build()));
      String url = server.url("/ferries").toString();
      assertThat(propose(url, "--header", "Authorization: Bearer canary-4711", "--output", "-"))
          .isZero();
      assertThat(server.takeRequest().getHeaders().get("Authorization")).contains("canary-4711");
      RecordedRequest elsewhere;
      do {
        elsewhere = other.takeRequest(1, TimeUnit.MILLISECONDS);
        assertThat(elsewhere == null || elsewhere.getHeaders().get("Authorization") == null)
            .isTrue();
      } while (elsewhere != null);
    }
  }

  @Test
  void headerThatCannotBeSent_isRefused_withoutItsValue() {
    for (String header :
        List.of(
            "no colon canary",
            "X-Api-Key: ${env:TRIBUTARY_TEST_NOT_SET}",
            "X-Api-Key: ${env:NOT CLOSED canary",
            "Content-Length: 4711")) {
      assertThat(propose("http://127.0.0.1:9/", "--header", header)).as(header).isEqualTo(2);
      assertThat(printed).as(header).contains("--header").doesNotContain("canary");
    }
    assertThat(
            propose(
                "http://127.0.0.1:9/", "--header", "X-Api-Key: a", "--header", "Cookie: session=b"))
        .isEqualTo(2);
    assertThat(printed).contains("one authentication");
    assertThat(propose(answer.toString(), "--header", "Accept: a/b")).isEqualTo(2);
  }

  /** Answers who sends the header, and nobody else. */
  private static MockWebServer guarded(String header, String value) throws Exception {
    MockWebServer server = new MockWebServer();
    server.start();
    server.setDispatcher(
        answering(
            request ->
                value.equals(request.getHeaders().get(header))
                    ? new MockResponse.Builder().body("[{\"id\":1,\"name\":\"Ask\"}]").build()
                    : new MockResponse.Builder().code(401).build()));
    return server;
  }

  private static Dispatcher answering(Function<RecordedRequest, MockResponse> answer) {
    return new Dispatcher() {
      @Override
      public MockResponse dispatch(RecordedRequest request) {
        return answer.apply(request);
      }
    };
  }

  private int propose(String... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream both = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    System.setOut(both);
    System.setErr(both);
    try {
      return Command.execute(new NewCommand(), Map.of(), arguments);
    } finally {
      System.setOut(out);
      System.setErr(err);
      printed = bytes.toString(StandardCharsets.UTF_8);
    }
  }
}
