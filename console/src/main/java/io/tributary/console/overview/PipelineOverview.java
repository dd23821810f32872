package io.tributary.console.overview;

import io.tributary.console.platform.Answer;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.run.RunRecord;
import io.tributary.model.topic.ConsumerGroup;
import java.time.Instant;
import java.util.Optional;

/**
 * One pipeline on the overview.
 *
 * @param said what the consumer or the console says of the state: one sentence
 * @param now what it does; not known while the consumer does not answer
 * @param lag records in Kafka that are not processed; by the consumer group when the consumer does
 *     not answer
 * @param catchUpSeconds estimate of the time that the lag takes; 0 without one
 * @param lastRun nothing when there was none in this month or the last
 */
public record PipelineOverview(
    Pipeline pipeline,
    PipelineState state,
    String said,
    Answer<History.Point> now,
    Answer<Long> lag,
    Answer<Double> catchUpSeconds,
    Answer<Optional<RunRecord>> lastRun,
    Instant at) {

  public String name() {
    return pipeline.name();
  }

  /** Who says the lag, for people. */
  public String lagSource() {
    return now.isKnown() ? "consumer" : "consumer group " + ConsumerGroup.of(name());
  }

  /** Whether somebody has to look: at the stream, or at a last run that failed. */
  public boolean needsAttention() {
    return state.isTrouble()
        || lastRun.asOptional().flatMap(run -> run).map(this::isRed).orElse(false);
  }

  private boolean isRed(RunRecord run) {
    return switch (run.status(at)) {
      case FAILED, NOT_VERIFIED, SILENT -> true;
      case RUNNING, PUBLISHED, VERIFIED -> false;
    };
  }
}
