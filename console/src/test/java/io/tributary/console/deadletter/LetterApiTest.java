package io.tributary.console.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.console.api.LetterApi;
import io.tributary.console.job.Jobs;
import io.tributary.console.mask.Masks;
import io.tributary.console.platform.Definitions;
import io.tributary.console.platform.Inquiries;
import io.tributary.console.web.Pages;
import io.tributary.console.web.TestConsole;
import io.tributary.model.event.WriterSchemas;
import io.tributary.runtime.time.Ticker;
import io.tributary.verifier.replay.ReplayReport;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LetterApiTest {
  private static final String PIPELINE = "/api/v1/pipelines/parcels";
  private static final String ALL = PIPELINE + "/dead-letters";
  private static final String DEFINITION =
      """
      name: parcels
      source:
        url: https://post.example/parcels
        records: /parcels
        paging: {type: none}
      event:
        key: id
        fields:
          - {name: id, type: bigint, from: /id, required: true}
          - {name: grams, type: int, from: /grams, required: true}
          - {name: receiver, type: text, from: /to, max-length: 20, personal: true}
      topic: {name: parcels, partitions: 1}
      table: {keyspace: post, name: parcels, key: [id]}
      """;

  @TempDir private Path folder;
  private final FakeLetters letters = new FakeLetters();
  private final Inquiries inquiries = new Inquiries();
  private final Jobs jobs = new Jobs(InstantSource.system());
  private final List<String> replays = new CopyOnWriteArrayList<>();
  private TestConsole console = unserved();

  @BeforeEach
  void serve() throws Exception {
    console.close();
    Path file = Files.writeString(folder.resolve("parcels.yaml"), DEFINITION);
    Pages pages = new Pages(Optional::empty);
    Letters served =
        new Letters(
            pipeline -> letters,
            (pipeline, selection, by, dryRun, progress) -> {
              replays.add(selection.reason() + " by " + by + (dryRun ? ", a trial" : ""));
              return new ReplayReport(
                  dryRun, 1, 1, 0, dryRun ? 0 : 1, 0, Map.of(), List.of(), List.of());
            },
            any -> WriterSchemas.NONE,
            inquiries,
            Ticker.system());
    console = new TestConsole(pages, new LetterApi(new Definitions(file), served, jobs));
    letters.add(
        "parcels-0@4",
        "WRONG_TYPE",
        "receiver",
        "found 5",
        "17",
        "{\"to\":5}",
        Map.of("run_id", "r1"));
    letters.add("parcels-0@5", "MISSING_FIELD", "grams", "no value", "18", "{}", Map.of());
  }

  @AfterEach
  void close() {
    console.close();
    jobs.close();
    inquiries.close();
  }

  @Test
  void list_countsLettersByReason_andTakesFilters() throws Exception {
    JsonNode all = json(console.asOperator(ALL));

    assertThat(all.path("matching").asInt()).isEqualTo(2);
    assertThat(all.path("complete").asBoolean()).isTrue();
    assertThat(all.path("groups")).hasSize(2);
    JsonNode one = json(console.asOperator(ALL + "?reason=MISSING_FIELD")).path("letters");
    assertThat(one).hasSize(1);
    assertThat(one.path(0).path("position").asText()).isEqualTo("parcels-0@5");
    assertThat(one.path(0).path("field").asText()).isEqualTo("grams");
    assertThat(json(console.asOperator(ALL + "?state=replayed")).path("letters")).isEmpty();
    for (String query :
        List.of("reason=NONE", "since=soon", "state=x", "page=0", "pages=1", "at=x")) {
      assertThat(console.asOperator(ALL + "?" + query).statusCode()).as(query).isEqualTo(400);
    }
  }

  @Test
  void letter_hasItsRecordAndWhatAReplayWouldFind() throws Exception {
    JsonNode letter = json(console.asOperator(ALL + "/parcels-0@4"));

    assertThat(letter.path("value").asText()).isEqualTo("{\"to\":5}");
    assertThat(letter.path("detail").asText()).isEqualTo("found 5");
    assertThat(letter.path("passes").asBoolean()).isFalse();
    assertThat(letter.path("verdict").asText()).contains("refused again");
    assertThat(console.asOperator(ALL + "/parcels-0@99").statusCode()).isEqualTo(404);
    assertThat(console.asOperator(ALL + "/nowhere").body()).contains("topic-partition@offset");
  }

  @Test
  void letter_quotesNoPersonalValue_toAViewer() throws Exception {
    String letter = console.asViewer(ALL + "/parcels-0@4").body();

    assertThat(letter)
        .contains(Masks.MASK, "Only operators see the original bytes")
        .doesNotContain("found 5", "{\\\"to\\\":5}");
    assertThat(console.asViewer(ALL).body()).contains(Masks.MASK).doesNotContain("found 5");
  }

  @Test
  void replay_isAJob_thatAnOperatorStarts() throws Exception {
    HttpResponse<String> begun =
        console.post(PIPELINE + "/replays", "{\"reason\":\"WRONG_TYPE\",\"dry_run\":true}");

    assertThat(begun.statusCode()).isEqualTo(202);
    String job = begun.headers().firstValue("Location").orElseThrow();
    await().until(() -> json(console.asViewer(job)).path("state").asText().equals("done"));
    assertThat(replays).containsExactly("Optional[WRONG_TYPE] by operator, a trial");
    assertThat(json(console.asViewer(job)).has("ended")).isTrue();
    assertThat(console.asViewer("/api/v1/jobs/none").statusCode()).isEqualTo(404);
  }

  @Test
  void discard_needsAReason() throws Exception {
    assertThat(console.post(PIPELINE + "/discards", "{\"at\":\"parcels-0@5\"}").statusCode())
        .isEqualTo(400);

    HttpResponse<String> begun =
        console.post(PIPELINE + "/discards", "{\"at\":\"parcels-0@5\",\"why\":\"lost for good\"}");

    String job = begun.headers().firstValue("Location").orElseThrow();
    await().until(() -> json(console.asViewer(job)).path("state").asText().equals("done"));
    JsonNode letter = json(console.asOperator(ALL + "/parcels-0@5"));
    assertThat(letter.path("state").asText()).isEqualTo("discarded");
    assertThat(letter.path("state_note").asText()).contains("lost for good", "by operator");
    assertThat(json(console.asOperator(ALL + "/parcels-0@4")).path("state").asText())
        .isEqualTo("open");
  }

  @Test
  void post_isRefused_whenItsContentCannotBeUsed() throws Exception {
    for (String body :
        List.of(
            "",
            "[]",
            "{",
            "{} {}",
            "null",
            "{\"reason\":5}",
            "{\"state\":\"open\"}",
            "{\"dry_run\":\"yes\"}",
            "{\"reason\":\"NONE\"}",
            "{\"reasn\":\"WRONG_TYPE\"}")) {
      HttpResponse<String> answer = console.post(PIPELINE + "/replays", body);
      assertThat(answer.statusCode()).as(body).isEqualTo(400);
      assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    }
    assertThat(replays).isEmpty();
  }

  private static JsonNode json(HttpResponse<String> answer) throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new ObjectMapper().readTree(answer.body());
  }

  private static TestConsole unserved() {
    try {
      return new TestConsole(new Pages(Optional::empty));
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }
}
