package io.tributary.stack.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.stack.FreshPipeline;
import io.tributary.stack.Stack;
import io.tributary.stack.TestConsumer;
import io.tributary.stack.WithStack;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The consumer that starts before its topics and tables are there, as with one command for all. */
@WithStack
class StartWaitIT {
  private static final Map<String, String> IMPATIENT = Map.of("START_WAIT", "2s");

  private final Stack stack;

  StartWaitIT(Stack stack) {
    this.stack = stack;
  }

  @Test
  void recordsArrive_whenTopicsAndTablesAreCreatedOneByOneAfterTheStart(FreshPipeline pipeline)
      throws Exception {
    try (PipelineFixture surroundings = PipelineFixture.bare(stack, pipeline);
        TestConsumer consumer = TestConsumer.start(stack, pipeline)) {
      String events = surroundings.pipeline().topic().name();
      String rejected = surroundings.pipeline().topic().rejected();
      String keyspace = surroundings.pipeline().keyspace();

      consumer.awaitLog("to have the topics %s and %s, ".formatted(events, rejected));
      surroundings.createTopic(events, 3);
      consumer.awaitLog("to have the topic %s, ".formatted(rejected));
      surroundings.createTopic(rejected, 1);
      surroundings.send(PipelineFixture.ids(1).get(0), "Ada").get();

      consumer.awaitLog("(keyspace %s does not exist".formatted(keyspace));
      surroundings.createKeyspace();
      consumer.awaitLog("(table created_users does not exist");
      surroundings.createTable();
      consumer.awaitLog("(table dead_letters_by_day does not exist");
      surroundings.createDeadLetters();

      surroundings.awaitRows(1);
      assertThat(consumer.process().isAlive()).as(consumer.process().logTail()).isTrue();
    }
  }

  @Test
  void start_failsAndNamesTheTopics_whenTheyDoNotComeInTime(FreshPipeline pipeline)
      throws Exception {
    try (PipelineFixture surroundings = PipelineFixture.bare(stack, pipeline);
        TestConsumer consumer = TestConsumer.start(stack, pipeline, IMPATIENT, List.of())) {
      assertThat(consumer.awaitEnd(1))
          .contains(
              "does not have the topics %s and %s: run the producer's create-topics"
                  .formatted(
                      surroundings.pipeline().topic().name(),
                      surroundings.pipeline().topic().rejected()));
    }
  }

  @Test
  void start_failsAndNamesTheKeyspace_whenItDoesNotComeInTime(FreshPipeline pipeline)
      throws Exception {
    try (PipelineFixture surroundings = PipelineFixture.bare(stack, pipeline)) {
      surroundings.createTopic(surroundings.pipeline().topic().name(), 3);
      surroundings.createTopic(surroundings.pipeline().topic().rejected(), 1);
      try (TestConsumer consumer = TestConsumer.start(stack, pipeline, IMPATIENT, List.of())) {
        assertThat(consumer.awaitEnd(1))
            .contains(surroundings.pipeline().keyspace(), "run cassandra-init");
      }
    }
  }

  @Test
  void start_failsAndNamesTheTable_whenItDoesNotComeInTime(FreshPipeline pipeline)
      throws Exception {
    try (PipelineFixture surroundings = PipelineFixture.bare(stack, pipeline)) {
      surroundings.createTopic(surroundings.pipeline().topic().name(), 3);
      surroundings.createTopic(surroundings.pipeline().topic().rejected(), 1);
      surroundings.createKeyspace();
      surroundings.createTable();
      try (TestConsumer consumer = TestConsumer.start(stack, pipeline, IMPATIENT, List.of())) {
        assertThat(consumer.awaitEnd(1)).contains("dead_letters_by_day", "run cassandra-init");
      }
    }
  }
}
