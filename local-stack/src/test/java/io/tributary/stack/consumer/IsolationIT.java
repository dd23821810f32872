package io.tributary.stack.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.stack.FreshPipeline;
import io.tributary.stack.Stack;
import io.tributary.stack.TestConsumer;
import io.tributary.stack.WithStack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A consumer of two pipelines, one of which cannot continue. */
@WithStack
class IsolationIT {
  private final Stack stack;

  IsolationIT(Stack stack) {
    this.stack = stack;
  }

  @Test
  void onePipelineRuns_whileTheOtherHasNoTopics(FreshPipeline good, FreshPipeline bad)
      throws Exception {
    Path both = Files.createDirectory(good.folder().resolve("both"));
    Files.copy(good.file(), both.resolve("good.yaml"));
    Files.copy(bad.file(), both.resolve("bad.yaml"));
    try (PipelineFixture surroundings = PipelineFixture.of(stack, good);
        TestConsumer consumer =
            TestConsumer.start(
                stack, good, Map.of("PIPELINES", both.toString(), "START_WAIT", "2s"), List.of())) {
      consumer.awaitLog(
          "the pipeline %s cannot continue and is retried in 30 s; the others keep running"
              .formatted(bad.name()));
      surroundings.send(PipelineFixture.ids(1).get(0), "Ada").get();
      surroundings.awaitRows(1);
      awaitPage(consumer, "ready?pipeline=" + good.name(), "200");
      assertThat(consumer.page("ready"))
          .startsWith("503")
          .contains("\"%s\":\"cannot continue: ".formatted(bad.name()))
          .contains("\"%s\":\"running\"".formatted(good.name()));
      assertThat(consumer.page("ready?pipeline=" + bad.name())).startsWith("503");
      assertThat(consumer.page("ready?pipeline=neither")).startsWith("404");
      assertThat(consumer.page("metrics"))
          .contains("tributary_consumer_failed{pipeline=\"%s\"} 1.0".formatted(bad.name()))
          .contains("tributary_consumer_failed{pipeline=\"%s\"} 0.0".formatted(good.name()));

      consumer.process().askToStop();
      assertThat(consumer.awaitEnd(1))
          .contains("the pipeline %s cannot continue".formatted(bad.name()));
    }
  }

  private static void awaitPage(TestConsumer consumer, String page, String status) {
    await()
        .atMost(Duration.ofMinutes(2))
        .ignoreExceptions()
        .until(() -> consumer.page(page).startsWith(status));
  }
}
