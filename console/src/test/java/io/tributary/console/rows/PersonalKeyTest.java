package io.tributary.console.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.console.platform.Answer;
import io.tributary.console.platform.Definitions;
import io.tributary.console.web.Pages;
import io.tributary.console.web.TestConsole;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members of a library, found by their card, whose number is personal. */
class PersonalKeyTest {
  private static final String DEFINITION =
      """
      name: members
      source:
        url: http://localhost/members
        records: /members
        paging: {type: none}
      event:
        key: card
        fields:
          - {name: card, type: text, from: /card, required: true, personal: true}
          - {name: branch, type: text, from: /branch, required: true}
          - {name: joined, type: date, from: /joined, required: true}
      topic: {name: members, partitions: 1}
      tables:
        - {keyspace: library, name: members, key: [card]}
        - {name: members_by_branch, partition-key: [branch], clustering: [card], columns: [joined]}
      """;

  @TempDir private Path folder;
  private final List<RowQuery> asked = new ArrayList<>();
  private TestConsole console;

  @BeforeEach
  void serve() throws Exception {
    Path file = Files.writeString(folder.resolve("members.yaml"), DEFINITION);
    Pages pages = new Pages(Optional::empty);
    console =
        new TestConsole(
            pages,
            new RowRoutes(
                new Definitions(file),
                (query, start) -> {
                  asked.add(query);
                  return Answer.known(new RowPage(List.of(), Optional.empty()));
                },
                pages));
  }

  @AfterEach
  void stop() {
    console.close();
  }

  @Test
  void rows_areFoundByAPersonalKey_byOperatorsOnly() throws Exception {
    for (String rows : List.of("/api/v1/pipelines/members/rows", "/pipelines/members/rows.csv")) {
      HttpResponse<String> refused = console.asViewer(rows + "?key=L-204");

      assertThat(refused.statusCode()).as(rows).isEqualTo(403);
      assertThat(refused.body()).contains("Only operators may search by card");
      assertThat(console.asOperator(rows + "?key=L-204").statusCode()).as(rows).isEqualTo(200);
    }
    HttpResponse<String> page = console.asViewer("/pipelines/members/rows?key=L-204");
    assertThat(page.statusCode()).isEqualTo(403);
    assertThat(page.body()).contains("Only operators may search by card", "/sign-in");
    assertThat(asked).hasSize(2);
  }

  @Test
  void rows_areFoundByTheRestOfTheKey_byEverybody() throws Exception {
    String branch = "/api/v1/pipelines/members/rows?table=members_by_branch&key=Harbour";

    assertThat(console.asViewer(branch).statusCode()).isEqualTo(200);
    assertThat(console.asViewer(branch + "&key=L-204").statusCode()).isEqualTo(403);
    assertThat(console.asOperator(branch + "&key=L-204").statusCode()).isEqualTo(200);
  }

  @Test
  void rows_areShownByPage_toEverybody() throws Exception {
    assertThat(console.asViewer("/api/v1/pipelines/members/rows").statusCode()).isEqualTo(200);
  }

  @Test
  void page_asksForWhatTheVisitorMaySearchBy() throws Exception {
    String viewers = console.asViewer("/pipelines/members/rows").body();
    assertThat(viewers).doesNotContain("name=\"key\"", "Find by key");
    assertThat(viewers).contains("Only operators may search by card");
    assertThat(console.asViewer("/pipelines/members/rows?table=members_by_branch").body())
        .containsOnlyOnce("name=\"key\"")
        .contains("Find by key", "Only operators may search by card");
    assertThat(console.asOperator("/pipelines/members/rows").body())
        .contains("name=\"key\"")
        .doesNotContain("Only operators");
  }
}
