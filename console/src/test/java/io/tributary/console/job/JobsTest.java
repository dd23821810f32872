package io.tributary.console.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tributary.console.web.ProblemException;
import io.tributary.console.web.Role;
import io.tributary.console.web.Visitor;
import io.tributary.runtime.command.CommandFailedException;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobsTest {
  private static final Visitor ADA = new Visitor(Role.OPERATOR, "Ada", "token", true);

  private final Jobs jobs = new Jobs(InstantSource.system());

  @AfterEach
  void stop() {
    jobs.close();
  }

  @Test
  void start_tellsProgressAndResult() {
    CountDownLatch go = new CountDownLatch(1);
    Job job =
        jobs.start(
            ADA,
            "users",
            "Count",
            progress -> {
              progress.accept("half of it");
              go.await();
              return "all of it";
            });
    await().until(() -> job.progress().equals("half of it"));
    assertThat(job.state()).isEqualTo(Job.State.RUNNING);
    assertThat(job.startedBy()).isEqualTo("Ada");

    go.countDown();

    await().until(() -> job.state() == Job.State.DONE);
    assertThat(job.progress()).isEqualTo("all of it");
    assertThat(job.ended()).isPresent();
  }

  @Test
  void start_saysWhy_whenTheWorkFails() {
    Job job =
        jobs.start(
            ADA,
            "users",
            "Fail",
            progress -> {
              throw new CommandFailedException("Cassandra is away: start it");
            });

    await().until(() -> job.state() == Job.State.FAILED);
    assertThat(job.progress()).isEqualTo("Cassandra is away: start it");
  }

  @Test
  void start_isRefused_whileAnotherJobOfThePipelineRuns() {
    CountDownLatch go = new CountDownLatch(1);
    Job first = jobs.start(ADA, "users", "First", progress -> waiting(go));

    assertThatThrownBy(() -> jobs.start(ADA, "users", "Second", progress -> ""))
        .isInstanceOfSatisfying(
            ProblemException.class, refused -> assertThat(refused.status()).isEqualTo(409))
        .hasMessageContaining("First");
    assertThat(jobs.start(ADA, "orders", "Of another", progress -> "").pipeline())
        .isEqualTo("orders");

    go.countDown();
    await().until(() -> first.state() == Job.State.DONE);
    assertThat(jobs.start(ADA, "users", "Third", progress -> "").title()).isEqualTo("Third");
  }

  @Test
  void cancel_stopsTheWork() {
    Job job = jobs.start(ADA, "users", "Endless", progress -> waiting(new CountDownLatch(1)));

    job.cancel();

    await().until(() -> job.state() == Job.State.FAILED);
    assertThat(job.progress()).startsWith("stopped");
  }

  private static String waiting(CountDownLatch go) throws InterruptedException {
    go.await();
    return "";
  }
}
