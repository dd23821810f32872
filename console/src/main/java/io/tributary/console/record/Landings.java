package io.tributary.console.record;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.RecordPosition;
import io.tributary.model.receipt.Receipt;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.verifier.deadletter.DeadLetterWithRecord;
import io.tributary.verifier.lookup.StoredRow;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What Cassandra has of a pipeline's records and runs. Safe for several threads. */
public interface Landings {

  /**
   * The row of a table with the key of these values.
   *
   * @param table its number in the definition, from 0
   * @param values one for each field of the definition
   * @throws CommandFailedException when Cassandra does not answer
   */
  Optional<StoredRow> row(Pipeline pipeline, int table, @Nullable ByteBuffer[] values)
      throws CommandFailedException, InterruptedException;

  /**
   * The dead letter of the record at a place.
   *
   * @param recordTime the record's; without it, all days are looked at
   * @throws CommandFailedException when Cassandra does not answer
   */
  Optional<DeadLetterWithRecord> letter(
      Pipeline pipeline, RecordPosition position, Optional<Instant> recordTime)
      throws CommandFailedException, InterruptedException;

  /**
   * The receipts of the last runs, the latest first; runs that have none yet are left out.
   *
   * @param run the only one that is wanted
   * @param most how many
   * @throws CommandFailedException when Cassandra does not answer
   */
  List<Receipt> receipts(Pipeline pipeline, Optional<String> run, int most)
      throws CommandFailedException, InterruptedException;
}
