package io.tributary.verifier.replay;

import io.tributary.model.event.RecordPosition;
import io.tributary.model.event.WriteTime;
import io.tributary.verifier.lookup.OutcomeLookup;
import io.tributary.verifier.lookup.StoredRow;
import io.tributary.verifier.replay.Publication.RecordRefused;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Looks in the table for rows of records that were published again. */
final class ReplayedRowLookup {
  /** Look-ups at a time. */
  static final int MOST = 256;

  private final OutcomeLookup outcomes;

  ReplayedRowLookup(OutcomeLookup outcomes) {
    this.outcomes = outcomes;
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
                outcomes
                    .row(published.values())
                    .thenApply(row -> compare(published, position, row))
                    .thenCompose(arrival -> filedOr(arrival, published, position)))
        .exceptionally(ReplayedRowLookup::failed);
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

  private static Arrival compare(
      Replayed published, RecordPosition position, Optional<StoredRow> row) {
    long written = WriteTime.micros(published.time(), position.offset());
    if (row.isEmpty() || row.get().writeTime() < written) {
      return new Arrival(
          Verdict.NOT_THERE, "published again at %s, but not in the table".formatted(position));
    }
    if (row.get().writeTime() > written) {
      return new Arrival(
          Verdict.THERE,
          "published again at %s; a newer record has written the row".formatted(position));
    }
    return Arrays.equals(row.get().values(), published.values())
        ? new Arrival(Verdict.THERE, "published again at %s".formatted(position))
        : new Arrival(
            Verdict.NOT_THERE,
            "published again at %s, but the row has other values".formatted(position));
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
