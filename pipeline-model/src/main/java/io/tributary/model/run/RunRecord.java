package io.tributary.model.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A run as it is on record.
 *
 * @param verdict what the verifier said, of this try of the run or an earlier one
 */
public record RunRecord(
    String pipeline, String runId, RunReport report, Optional<RunVerdict> verdict) {

  /** A producer that runs is heard of every few seconds. */
  static final Duration SILENCE = Duration.ofMinutes(2);

  /** How a run stands. */
  public enum Status {
    RUNNING("running"),
    /** Its producer says nothing any more. */
    SILENT("silent"),
    /** Not verified yet. */
    PUBLISHED("published"),
    FAILED("failed"),
    VERIFIED("verified"),
    NOT_VERIFIED("not verified");

    private final String word;

    Status(String word) {
      this.word = word;
    }

    /** For people and programs. */
    public String word() {
      return word;
    }
  }

  /** How the run stands at a time. */
  public Status status(Instant now) {
    // a verdict about an earlier try says nothing about one that has begun since
    if (verdict.isPresent() && !verdict.get().at().isBefore(report.started())) {
      return verdict.get().verified() ? Status.VERIFIED : Status.NOT_VERIFIED;
    }
    return switch (report.state()) {
      case RUNNING ->
          Duration.between(report.updated(), now).compareTo(SILENCE) > 0
              ? Status.SILENT
              : Status.RUNNING;
      case PUBLISHED -> Status.PUBLISHED;
      case FAILED -> Status.FAILED;
    };
  }

  /** What there is to say about it beside its status: the verifier's reason, or the producer's. */
  public Optional<String> reason(Instant now) {
    return switch (status(now)) {
      case VERIFIED, PUBLISHED -> Optional.empty();
      case NOT_VERIFIED -> verdict.flatMap(RunVerdict::why);
      case RUNNING, FAILED -> report.trouble();
      case SILENT ->
          Optional.of(
              "its producer has said nothing since %s; it may have been killed"
                  .formatted(report.updated()));
    };
  }
}
