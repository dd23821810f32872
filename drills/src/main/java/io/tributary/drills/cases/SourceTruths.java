package io.tributary.drills.cases;

import io.tributary.drills.environment.DrillEnvironment;
import io.tributary.drills.environment.TopicReader;
import io.tributary.drills.source.SourceTruth;
import io.tributary.model.definition.Topic;
import io.tributary.runtime.command.CommandFailedException;
import java.util.Locale;

/** Holds what a source served against Kafka, for cases whose records come from a producer. */
final class SourceTruths {
  private SourceTruths() {}

  /** Writes down what has to become of each record of both topics. */
  static void write(DrillEnvironment environment, SourceTruth served)
      throws CommandFailedException {
    Topic topic = environment.pipeline().topic();
    served.writeTo(
        environment.truth(),
        new TopicReader(environment.stack().kafka().bootstrapServers()).read(topic.names()),
        topic.rejected());
    environment.say(
        String.format(Locale.ROOT, "%,d records of Kafka are copies of others", served.copies()));
  }
}
