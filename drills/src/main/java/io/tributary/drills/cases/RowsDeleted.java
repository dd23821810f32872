package io.tributary.drills.cases;

import io.tributary.drills.environment.DrillConsumer;
import io.tributary.drills.environment.DrillEnvironment;
import io.tributary.drills.load.Draft;
import io.tributary.drills.settle.Account;
import io.tributary.drills.truth.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * Two tables of one pipeline, and records that delete: in order and late, once and again, while
 * everything is killed.
 */
final class RowsDeleted implements Case {
  private static final int LOSSES = 3;
  private static final int ONE_IN = 5;

  /** Milliseconds: later records of a person are often older than earlier ones. */
  private static final int SPAN = 60_000;

  private static final String ONE_TABLE =
      """
      table:
        keyspace: spark_streams
        name: created_users
        key: [id]
      """;
  private static final String TWO_TABLES =
      """
      tables:
        - keyspace: spark_streams
          name: created_users
          key: [id]
        - name: users_by_last_name
          partition-key: [last_name]
          clustering: [id desc]
          columns: [first_name, email, dob]
      """;

  @Override
  public String name() {
    return "rows-deleted";
  }

  @Override
  public String claim() {
    return "with two tables and with deletes, newest wins in each table, in whatever order records come and whatever is killed";
  }

  @Override
  public void prepare(DrillEnvironment environment) throws Exception {
    environment.definition().change(ONE_TABLE, TWO_TABLES);
    environment.definition().change("  key: id\n", "  key: id\n  delete-when: {at: /deleted}\n");
  }

  @Override
  public Account play(DrillEnvironment environment) throws Exception {
    List<Draft> drafts = drafts(environment);
    DrillConsumer consumer = environment.startConsumer();
    for (int loss = 0; loss < LOSSES; loss++) {
      consumer.awaitRunning();
      int size = drafts.size();
      CompletableFuture<Void> published =
          environment
              .load()
              .begin(drafts.subList(size * loss / LOSSES, size * (loss + 1) / LOSSES));
      Thread.sleep(environment.anyTime(Duration.ofSeconds(2)).toMillis());
      environment.losePower(consumer);
      environment.load().finish(published);
    }
    return environment.settleTwice(consumer);
  }

  /** Events of people, and among them deletions of these people, shuffled over a minute. */
  private static List<Draft> drafts(DrillEnvironment environment) {
    long start = System.currentTimeMillis() - SPAN;
    List<Draft> drafts = new ArrayList<>();
    for (Draft draft : environment.people().next(environment.records() * (ONE_IN - 1) / ONE_IN)) {
      drafts.add(draft.at(start + environment.random().nextInt(SPAN)));
      if (environment.random().nextInt(ONE_IN - 1) == 0) {
        Map<String, String> values = ((Outcome.Row) draft.outcome()).values();
        drafts.add(
            environment
                .people()
                .deletion(
                    Objects.requireNonNull(values.get("id")),
                    Objects.requireNonNull(values.get("last_name")))
                .at(start + environment.random().nextInt(SPAN)));
      }
    }
    Collections.shuffle(drafts, environment.random());
    return drafts;
  }
}
