package io.tributary.verifier.verdict;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a verification found.
 *
 * @param runId the run; none when everything that the topics hold was verified
 * @param published records in the events' topic
 * @param rejected records in the rejected topic
 * @param rows records that are rows, superseded ones among them
 * @param superseded records whose row a newer record has written
 * @param missing records that are neither row nor dead letter
 * @param different records whose row has their write time but other values
 * @param lost records that Kafka does not have any more, so that nobody can tell
 * @param firstMissing the first 20 by topic, partition and offset
 * @param firstDifferent the first 20 by topic, partition and offset
 * @param problems what else keeps the run from being verified, one clause each
 */
public record VerificationReport(
    Optional<String> runId,
    String pipeline,
    long published,
    long rejected,
    long rows,
    long deadLetters,
    long superseded,
    long missing,
    long different,
    long lost,
    List<NotThere> firstMissing,
    List<NotThere> firstDifferent,
    List<String> problems,
    Duration took) {

  public VerificationReport {
    firstMissing = List.copyOf(firstMissing);
    firstDifferent = List.copyOf(firstDifferent);
    problems = List.copyOf(problems);
  }

  /** The same, not verified where it has more dead letters than the limit allows. */
  public VerificationReport within(DeadLetterLimit limit) {
    if (limit.allows(deadLetters, published + rejected)) {
      return this;
    }
    List<String> more = new ArrayList<>(problems);
    more.add(
        "%,d of %,d records are dead letters, at most %s may be; dead-letters list shows them"
            .formatted(deadLetters, published + rejected, limit));
    return new VerificationReport(
        runId,
        pipeline,
        published,
        rejected,
        rows,
        deadLetters,
        superseded,
        missing,
        different,
        lost,
        firstMissing,
        firstDifferent,
        more,
        took);
  }

  /** Whether every record has its one outcome and the run did what it was asked to. */
  public boolean verified() {
    return missing == 0 && different == 0 && lost == 0 && problems.isEmpty();
  }

  /** Why the run is not verified, in one sentence; nothing when it is. */
  public Optional<String> why() {
    if (verified()) {
      return Optional.empty();
    }
    List<String> clauses = new ArrayList<>();
    if (missing > 0) {
      clauses.add(
          "%,d of %,d records are neither row nor dead letter after %d s, the first at %s; see that the consumer runs, then verify again"
              .formatted(missing, published + rejected, took.toSeconds(), firstMissing.get(0)));
    }
    if (different > 0) {
      clauses.add(
          "%,d records differ from their row, the first at %s; see who else writes to the table"
              .formatted(different, firstDifferent.get(0)));
    }
    clauses.addAll(problems);
    return Optional.of("%s is not verified: %s".formatted(subject(), String.join("; ", clauses)));
  }

  private String subject() {
    return runId
        .map(id -> "run %s of pipeline %s".formatted(id, pipeline))
        .orElse("pipeline " + pipeline);
  }

  /** The report for people, several lines. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s: %,d published, %,d rejected; looked up in %.1f s%n"
            .formatted(
                Character.toUpperCase(subject().charAt(0)) + subject().substring(1),
                published,
                rejected,
                took.toMillis() / 1000.0));
    line(text, rows, superseded == 0 ? "rows" : "rows, %,d superseded".formatted(superseded));
    line(text, deadLetters, "dead letters");
    line(text, missing, "missing");
    list(text, firstMissing, missing);
    line(text, different, "different");
    list(text, firstDifferent, different);
    if (lost > 0) {
      line(text, lost, "no longer in Kafka");
    }
    problems.forEach(problem -> text.append("  ! ").append(problem).append(System.lineSeparator()));
    return text.append(verified() ? "verified" : "NOT verified").toString();
  }

  private static void line(StringBuilder text, long count, String what) {
    text.append("  %,9d %s%n".formatted(count, what));
  }

  private static void list(StringBuilder text, List<NotThere> first, long all) {
    first.forEach(one -> text.append("            %s%n".formatted(one)));
    if (all > first.size()) {
      text.append("            and %,d more%n".formatted(all - first.size()));
    }
  }

  /** The report for programs, one line. */
  public String json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    runId.ifPresentOrElse(id -> json.put("run_id", id), () -> json.putNull("run_id"));
    return json.put("pipeline", pipeline)
        .put("published", published)
        .put("rejected", rejected)
        .put("rows", rows)
        .put("dead_letters", deadLetters)
        .put("superseded", superseded)
        .put("missing", missing)
        .put("different", different)
        .put("lost", lost)
        .put("verified", verified())
        .put("seconds", BigDecimal.valueOf(took.toMillis(), 3))
        .toString();
  }
}
