package io.tributary.console.record;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import io.tributary.console.platform.CassandraAccess;
import io.tributary.console.platform.CassandraFailure;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.RecordPosition;
import io.tributary.model.receipt.MalformedReceiptException;
import io.tributary.model.receipt.Receipt;
import io.tributary.model.receipt.ReceiptJson;
import io.tributary.model.run.RunRecord;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.verifier.deadletter.CassandraDeadLetters;
import io.tributary.verifier.deadletter.DeadLetterWithRecord;
import io.tributary.verifier.lookup.CassandraOutcomeLookup;
import io.tributary.verifier.lookup.StoredRow;
import io.tributary.verifier.runs.CassandraRuns;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** The tables of a real Cassandra. */
public final class CassandraLandings implements Landings {
  private static final int MONTHS = 2;
  private static final int MONTHS_OF_A_RUN = 24;

  private final CassandraAccess cassandra;

  public CassandraLandings(CassandraAccess cassandra) {
    this.cassandra = cassandra;
  }

  @Override
  public Optional<StoredRow> row(Pipeline pipeline, int table, @Nullable ByteBuffer[] values)
      throws CommandFailedException, InterruptedException {
    return get(new CassandraOutcomeLookup(cassandra.session(), pipeline).row(table, values));
  }

  @Override
  public Optional<DeadLetterWithRecord> letter(
      Pipeline pipeline, RecordPosition position, Optional<Instant> recordTime)
      throws CommandFailedException, InterruptedException {
    CassandraDeadLetters letters = new CassandraDeadLetters(cassandra.session(), pipeline);
    return recordTime.isPresent()
        ? get(letters.find(position, recordTime.get()))
        : letters.find(position);
  }

  @Override
  public List<Receipt> receipts(Pipeline pipeline, Optional<String> run, int most)
      throws CommandFailedException {
    CqlSession session = cassandra.session();
    CassandraRuns runs = new CassandraRuns(session, pipeline);
    Instant now = Instant.now();
    List<String> wanted =
        run.isPresent()
            ? List.of(run.get())
            : runs.list(now, MONTHS, most, Optional.empty()).stream()
                .map(RunRecord::runId)
                .toList();
    List<Receipt> receipts = new ArrayList<>();
    for (String id : wanted) {
      runs.find(id, now, MONTHS_OF_A_RUN)
          .flatMap(found -> found.report().receipt())
          .flatMap(CassandraLandings::receipt)
          .ifPresent(receipts::add);
    }
    return receipts;
  }

  private static Optional<Receipt> receipt(String json) {
    try {
      return Optional.of(ReceiptJson.read(json));
    } catch (MalformedReceiptException ofALaterVersion) {
      return Optional.empty();
    }
  }

  private static <T> T get(CompletionStage<T> answer)
      throws CommandFailedException, InterruptedException {
    try {
      return answer.toCompletableFuture().get();
    } catch (ExecutionException failed) {
      throw new CommandFailedException(
          failed.getCause() instanceof DriverException reason
              ? CassandraFailure.clause(reason)
              : "Cassandra gave no answer (%s)".formatted(failed.getCause()),
          failed);
    }
  }
}
