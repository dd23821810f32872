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
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks one record up and says what became of it. */
public final class RecordLookup {
  private final OutcomeLookup outcomes;
  private final List<TableColumns> tables;
  private final InstantSource clock;

  /**
   * @param clock tells which rows are over
   */
  public RecordLookup(OutcomeLookup outcomes, Pipeline pipeline, InstantSource clock) {
    this.outcomes = outcomes;
    this.tables =
        pipeline.tables().stream().map(table -> new TableColumns(pipeline.event(), table)).toList();
    this.clock = clock;
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
                        // a record that decodes is a dead letter when its time was in the future
                        return found.outcome().landed()
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

  /** In all tables at the same time; the first one that fails fails the whole. */
  private CompletionStage<LookupResult> rows(Expected expected) {
    @Nullable ByteBuffer[] values = Objects.requireNonNull(expected.values());
    CompletionStage<List<LookupResult>> all = CompletableFuture.completedStage(List.of());
    for (int table = 0; table < tables.size(); table++) {
      TableColumns columns = tables.get(table);
      all =
          all.thenCombine(
              outcomes
                  .row(table, values)
                  .thenApply(row -> compare(expected, columns, row.orElse(null))),
              RecordLookup::and);
    }
    return all.thenApply(this::together);
  }

  private static List<LookupResult> and(List<LookupResult> before, LookupResult next) {
    return Stream.concat(before.stream(), Stream.of(next)).toList();
  }

  /** The record has landed when it has in every table; if so, the first one says how. */
  private LookupResult together(List<LookupResult> found) {
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
    List<Outcome> each = found.stream().map(LookupResult::outcome).toList();
    if (found.size() == 1) {
      return new LookupResult(each.get(0), found.get(0).detail(), each);
    }
    if (!missing.isEmpty()) {
      return new LookupResult(Outcome.MISSING, String.join(", ", missing), each);
    }
    return different.isEmpty()
        ? new LookupResult(each.get(0), "", each)
        : new LookupResult(Outcome.DIFFERENT, String.join("; ", different), each);
  }

  private LookupResult compare(Expected expected, TableColumns table, @Nullable StoredRow row) {
    long writeTime = WriteTime.micros(expected.time(), expected.position().offset());
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
        : new LookupResult(Outcome.DIFFERENT, String.join(", ", differing), List.of());
  }

  private static LookupResult unanswered(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return new LookupResult(
        Outcome.UNANSWERED,
        "%s: %s".formatted(cause.getClass().getSimpleName(), cause.getMessage()),
        List.of());
  }
}
