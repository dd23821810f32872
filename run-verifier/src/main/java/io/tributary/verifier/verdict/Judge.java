package io.tributary.verifier.verdict;

import io.tributary.model.definition.Field;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.WriteTime;
import io.tributary.verifier.landing.Landings;
import io.tributary.verifier.landing.StoredRow;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Looks one record up and says what became of it. */
final class Judge {
  private final Landings landings;
  private final List<String> fields;

  Judge(Landings landings, Pipeline pipeline) {
    this.landings = landings;
    this.fields = pipeline.event().fields().stream().map(Field::name).toList();
  }

  /** Never fails: what fails is {@link Verdict#UNANSWERED}. */
  CompletableFuture<Finding> judge(Expected expected) {
    CompletionStage<Finding> finding;
    try {
      finding =
          expected.values() == null
              ? letterOr(Finding.of(Verdict.MISSING), expected)
              : landings
                  .row(expected.values())
                  .thenCompose(
                      row -> {
                        Finding found = compare(expected, row.orElse(null));
                        // a record that decodes is a dead letter when its time was in the future
                        return found.verdict().landed()
                            ? CompletableFuture.completedStage(found)
                            : letterOr(found, expected);
                      });
    } catch (RuntimeException refused) {
      finding = CompletableFuture.failedStage(refused);
    }
    return finding.exceptionally(Judge::unanswered).toCompletableFuture();
  }

  private CompletionStage<Finding> letterOr(Finding otherwise, Expected expected) {
    return landings
        .deadLetter(expected.place(), expected.time())
        .thenCompose(
            there ->
                there || expected.replays() == null
                    ? CompletableFuture.completedStage(there)
                    : landings.formerLetter(expected.replays(), expected.time()))
        .thenApply(there -> there ? Finding.of(Verdict.DEAD_LETTER) : otherwise);
  }

  private Finding compare(Expected expected, @Nullable StoredRow row) {
    long writeTime = WriteTime.micros(expected.time(), expected.place().offset());
    if (row == null || row.writeTime() < writeTime) {
      return Finding.of(Verdict.MISSING);
    }
    if (row.writeTime() > writeTime) {
      return Finding.of(Verdict.SUPERSEDED);
    }
    List<String> differing = new ArrayList<>();
    @Nullable ByteBuffer[] values = Objects.requireNonNull(expected.values());
    for (int field = 0; field < fields.size(); field++) {
      if (!Objects.equals(values[field], row.values()[field])) {
        differing.add(fields.get(field));
      }
    }
    return differing.isEmpty()
        ? Finding.of(Verdict.ROW)
        : new Finding(Verdict.DIFFERENT, String.join(", ", differing));
  }

  private static Finding unanswered(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return new Finding(
        Verdict.UNANSWERED,
        "%s: %s".formatted(cause.getClass().getSimpleName(), cause.getMessage()));
  }
}
