package io.tributary.console.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.model.deadletter.DeadLetter;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was found of one record.
 *
 * @param record as Kafka has it; none where Kafka does not have it, or was not found to
 * @param event the record's values where it is an event that is not written as JSON
 * @param tables its row in each table; none where it has no key values that are known
 * @param letter its dead letter, if it is one
 * @param successor the newer record that has its row, or has deleted it
 * @param said what became of it: one sentence for people
 * @param limits what is not known and why, what was searched, and what else to give: sentences
 */
public record RecordTrace(
    Pipeline pipeline,
    RecordQuery query,
    Outcome outcome,
    String said,
    Optional<TopicRecord> record,
    Optional<ObjectNode> event,
    List<InTable> tables,
    Optional<DeadLetter> letter,
    Optional<TopicRecord> successor,
    List<String> limits) {

  public RecordTrace {
    tables = List.copyOf(tables);
    limits = List.copyOf(limits);
  }

  /** What became of a record. */
  public enum Outcome {
    ROW("a row"),
    SUPERSEDED("superseded"),
    DELETED("deleted"),
    DELETION("deletes its row"),
    DEAD_LETTER("a dead letter"),
    EXPIRED("expired"),
    NOT_PROCESSED("not processed yet"),
    MISSING("missing"),
    NOT_FOUND("not found"),
    NOT_KNOWN("not known");

    private final String words;

    Outcome(String words) {
      this.words = words;
    }

    /** For people. */
    public String words() {
      return words;
    }

    /** How a page shows it: good, bad or quiet. */
    public String style() {
      return switch (this) {
        case ROW -> "good";
        case DEAD_LETTER, MISSING -> "bad";
        default -> "quiet";
      };
    }
  }

  /** How the row with the record's key compares with the record. */
  public enum Match {
    /** It is the record's. */
    THIS,
    /** It is a newer record's. */
    NEWER,
    /** It is an older record's. */
    OLDER,
    /** There is none. */
    NONE
  }

  /**
   * The row with the record's key in one table.
   *
   * @param writeTime of its newest column, in microseconds since the epoch; 0 where there is none
   * @param differing columns in which the record's own row is not what today's definition makes of
   *     the record
   * @param expired whether a row of the record is over by now
   */
  public record InTable(
      Table table, Match match, long writeTime, List<String> differing, boolean expired) {
    private static final long MICROS_PER_MILLI = 1_000;

    public InTable {
      differing = List.copyOf(differing);
    }

    /** When the record of the row was published. */
    public Instant written() {
      return Instant.ofEpochMilli(writeTime / MICROS_PER_MILLI);
    }
  }
}
