package io.tributary.verifier.outcome;

import io.tributary.model.definition.Field;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.RecordPosition;
import io.tributary.model.event.WriteTime;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.verifier.lookup.OutcomeLookup;
import io.tributary.verifier.lookup.StoredRow;
import java.nio.ByteBuffer;
import java.util.ArrayList;
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
  private final List<String> fields;

  public RecordLookup(OutcomeLookup outcomes, Pipeline pipeline) {
    this.outcomes = outcomes;
    this.fields = pipeline.event().fields().stream().map(Field::name).toList();
  }

  /** Never fails: what fails is {@link Outcome#UNANSWERED}. */
  CompletableFuture<LookupResult> lookUp(Expected expected) {
    CompletionStage<LookupResult> result;
    try {
      result =
          expected.values() == null
              ? letterOr(LookupResult.of(Outcome.MISSING), expected)
              : outcomes
                  .row(expected.values())
                  .thenCompose(
                      row -> {
                        LookupResult found = compare(expected, row.orElse(null));
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

  private LookupResult compare(Expected expected, @Nullable StoredRow row) {
    long writeTime = WriteTime.micros(expected.time(), expected.position().offset());
    if (row == null || row.writeTime() < writeTime) {
      return LookupResult.of(Outcome.MISSING);
    }
    if (row.writeTime() > writeTime) {
      return LookupResult.of(Outcome.SUPERSEDED);
    }
    List<String> differing = new ArrayList<>();
    @Nullable ByteBuffer[] values = Objects.requireNonNull(expected.values());
    for (int field = 0; field < fields.size(); field++) {
      if (!Objects.equals(values[field], row.values()[field])) {
        differing.add(fields.get(field));
      }
    }
    return differing.isEmpty()
        ? LookupResult.of(Outcome.ROW)
        : new LookupResult(Outcome.DIFFERENT, String.join(", ", differing));
  }

  private static LookupResult unanswered(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return new LookupResult(
        Outcome.UNANSWERED,
        "%s: %s".formatted(cause.getClass().getSimpleName(), cause.getMessage()));
  }
}
