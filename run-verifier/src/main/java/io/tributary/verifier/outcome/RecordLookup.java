package io.tributary.verifier.outcome;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.RecordPosition;
import io.tributary.model.event.WriteTime;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.verifier.lookup.OutcomeLookup;
import io.tributary.verifier.lookup.StoredRow;
import io.tributary.verifier.lookup.TableColumns;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Looks one record up and says what became of it. */
public final class RecordLookup {
  private final OutcomeLookup outcomes;
  private final List<TableColumns> tables;
  private final InstantSource clock;

  /** None where no record deletes. */
  private final @Nullable Absence absence;

  /**
   * @param clock tells which rows are over
   * @param absence what tells why rows are not there; none where no record deletes
   */
  public RecordLookup(
      OutcomeLookup outcomes, Pipeline pipeline, InstantSource clock, @Nullable Absence absence) {
    this.absence = absence;
    this.outcomes = outcomes;
    this.tables =
        pipeline.tables().stream().map(table -> new TableColumns(pipeline.event(), table)).toList();
    this.clock = clock;
  }

  /**
   * Finds out what has deleted rows up to now, and up to where the consumer is.
   *
   * @param isLast whether the next look-ups are the last ones
   * @param progress called often
   * @throws CommandFailedException when Kafka does not answer
   */
  void explainAbsence(boolean isLast, Runnable progress)
      throws CommandFailedException, InterruptedException {
    if (absence != null) {
      if (absence.deletes().readOn(progress)) {
        absence.consumer().want();
      }
      absence.consumer().update(isLast);
    }
  }

  /** How many look-ups a record takes. */
  int tables() {
    return tables.size();
  }

  /** Never fails: what fails is {@link Outcome#UNANSWERED}. */
  CompletableFuture<LookupResult> lookUp(Expected expected) {
    CompletionStage<LookupResult> result;
    try {
      result =
          expected.values() == null
              ? letterOr(LookupResult.of(Outcome.MISSING), expected)
              : rows(expected)
                  .thenCompose(
                      found -> {
                        // a record that decodes is a dead letter when its time was in the future,
                        // and where a row is not there, only its letter tells of a delete's failure
                        return found.outcome().landed() && found.outcome() != Outcome.DELETED
                            ? CompletableFuture.completedStage(found)
                            : letterOr(found, expected);
                      });
    } catch (RuntimeException refused) {
      result = CompletableFuture.failedStage(refused);
    }
    return result.exceptionally(RecordLookup::unanswered).toCompletableFuture();
  }

  /** See {@link OutcomeLookup#lastSkipped}. */
  OptionalLong lastSkipped(RecordPosition first) throws CommandFailedException {
    return outcomes.lastSkipped(first);
  }

  private CompletionStage<LookupResult> letterOr(LookupResult otherwise, Expected expected) {
    return outcomes
        .deadLetter(expected.position(), expected.time())
        .thenCompose(
            there ->
                there || expected.replays() == null
                    ? CompletableFuture.completedStage(there)
                    : outcomes.formerLetter(expected.replays(), expected.time()))
        .thenApply(there -> there ? LookupResult.of(Outcome.DEAD_LETTER) : otherwise);
  }

  /** In all tables at the same time; one that fails fails the whole. */
  private CompletionStage<LookupResult> rows(Expected expected) {
    @Nullable ByteBuffer[] values = Objects.requireNonNull(expected.values());
    List<CompletableFuture<LookupResult>> asked = new ArrayList<>(tables.size());
    for (int table = 0; table < tables.size(); table++) {
      int number = table;
      asked.add(
          outcomes
              .row(table, values)
              .thenCompose(row -> compare(expected, number, row.orElse(null)))
              .toCompletableFuture());
    }
    return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
        .thenApply(done -> together(asked.stream().map(CompletableFuture::join).toList()));
  }

  /** The record has landed when it has in every table; if so, the first one says how. */
  private LookupResult together(List<LookupResult> found) {
    List<Outcome> each = found.stream().map(LookupResult::outcome).toList();
    if (found.size() == 1) {
      LookupResult only = found.get(0);
      return new LookupResult(only.outcome(), only.detail(), each, only.reason());
    }
    List<String> missing = new ArrayList<>();
    List<String> different = new ArrayList<>();
    for (int table = 0; table < found.size(); table++) {
      String name = tables.get(table).table().name();
      if (found.get(table).outcome() == Outcome.MISSING) {
        missing.add(name);
      } else if (found.get(table).outcome() == Outcome.DIFFERENT) {
        different.add("%s: %s".formatted(name, found.get(table).detail()));
      }
    }
    String reason =
        found.stream()
            .map(LookupResult::reason)
            .filter(why -> !why.isEmpty())
            .findFirst()
            .orElse("");
    if (!missing.isEmpty()) {
      return new LookupResult(Outcome.MISSING, String.join(", ", missing), each, reason);
    }
    return different.isEmpty()
        ? new LookupResult(each.get(0), "", each, "")
        : new LookupResult(Outcome.DIFFERENT, String.join("; ", different), each, "");
  }

  private CompletionStage<LookupResult> compare(
      Expected expected, int number, @Nullable StoredRow row) {
    TableColumns table = tables.get(number);
    LookupResult found =
        expected.deletes() ? compareDeletion(expected, row) : compare(expected, table, row);
    boolean isGone = found.outcome() == Outcome.MISSING && row == null && !expected.deletes();
    return isGone && absence != null
        ? deletedOr(
            found,
            expected.position(),
            absence.consumer(),
            absence
                .deletes()
                .of(number, Objects.requireNonNull(expected.values()), writeTime(expected))
                .iterator())
        : CompletableFuture.completedStage(found);
  }

  /**
   * Superseded by one of these, unless all of them are dead letters, which delete nothing, or are
   * still to be processed, which may make them dead letters.
   */
  private CompletionStage<LookupResult> deletedOr(
      LookupResult otherwise,
      RecordPosition record,
      ConsumerPosition consumer,
      Iterator<LaterDeletes.Deletion> newestFirst) {
    if (!newestFirst.hasNext()) {
      return CompletableFuture.completedStage(otherwise);
    }
    LaterDeletes.Deletion next = newestFirst.next();
    return outcomes
        .deadLetter(next.position(), next.time())
        .thenCompose(
            there -> {
              if (there) {
                return deletedOr(otherwise, record, consumer, newestFirst);
              }
              if (!consumer.hasPassed(record)) {
                return CompletableFuture.completedStage(notPassed(record, consumer));
              }
              return consumer.hasPassed(next.position())
                  ? CompletableFuture.completedStage(LookupResult.of(Outcome.SUPERSEDED))
                  : deletedOr(
                      LookupResult.waiting(
                          "whose delete %s the consumer has not passed: %s"
                              .formatted(next.position(), consumer.behind(next.position()))),
                      record,
                      consumer,
                      newestFirst);
            });
  }

  private static LookupResult notPassed(RecordPosition record, ConsumerPosition consumer) {
    return LookupResult.waiting("which the consumer has not passed: " + consumer.behind(record));
  }

  /**
   * Nothing shows that a row was deleted but that it is not there, and that the consumer has passed
   * the record.
   */
  private LookupResult compareDeletion(Expected expected, @Nullable StoredRow row) {
    if (row == null) {
      return absence == null || absence.consumer().hasPassed(expected.position())
          ? LookupResult.of(Outcome.DELETED)
          : notPassed(expected.position(), absence.consumer());
    }
    return LookupResult.of(
        row.writeTime() > writeTime(expected) ? Outcome.SUPERSEDED : Outcome.MISSING);
  }

  private static long writeTime(Expected expected) {
    return WriteTime.micros(expected.time(), expected.position().offset());
  }

  private LookupResult compare(Expected expected, TableColumns table, @Nullable StoredRow row) {
    long writeTime = writeTime(expected);
    if (row == null || row.writeTime() < writeTime) {
      return LookupResult.of(
          table.isExpired(expected.time(), clock.millis()) ? Outcome.EXPIRED : Outcome.MISSING);
    }
    if (row.writeTime() > writeTime) {
      return LookupResult.of(Outcome.SUPERSEDED);
    }
    List<String> differing = table.differing(Objects.requireNonNull(expected.values()), row);
    return differing.isEmpty()
        ? LookupResult.of(Outcome.ROW)
        : new LookupResult(Outcome.DIFFERENT, String.join(", ", differing), List.of(), "");
  }

  private static LookupResult unanswered(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return new LookupResult(
        Outcome.UNANSWERED,
        "%s: %s".formatted(cause.getClass().getSimpleName(), cause.getMessage()),
        List.of(),
        "");
  }
}
