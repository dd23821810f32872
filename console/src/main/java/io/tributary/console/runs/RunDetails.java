package io.tributary.console.runs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tributary.console.platform.Airflow;
import io.tributary.console.platform.Answer;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.RecordPosition;
import io.tributary.model.receipt.MalformedReceiptException;
import io.tributary.model.receipt.Receipt;
import io.tributary.model.receipt.ReceiptJson;
import io.tributary.model.receipt.SourceReading;
import io.tributary.model.run.RunRecord;
import io.tributary.model.run.RunVerdict;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One run as people read it.
 *
 * @param receipt none while it runs
 * @param verdict what the verifier found; missing members where it found nothing
 * @param tasks of Airflow's run of the same name; none without Airflow
 * @param airflowPage of the run in Airflow; none without Airflow
 */
public record RunDetails(
    Pipeline pipeline,
    RunRecord run,
    Optional<Receipt> receipt,
    JsonNode verdict,
    Optional<Answer<List<Airflow.Task>>> tasks,
    Optional<URI> airflowPage,
    Instant now) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static RunDetails of(
      Pipeline pipeline,
      RunRecord run,
      Optional<Answer<List<Airflow.Task>>> tasks,
      Optional<URI> airflowPage,
      Instant now) {
    return new RunDetails(
        pipeline,
        run,
        run.report().receipt().flatMap(RunDetails::receipt),
        run.verdict()
            .map(RunVerdict::report)
            .map(RunDetails::parsed)
            .orElse(MissingNode.getInstance()),
        tasks,
        airflowPage,
        now);
  }

  private static Optional<Receipt> receipt(String json) {
    try {
      return Optional.of(ReceiptJson.read(json));
    } catch (MalformedReceiptException ofAnotherVersion) {
      return Optional.empty();
    }
  }

  private static JsonNode parsed(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException malformed) {
      return MissingNode.getInstance();
    }
  }

  /** One line of what became of the run's records. */
  public record Line(String what, long records, String meaning) {}

  /** From what the source returned to where each record is. */
  public List<Line> account() {
    List<Line> lines = new ArrayList<>();
    if (run.report().asked() > 0) {
      lines.add(new Line("asked for", run.report().asked(), "records that the run was to read"));
    }
    lines.add(new Line("read", run.report().fetched(), "records that the source returned"));
    lines.add(new Line("published", run.report().published(), "to " + pipeline.topic().name()));
    lines.add(new Line("rejected", run.report().rejected(), "to " + pipeline.topic().rejected()));
    if (verdict.isObject()) {
      add(lines, "rows", "found in the table, superseded ones among them");
      add(lines, "superseded", "a newer record of the same key has written or deleted the row");
      add(lines, "deleted", "records that delete their row");
      add(lines, "expired", "rows that are over, by the table's time to live");
      add(lines, "dead_letters", "became dead letters");
      add(lines, "missing", "neither row nor dead letter");
      add(lines, "different", "rows with other values than the record's");
      add(lines, "lost", "Kafka no longer has them, so nobody can tell");
    }
    return lines;
  }

  /** The first records that are missing, by their place in Kafka. */
  public List<RecordPosition> firstMissing() {
    return places("first_missing");
  }

  /** The same of those that differ from their row. */
  public List<RecordPosition> firstDifferent() {
    return places("first_different");
  }

  private List<RecordPosition> places(String member) {
    List<RecordPosition> places = new ArrayList<>();
    verdict
        .path(member)
        .forEach(place -> RecordPosition.parse(place.asText()).ifPresent(places::add));
    return places;
  }

  private void add(List<Line> lines, String member, String meaning) {
    if (verdict.has(member)) {
      lines.add(new Line(member.replace('_', ' '), verdict.get(member).asLong(), meaning));
    }
  }

  /** Whether the source was read to its end, and how that is known: a clause. */
  public String endOfSource() {
    Optional<SourceReading> reading = receipt.flatMap(Receipt::reading);
    if (reading.isEmpty()) {
      return "not on record";
    }
    Optional<String> end = reading.get().end();
    if (end.isPresent()) {
      return "yes: " + reading.get().how().orElse(end.get());
    }
    boolean satisfied = run.report().asked() > 0 && receipt.get().complete();
    return satisfied
        ? "not needed: the run got all the records that it was asked for"
        : "no: the run ended before the source did";
  }

  /** What is doubtful about a run that is verified nevertheless. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    verdict.path("warnings").forEach(warning -> warnings.add(warning.asText()));
    return warnings;
  }

  /** The report as the verifier printed it. */
  public String reportText() {
    return verdict.isMissingNode() ? "" : verdict.toPrettyString();
  }

  /** The receipt as the producer printed it. */
  public String receiptText() {
    return run.report().receipt().map(RunDetails::parsed).map(JsonNode::toPrettyString).orElse("");
  }

  /** Whether it can be verified again: it has a receipt. */
  public boolean canBeVerified() {
    return receipt.isPresent();
  }
}
