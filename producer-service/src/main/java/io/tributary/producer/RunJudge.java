package io.tributary.producer;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.receipt.Contents;
import io.tributary.model.receipt.Receipt;
import io.tributary.model.receipt.RunWarnings;
import io.tributary.producer.publish.FirstRejection;
import io.tributary.producer.source.SourceEnd;
import io.tributary.runtime.command.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Judges a run by what Kafka acknowledged. A rejected record is accounted for, but a run that
 * published nothing is a failure whatever it rejected: it would bring no row.
 */
final class RunJudge {
  private final Pipeline pipeline;
  private final RunRequest request;

  RunJudge(Pipeline pipeline, RunRequest request) {
    this.pipeline = pipeline;
    this.request = request;
  }

  /**
   * Refuses what the source can never give.
   *
   * @param reach records that the source's page numbers reach
   */
  void checkReach(long reach, boolean endless) throws UsageException {
    if (request.target() instanceof Target.Records records && records.count() > reach) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "%,d records are more than the source has: its last page ends with record %,d; ask for fewer, or correct last-page of pipeline %s",
              records.count(),
              reach,
              pipeline.name()));
    }
    if (request.target() instanceof Target.Everything && endless) {
      throw new UsageException(
          "the source of pipeline %s makes up records without end; ask for a number of them"
              .formatted(pipeline.name()));
    }
  }

  /**
   * Why the run is a failure; nothing when it is none.
   *
   * @param problem what ended the run before its end
   * @param end how it was seen that the source has no more, if it was
   */
  Optional<String> failure(
      long published,
      long rejected,
      @Nullable String problem,
      Optional<SourceEnd> end,
      Optional<FirstRejection> firstRejection) {
    boolean met = problem == null;
    if (request.target() instanceof Target.Records records) {
      met = published + rejected == records.count();
    } else if (request.target() instanceof Target.Everything) {
      met = problem == null && end.isPresent();
    }
    boolean isNothingNew =
        problem == null
            && request.range().isPresent()
            && end.isPresent()
            && Receipt.mayPublishNothing(rejected);
    if (met && (published > 0 || isNothingNew)) {
      return Optional.empty();
    }
    String noMore =
        "the source has no more" + end.map(SourceEnd::how).map(" (%s)"::formatted).orElse("");
    String because = problem == null ? noMore : problem;
    if (published > 0) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "run %s published %,d%s records: %s",
              request.runId(),
              published,
              askedAndRejected(rejected),
              because));
    }
    if (problem == null && firstRejection.isPresent()) {
      because =
          (rejected == 1
                  ? "the only record was rejected"
                  : String.format(
                      Locale.ROOT, "all %,d records were rejected, the first", rejected))
              + " at "
              + rejection(firstRejection.get());
    }
    return Optional.of("run %s published nothing: %s".formatted(request.runId(), because));
  }

  /** What makes a run doubtful that did what it was asked to, a sentence each. */
  List<String> warnings(long published, Contents contents) {
    List<String> warnings = new ArrayList<>();
    long written = published - contents.deleted();
    long superseded = written - contents.distinctKeys();
    if (superseded > 0 && !pipeline.dag().maxSuperseded().allows(superseded, written)) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "%,d records were published, but they have only %s%,d distinct keys: %s",
              written,
              contents.exact() ? "" : "about ",
              contents.distinctKeys(),
              RunWarnings.causeOfSuperseding(pipeline)));
    }
    RunWarnings.emptyColumns(pipeline.event(), written, contents)
        .forEach(field -> warnings.add(RunWarnings.empty(field)));
    warnings.addAll(RunWarnings.conversions(written, contents));
    return warnings;
  }

  /** The first rejected record, and where all of them are. */
  String rejection(FirstRejection first) {
    return "%s; rejected records are in topic %s"
        .formatted(first.text(pipeline.event()), pipeline.topic().rejected());
  }

  private String askedAndRejected(long rejected) {
    String and = rejected == 0 ? "" : String.format(Locale.ROOT, " and rejected %,d", rejected);
    return request.target() instanceof Target.Records records
        ? String.format(Locale.ROOT, "%s of %,d", and, records.count())
        : and;
  }
}
