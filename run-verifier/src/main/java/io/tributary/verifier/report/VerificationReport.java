package io.tributary.verifier.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.RecordLimit;
import io.tributary.model.receipt.RunWarnings;
import io.tributary.verifier.contents.RunContents;
import io.tributary.verifier.outcome.TableCounts;
import io.tributary.verifier.outcome.UnsettledRecord;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a verification found.
 *
 * @param runId the run; none when everything that the topics hold was verified
 * @param published records in the events' topic
 * @param rejected records in the rejected topic
 * @param rows records that are rows, superseded ones among them
 * @param superseded records whose row a newer record has written or deleted, of this run or another
 * @param expired records whose row is over, as the table's time to live says
 * @param deleted records that delete their row, superseded ones among them
 * @param missing records that are neither row nor dead letter
 * @param different records whose row has their write time but other values
 * @param lost records that Kafka does not have any more, so that nobody can tell
 * @param firstMissing the first 20 by topic, partition and offset
 * @param firstDifferent the first 20 by topic, partition and offset
 * @param problems what else keeps the run from being verified, one clause each
 * @param contents what the records hold
 * @param tables what became of the records in each table
 * @param cursor what became of the cursor of an incremental source, as a sentence
 * @param doubts what could not be proved and counts nevertheless, a sentence each
 */
public record VerificationReport(
    Optional<String> runId,
    String pipeline,
    long published,
    long rejected,
    long rows,
    long deadLetters,
    long superseded,
    long expired,
    long deleted,
    long missing,
    long different,
    long lost,
    List<UnsettledRecord> firstMissing,
    List<UnsettledRecord> firstDifferent,
    List<String> problems,
    RunContents contents,
    Duration took,
    Optional<String> cursor,
    List<TableCounts> tables,
    List<String> doubts) {

  public VerificationReport {
    firstMissing = List.copyOf(firstMissing);
    firstDifferent = List.copyOf(firstDifferent);
    problems = List.copyOf(problems);
    tables = List.copyOf(tables);
    doubts = List.copyOf(doubts);
  }

  /** The same, not verified where it has more dead letters than the limit allows. */
  public VerificationReport within(RecordLimit limit) {
    if (limit.allows(deadLetters, published + rejected)) {
      return this;
    }
    return with(
        "%s %s, at most %s may be; dead-letters list shows them"
            .formatted(
                share(deadLetters),
                deadLetters == 1 ? "is a dead letter" : "are dead letters",
                limit));
  }

  /**
   * The same report of one run, not verified where more of its records than the limit allows are
   * superseded by others of it, or where none has a value for a field that the definition expects.
   */
  public VerificationReport judged(Pipeline definition, RecordLimit maxSuperseded) {
    VerificationReport judged = this;
    long superseding = contents.superseded();
    long all = contents.contents().distinctKeys() + superseding;
    if (superseding > 0 && !maxSuperseded.allows(superseding, all)) {
      judged =
          judged.with(
              String.format(
                  Locale.ROOT,
                  "%s%,d of its %,d records are superseded by other records of the same run, at most %s may be (--max-superseded): %s%s",
                  contents.contents().exact() ? "" : "about ",
                  superseding,
                  all,
                  maxSuperseded,
                  RunWarnings.causeOfSuperseding(definition),
                  contents.example().map(same -> "; for example, " + same).orElse("")));
    }
    for (Field field : contents.emptyColumns()) {
      if (field.expected()) {
        judged = judged.with(RunWarnings.empty(field));
      }
    }
    return judged;
  }

  /** What is doubtful about a run that is verified nevertheless, a sentence each. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>(doubts);
    contents.emptyColumns().stream()
        .filter(field -> !field.expected())
        .map(RunWarnings::empty)
        .forEach(warnings::add);
    warnings.addAll(RunWarnings.conversions(contents.events(), contents.contents()));
    return warnings;
  }

  private VerificationReport with(String problem) {
    List<String> more = new ArrayList<>(problems);
    more.add(problem);
    return with(more, cursor);
  }

  /** The same report, which says what became of the cursor. */
  public VerificationReport withCursor(String sentence) {
    return with(problems, Optional.of(sentence));
  }

  private VerificationReport with(List<String> more, Optional<String> ofCursor) {
    return new VerificationReport(
        runId,
        pipeline,
        published,
        rejected,
        rows,
        deadLetters,
        superseded,
        expired,
        deleted,
        missing,
        different,
        lost,
        firstMissing,
        firstDifferent,
        more,
        contents,
        took,
        ofCursor,
        tables,
        doubts);
  }

  /** Whether no record is on its way any more, however the run is judged. */
  public boolean landed() {
    return missing == 0;
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
          String.format(
              Locale.ROOT,
              "%s %s after %d s, the first at %s; see that the consumer runs, then verify again",
              share(missing),
              notThere(),
              took.toSeconds(),
              firstMissing.get(0)));
    }
    if (different > 0) {
      clauses.add(
          "%s, the first at %s; see who else writes to the table"
              .formatted(
                  different == 1
                      ? "1 record differs from its row"
                      : String.format(Locale.ROOT, "%,d records differ from their row", different),
                  firstDifferent.get(0)));
    }
    clauses.addAll(problems);
    return Optional.of("%s is not verified: %s".formatted(subject(), String.join("; ", clauses)));
  }

  private String notThere() {
    boolean one = missing == 1;
    if (hasDeletes()) {
      return (one ? "has" : "have")
          + " no row, or did not delete it, and "
          + (one ? "is" : "are")
          + " no dead letter";
    }
    return tables.size() > 1
        ? (one ? "has" : "have") + " no row in one of the tables and no dead letter"
        : (one ? "is" : "are") + " neither row nor dead letter";
  }

  /** Whether records of the run delete their row, whatever became of that. */
  private boolean hasDeletes() {
    return contents.contents().deleted() > 0;
  }

  /** Whether the totals leave out what a reader must know of the tables. */
  private boolean tellsOfTables() {
    return tables.size() > 1 || expired > 0;
  }

  /** So many of the run's records. */
  private String share(long count) {
    long all = published + rejected;
    return String.format(Locale.ROOT, "%,d of %,d record%s", count, all, all == 1 ? "" : "s");
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
        String.format(
            Locale.ROOT,
            "%s: %,d published, %,d rejected; looked up in %.1f s%n",
            Character.toUpperCase(subject().charAt(0)) + subject().substring(1),
            published,
            rejected,
            took.toMillis() / 1000.0));
    line(text, rows, "row", "rows", superseding());
    if (expired > 0) {
      line(text, expired, "expired", "expired", "");
    }
    if (hasDeletes()) {
      line(text, deleted, "delete", "deletes", "");
    }
    line(text, deadLetters, "dead letter", "dead letters", "");
    line(text, missing, "missing", "missing", "");
    list(text, firstMissing, missing);
    line(text, different, "different", "different", "");
    list(text, firstDifferent, different);
    if (tables.size() > 1) {
      tables.forEach(table -> text.append("  %s%n".formatted(words(table))));
    }
    if (lost > 0) {
      line(text, lost, "no longer in Kafka", "no longer in Kafka", "");
    }
    line(
        text,
        contents.contents().distinctKeys(),
        "distinct key",
        "distinct keys",
        contents.contents().exact() ? "" : ", about");
    if (contents.events() > 0) {
      text.append("            values in %s%n".formatted(values()));
    }
    contents
        .contents()
        .replaced()
        .forEach(
            (column, count) ->
                text.append(
                    String.format(
                        Locale.ROOT, "  %,9d values of %s replaced by on-error%n", count, column)));
    problems.forEach(problem -> text.append("  ! ").append(problem).append(System.lineSeparator()));
    warnings().forEach(warning -> text.append("  warning: %s%n".formatted(warning)));
    cursor.ifPresent(sentence -> text.append("  %s%n".formatted(sentence)));
    return text.append(verified() ? "verified" : "NOT verified").toString();
  }

  private String superseding() {
    String own =
        contents.superseded() == 0
            ? ""
            : String.format(Locale.ROOT, ", %,d by records of the same run", contents.superseded());
    return superseded == 0 && own.isEmpty()
        ? ""
        : String.format(Locale.ROOT, ", %,d superseded%s", superseded, own);
  }

  /** All columns that every record fills as one number, the others by name. */
  private String values() {
    Map<String, Long> values = contents.contents().values();
    List<String> parts = new ArrayList<>();
    long full = values.values().stream().filter(count -> count == contents.events()).count();
    parts.add(
        String.format(Locale.ROOT, "each record for %,d of %,d columns", full, values.size()));
    values.forEach(
        (column, count) -> {
          if (count < contents.events()) {
            parts.add(String.format(Locale.ROOT, "%,d for %s", count, column));
          }
        });
    return String.join(", ", parts);
  }

  private String words(TableCounts table) {
    return String.format(
        Locale.ROOT,
        "in %s: %,d %s, %,d superseded, %,d expired,%s %,d missing, %,d different",
        table.table(),
        table.rows(),
        table.rows() == 1 ? "row" : "rows",
        table.superseded(),
        table.expired(),
        hasDeletes() ? String.format(Locale.ROOT, " %,d deleted,", table.deleted()) : "",
        table.missing(),
        table.different());
  }

  private static void line(StringBuilder text, long count, String one, String many, String more) {
    text.append(String.format(Locale.ROOT, "  %,9d %s%s%n", count, count == 1 ? one : many, more));
  }

  private static void list(StringBuilder text, List<UnsettledRecord> first, long all) {
    first.forEach(one -> text.append("            %s%n".formatted(one)));
    if (all > first.size()) {
      text.append(String.format(Locale.ROOT, "            and %,d more%n", all - first.size()));
    }
  }

  /** Where the records are, without their keys: a key may be about a person. */
  private static void places(ObjectNode json, String member, List<UnsettledRecord> first) {
    if (!first.isEmpty()) {
      ArrayNode places = json.putArray(member);
      first.forEach(one -> places.add(one.position().toString()));
    }
  }

  /** The report for programs, one line. */
  public String json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    runId.ifPresentOrElse(id -> json.put("run_id", id), () -> json.putNull("run_id"));
    json.put("pipeline", pipeline)
        .put("published", published)
        .put("rejected", rejected)
        .put("rows", rows)
        .put("dead_letters", deadLetters)
        .put("superseded", superseded)
        .put("superseded_by_same_run", contents.superseded())
        .put("missing", missing)
        .put("different", different)
        .put("lost", lost)
        .put("verified", verified())
        .put("seconds", BigDecimal.valueOf(took.toMillis(), 3))
        .put("distinct_keys", contents.contents().distinctKeys())
        .put("distinct_keys_exact", contents.contents().exact());
    places(json, "first_missing", firstMissing);
    places(json, "first_different", firstDifferent);
    if (hasDeletes()) {
      json.put("deleted", deleted);
    }
    if (tellsOfTables()) {
      json.put("expired", expired);
      ObjectNode each = json.putObject("tables");
      tables.forEach(
          table -> {
            ObjectNode one =
                each.putObject(table.table())
                    .put("rows", table.rows())
                    .put("superseded", table.superseded())
                    .put("expired", table.expired())
                    .put("missing", table.missing())
                    .put("different", table.different());
            if (hasDeletes()) {
              one.put("deleted", table.deleted());
            }
          });
    }
    ObjectNode values = json.putObject("values");
    contents.contents().values().forEach(values::put);
    ObjectNode replaced = json.putObject("replaced");
    contents.contents().replaced().forEach(replaced::put);
    ArrayNode warnings = json.putArray("warnings");
    warnings().forEach(warnings::add);
    cursor.ifPresent(sentence -> json.put("cursor", sentence));
    return json.toString();
  }
}
