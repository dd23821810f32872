package io.tributary.benchmarks.measure;

import io.tributary.benchmarks.report.Result;
import io.tributary.benchmarks.stage.Stage;
import io.tributary.benchmarks.variant.VariantJvm.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rounds of Tributary's sink over several topics, side by side. */
final class TopicRounds {
  private final Stage stage;
  private final Extent extent;
  private final List<Topic> topics = new ArrayList<>();
  private final Rounds rounds;

  /**
   * @param name as results call it
   * @param title as people read it
   */
  private record Topic(String name, String title, Stage.Definition definition) {}

  TopicRounds(Stage stage, Extent extent) {
    this.stage = stage;
    this.extent = extent;
    this.rounds = new Rounds(extent.records());
  }

  /** Adds a topic whose records are published already. */
  void add(String name, String title, Stage.Definition definition) {
    topics.add(new Topic(name, title, definition));
  }

  /** Writes rows of the first topic, until the JVM is warm. */
  void warm(SinkJvms jvms) throws Exception {
    jvms.warmOurs(topics.get(0).definition(), extent.records(), extent.warmUp());
  }

  /**
   * All rounds.
   *
   * @param first 1, or 0 for a round before that does not count
   */
  void run(SinkJvms jvms, int first) throws Exception {
    Rounds.each(
        first,
        extent.rounds(),
        topics,
        (round, topic) -> {
          Outcome outcome = jvms.ours(topic.definition(), extent.records());
          stage.say(
              String.format(
                  Locale.ROOT,
                  "round %d of %d: %s, %,.0f records/s",
                  round,
                  extent.rounds(),
                  topic.title(),
                  rounds.rate(outcome)));
          if (round > 0) {
            rounds.add(topic.name(), outcome);
          }
        });
  }

  Rounds rounds() {
    return rounds;
  }

  /** A line of the result for each topic, in the order in which they were added. */
  List<Result.Line> lines() {
    return topics.stream().map(topic -> rounds.line(topic.name(), topic.title())).toList();
  }
}
