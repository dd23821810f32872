package io.tributary.console.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.console.job.Job;
import io.tributary.console.job.JobRoutes;
import io.tributary.console.job.Jobs;
import io.tributary.console.mask.Masks;
import io.tributary.console.platform.Definitions;
import io.tributary.console.platform.Inquiries;
import io.tributary.console.web.Pages;
import io.tributary.console.web.TestConsole;
import io.tributary.model.event.RecordPosition;
import io.tributary.model.event.WriterSchemas;
import io.tributary.model.refusal.Reason;
import io.tributary.runtime.time.Ticker;
import io.tributary.verifier.deadletter.Selection;
import io.tributary.verifier.replay.ReplayReport;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLetterRoutesTest {
  private static final String ALL = "/pipelines/loans/dead-letters";
  private static final String SCRIPT = "<script>alert(1)</script>";
  private static final String DEFINITION =
      """
      name: loans
      source:
        url: https://library.example/loans
        records: /loans
        paging: {type: none}
      event:
        key: id
        hide: [/card/pin]
        fields:
          - {name: id, type: bigint, from: /id, required: true}
          - {name: reader, type: text, from: /card/name, max-length: 12, personal: true}
          - {name: due, type: date, from: /due}
          - {name: book, type: text, from: /book, required: true}
      topic: {name: loans, partitions: 2}
      table: {keyspace: library, name: loans, key: [id]}
      """;

  @TempDir private Path folder;
  private final FakeLetters letters = new FakeLetters();
  private final Inquiries inquiries = new Inquiries();
  private final Jobs jobs = new Jobs(InstantSource.system());
  private final List<String> replayed = new ArrayList<>();
  private final List<Selection> selections = new ArrayList<>();
  private TestConsole console = unserved();

  @BeforeEach
  void serve() throws Exception {
    serve(DEFINITION);
  }

  @AfterEach
  void close() {
    console.close();
    jobs.close();
    inquiries.close();
  }

  @Test
  void list_groupsLettersByReasonAndField() throws Exception {
    add("loans-0@1", "WRONG_TYPE", "due", "{\"id\":1,\"due\":\"soon\"}");
    add("loans-0@2", "WRONG_TYPE", "due", "{\"id\":2,\"due\":\"soon\"}");
    add("loans-0@3", "WRONG_TYPE", "due", "{\"id\":3,\"due\":\"soon\"}");
    add("loans-1@7", "MALFORMED_JSON", "", "{");
    letters.add("loans-1@8", "MALFORMED_JSON", null, "", "8", "{", Map.of("run_id", "run-4"));

    String page = text(console.asViewer(ALL));

    assertThat(page).contains("5 dead letters, 5 of them open.");
    assertThat(page).containsSubsequence("WRONG_TYPE</a> due 3 3", "MALFORMED_JSON</a> – 2 2");
    assertThat(text(console.asViewer(ALL + "?reason=WRONG_TYPE")))
        .contains("3 dead letters", "loans-0@1", "loans-0@2")
        .doesNotContain("loans-1@7");
    assertThat(text(console.asViewer(ALL + "?run=run-4")))
        .contains("1 dead letter,", "loans-1@8")
        .doesNotContain("loans-0@1");
    assertThat(text(console.asViewer(ALL + "?state=replayed"))).contains("no such dead letters");
    assertThat(text(console.asViewer(ALL + "?since=2026-06-02"))).contains("no such dead letters");
    assertThat(console.asViewer(ALL + "?since=yesterday").statusCode()).isEqualTo(400);
    assertThat(console.asViewer(ALL + "?reason=NONE").statusCode()).isEqualTo(400);
  }

  @Test
  void list_looksAtABoundedNumber_andSaysSo() throws Exception {
    for (int offset = 0; offset < LetterReader.MOST_LOOKED_AT + 500; offset++) {
      add("loans-0@" + offset, "EMPTY_VALUE", "", "");
    }

    String page = text(console.asViewer(ALL + "?field=due"));

    assertThat(page).contains("no such dead letters among the 20,000 newest");
    assertThat(letters.handedOut()).isLessThanOrEqualTo(LetterReader.MOST_LOOKED_AT + 1);
    assertThat(text(console.asViewer(ALL + "?page=2")))
        .contains("of the 20,000 newest letters, there are more")
        .contains("loans-0@50", "loans-0@99")
        .doesNotContain("loans-0@49", "loans-0@100<");
  }

  @Test
  void show_marksTheFieldAtFault_inTheOriginalAndInTheEvent() throws Exception {
    serve(DEFINITION.replace(", personal: true", ""));
    letters.add(
        "loans.rejected-0@1",
        "CHECK_FAILED",
        "reader",
        "too long",
        "1",
        "{\"id\":1,\"card\":{\"name\":\"Bartholomew Ng\"},\"book\":\"Emma\"}",
        Map.of());
    serve(DEFINITION.replace(", personal: true", "").replace("max-length: 12", "max-length: 40"));

    String page = console.asViewer(ALL + "/loans.rejected/0/1").body();

    assertThat(page)
        .contains(
            "{\"id\":1,\"card\":{<mark>\"name\":\"Bartholomew Ng\"</mark>},\"book\":\"Emma\"}")
        .contains("{\"id\":1,<mark>\"reader\":\"Bartholomew Ng\"</mark>")
        .contains("By today's definition it would be a row");
  }

  @Test
  void show_saysWhyItWouldBeRefusedAgain() throws Exception {
    add("loans-0@1", "WRONG_TYPE", "due", "{\"id\":1,\"due\":\"soon\"}");

    assertThat(text(console.asOperator(ALL + "/loans/0/1")))
        .contains("would be refused again: WRONG_TYPE (due): found 'soon'")
        .contains("<mark>\"due\":\"soon\"</mark>");
    assertThat(console.asViewer(ALL + "/loans/0/2").statusCode()).isEqualTo(404);
  }

  @Test
  void show_masksWhatIsPersonal_forViewersOnly() throws Exception {
    letters.add(
        "loans.rejected-0@1",
        "CHECK_FAILED",
        "reader",
        "found 'Bartholomew Ng'",
        "1",
        "{\"id\":1,\"card\":{\"name\":\"Bartholomew Ng\"}}",
        Map.of("detail", "found 'Bartholomew Ng'", "reason", "CHECK_FAILED", "field", "reader"));

    String viewers = console.asViewer(ALL + "/loans.rejected/0/1").body();
    String list = console.asViewer(ALL).body();
    String operators = console.asOperator(ALL + "/loans.rejected/0/1").body();

    assertThat(viewers).doesNotContain("Bartholomew").contains(Masks.MASK, "Only operators see");
    assertThat(list).doesNotContain("Bartholomew").contains(Masks.MASK);
    assertThat(operators).contains("found 'Bartholomew Ng'", "\"name\":\"Bartholomew Ng\"");
  }

  @Test
  void show_hasNoHiddenMember_evenOfARecordThatWasRejectedBefore() throws Exception {
    letters.add(
        "loans.rejected-0@1",
        "WRONG_TYPE",
        "due",
        "found 'soon'",
        "1",
        "{\"id\":1,\"card\":{\"name\":\"Ng\",\"pin\":\"9341\"},\"due\":\"soon\"}",
        Map.of());

    String page = console.asOperator(ALL + "/loans.rejected/0/1").body();

    assertThat(page).contains("\"name\":\"Ng\"").doesNotContain("9341").doesNotContain("pin");
  }

  @Test
  void show_escapesWhatRecordsSay() throws Exception {
    letters.add(
        "loans-0@1",
        SCRIPT,
        SCRIPT,
        SCRIPT,
        SCRIPT,
        "{\"" + SCRIPT + "\":\"" + SCRIPT + "\"}",
        Map.of(SCRIPT, SCRIPT, "run_id", SCRIPT));

    assertThat(console.asOperator(ALL + "/loans/0/1").body())
        .contains("&lt;script&gt;alert(1)")
        .doesNotContain("<script>alert");
    assertThat(console.asOperator(ALL).body())
        .contains("&lt;script&gt;alert(1)")
        .doesNotContain("<script>alert");
  }

  @Test
  void actions_areForOperators_andViewersSeeWhyNot() throws Exception {
    add("loans-0@1", "WRONG_TYPE", "due", "{}");

    assertThat(console.asViewer(ALL).body())
        .contains("Operators can replay and discard")
        .doesNotContain("<button class=\"normal\"");
    assertThat(console.asOperator(ALL).body()).contains(">Replay</button>", ">Discard</button>");
  }

  @Test
  void actions_areForOpenLettersOnly_whateverTheFilterShows() throws Exception {
    add("loans-0@1", "WRONG_TYPE", "due", "{}");
    console.post(ALL + "/discard", "at=loans-0@1&why=test");
    ended();
    add("loans-0@2", "WRONG_TYPE", "due", "{}");

    assertThat(console.asOperator(ALL + "?state=discarded").body())
        .contains("Only open letters are replayed or discarded")
        .doesNotContain(">Replay</button>");
    assertThat(console.post(ALL + "/discard", "state=discarded&why=test").statusCode())
        .isEqualTo(400);
    assertThat(console.post(ALL + "/replay", "state=discarded").statusCode()).isEqualTo(400);
    assertThat(letters.letter("loans-0@2").state()).isEqualTo("open");
    assertThat(console.asOperator(ALL + "?state=open").body()).contains(">Replay</button>");
  }

  @Test
  void replay_isAJob_ofTheFiltersLetters() throws Exception {
    HttpResponse<String> tried =
        console.post(ALL + "/replay", "reason=WRONG_TYPE&field=due&run=run-4&dry_run=true");

    assertThat(tried.statusCode()).isEqualTo(303);
    Job job = ended();
    assertThat(job.state()).isEqualTo(Job.State.DONE);
    assertThat(job.title())
        .isEqualTo(
            "Try a replay of dead letters with reason WRONG_TYPE, with field due, of run run-4");
    assertThat(replayed).containsExactly("loans by operator, a trial");
    assertThat(selections.get(0).reason()).hasValue(Reason.WRONG_TYPE);
    assertThat(selections.get(0).field()).hasValue("due");
    assertThat(selections.get(0).runId()).hasValue("run-4");
  }

  @Test
  void replay_ofOneLetter_quotesNoPersonalValueInItsJob() throws Exception {
    console.post(ALL + "/replay", "at=loans-0@1&dry_run=false");

    assertThat(ended().progress()).contains("loans-0@1: CHECK_FAILED (reader): " + Masks.MASK);
    assertThat(replayed).containsExactly("loans by operator");
    assertThat(selections).containsExactly(Selection.at(new RecordPosition("loans", 0, 1)));
  }

  @Test
  void discard_keepsWhyAndWho() throws Exception {
    add("loans-0@1", "WRONG_TYPE", "due", "{}");
    add("loans-0@2", "WRONG_TYPE", "due", "{}");

    assertThat(console.post(ALL + "/discard", "at=loans-0@1&why=").statusCode()).isEqualTo(400);
    console.post(ALL + "/discard", "at=loans-0@1&why=a+test+of+theirs");

    assertThat(ended().progress()).contains("1 dead letter discarded");
    assertThat(letters.letter("loans-0@1").state()).isEqualTo("discarded");
    assertThat(letters.letter("loans-0@1").stateNote())
        .isEqualTo("a test of theirs; discarded by operator");
    assertThat(letters.letter("loans-0@2").state()).isEqualTo("open");
  }

  private Job ended() {
    await().until(() -> jobs.all().get(0).state() != Job.State.RUNNING);
    return jobs.all().get(0);
  }

  private void add(String position, String reason, String field, String value) {
    letters.add(
        position, reason, field.isEmpty() ? null : field, "found something", "1", value, Map.of());
  }

  /** Without the white space of the template, and without cells. */
  private static String text(HttpResponse<String> page) {
    return page.body().replaceAll("</?td[^>]*>", " ").replaceAll("\\s+", " ");
  }

  private ReplayReport replay(Selection selection, String what) {
    selections.add(selection);
    replayed.add(what);
    return new ReplayReport(
        what.endsWith("trial"),
        1,
        0,
        1,
        0,
        0,
        Map.of(),
        List.of("loans-0@1: CHECK_FAILED (reader): found 'Bartholomew Ng', expected less"),
        List.of());
  }

  private void serve(String definition) throws Exception {
    console.close();
    Path file = Files.writeString(folder.resolve("loans.yaml"), definition);
    Pages pages = new Pages(Optional::empty);
    Letters served =
        new Letters(
            pipeline -> letters,
            (pipeline, selection, by, dryRun, progress) ->
                replay(selection, pipeline.name() + " by " + by + (dryRun ? ", a trial" : "")),
            any -> WriterSchemas.NONE,
            inquiries,
            Ticker.system());
    console =
        new TestConsole(
            pages,
            new JobRoutes(jobs, pages),
            new DeadLetterRoutes(new Definitions(file), served, jobs, pages));
  }

  private static TestConsole unserved() {
    try {
      return new TestConsole(new Pages(Optional::empty));
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }
}
