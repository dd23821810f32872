package io.tributary.verifier.replay;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.RecordPosition;
import io.tributary.model.event.WriteTime;
import io.tributary.verifier.lookup.OutcomeLookup;
import io.tributary.verifier.lookup.StoredRow;
import io.tributary.verifier.lookup.TableColumns;
import io.tributary.verifier.replay.Publication.RecordRefused;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Looks in the tables for rows of records that were published again. */
final class ReplayedRowLookup {
  /** Look-ups at a time. */
  static final int MOST = 256;

  private final OutcomeLookup outcomes;
  private final List<TableColumns> tables;
  private final InstantSource clock;
  private final boolean mayBeDeleted;

  /**
   * @param clock tells which rows are over
   */
  ReplayedRowLookup(OutcomeLookup outcomes, Pipeline pipeline, InstantSource clock) {
    this.outcomes = outcomes;
    this.tables =
        pipeline.tables().stream().map(table -> new TableColumns(pipeline.event(), table)).toList();
    this.clock = clock;
    this.mayBeDeleted = pipeline.event().deletes().any();
  }

  /** What was found. */
  enum Verdict {
    /** The row has the record's write time or a later one. */
    THERE,
    NOT_THERE,
    /** The consumer has filed the record as a dead letter. */
    FILED,
    /** Kafka did not take the record. */
    REFUSED,
    /** Kafka or Cassandra gave no answer. */
    UNANSWERED
  }

  /**
   * @param detail a clause for people
   */
  record Arrival(Verdict outcome, String detail) {}

  /**
   * One for each, in their order.
   *
   * @param published up to {@link #MOST}
   */
  List<Arrival> of(List<Replayed> published) throws InterruptedException {
    List<CompletableFuture<Arrival>> asked =
        published.stream().map(this::of).map(CompletionStage::toCompletableFuture).toList();
    List<Arrival> found = new ArrayList<>();
    for (CompletableFuture<Arrival> arrival : asked) {
      try {
        found.add(arrival.get());
      } catch (ExecutionException impossible) {
        throw new IllegalStateException(impossible.getCause());
      }
    }
    return found;
  }

  private CompletionStage<Arrival> of(Replayed published) {
    return published
        .acknowledged()
        .thenCompose(
            position ->
                inAllTables(published, position)
                    .thenCompose(arrival -> filedOr(arrival, published, position)))
        .exceptionally(ReplayedRowLookup::failed);
  }

  /** The first that is not there, or else the first one. */
  private CompletionStage<Arrival> inAllTables(Replayed published, RecordPosition position) {
    CompletionStage<Arrival> all = inTable(0, published, position);
    for (int number = 1; number < tables.size(); number++) {
      all =
          all.thenCombine(
              inTable(number, published, position),
              (before, here) ->
                  before.outcome() == Verdict.THERE && here.outcome() != Verdict.THERE
                      ? here
                      : before);
    }
    return all;
  }

  private CompletionStage<Arrival> inTable(
      int number, Replayed published, RecordPosition position) {
    return outcomes
        .row(number, published.values())
        .thenApply(row -> compare(published, position, tables.get(number), row));
  }

  private CompletionStage<Arrival> filedOr(
      Arrival otherwise, Replayed published, RecordPosition position) {
    return otherwise.outcome() == Verdict.THERE
        ? CompletableFuture.completedStage(otherwise)
        : outcomes
            .deadLetter(position, published.time())
            .thenApply(
                there ->
                    there
                        ? new Arrival(
                            Verdict.FILED,
                            "published again at %s, which the consumer refused".formatted(position))
                        : otherwise);
  }

  private Arrival compare(
      Replayed published, RecordPosition position, TableColumns table, Optional<StoredRow> row) {
    long written = WriteTime.micros(published.time(), position.offset());
    if (published.deletes()) {
      return compareDeletion(position, written, row);
    }
    if (row.isEmpty() || row.get().writeTime() < written) {
      return table.isExpired(published.time(), clock.millis())
          ? new Arrival(
              Verdict.THERE, "published again at %s; its row has expired".formatted(position))
          : new Arrival(
              Verdict.NOT_THERE,
              "published again at %s, but not in %s%s"
                  .formatted(
                      position,
                      named(table),
                      mayBeDeleted
                          ? "; if a newer record has deleted the row, discard this letter"
                          : ""));
    }
    if (row.get().writeTime() > written) {
      return new Arrival(
          Verdict.THERE,
          "published again at %s; a newer record has written the row".formatted(position));
    }
    return table.differing(published.values(), row.get()).isEmpty()
        ? new Arrival(Verdict.THERE, "published again at %s".formatted(position))
        : new Arrival(
            Verdict.NOT_THERE,
            "published again at %s, but the row%s has other values"
                .formatted(position, tables.size() == 1 ? "" : " in " + table.table().fullName()));
  }

  private static Arrival compareDeletion(
      RecordPosition position, long written, Optional<StoredRow> row) {
    if (row.isEmpty()) {
      return new Arrival(
          Verdict.THERE, "published again at %s; its row is deleted".formatted(position));
    }
    return row.get().writeTime() > written
        ? new Arrival(
            Verdict.THERE, "published again at %s; the row is a newer record's".formatted(position))
        : new Arrival(
            Verdict.NOT_THERE,
            "published again at %s, but its row is still there".formatted(position));
  }

  private String named(TableColumns table) {
    return tables.size() == 1 ? "the table" : table.table().fullName();
  }

  private static Arrival failed(Throwable failure) {
    @Nullable Throwable cause =
        failure instanceof CompletionException ? failure.getCause() : failure;
    return new Arrival(
        cause instanceof RecordRefused ? Verdict.REFUSED : Verdict.UNANSWERED,
        cause instanceof RecordRefused refused
            ? String.valueOf(refused.getMessage())
            : String.valueOf(cause));
  }
}
