package io.tributary.producer;

import com.datastax.oss.driver.api.core.CqlSession;
import io.tributary.model.definition.CursorScale;
import io.tributary.model.definition.Incremental;
import io.tributary.model.definition.Pipeline;
import io.tributary.producer.cursor.CursorLookup;
import io.tributary.producer.source.ReadingRange;
import io.tributary.runtime.cassandra.CassandraConnection;
import io.tributary.runtime.cassandra.CassandraSessions;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.UsageException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** What a run reads of an incremental source. */
final class RangeOptions {
  private static final Logger LOG = LoggerFactory.getLogger(ProducerService.class);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final String BETWEEN = "..";

  @Option(
      names = "--from",
      paramLabel = "VALUE",
      description =
          "Of an incremental source: read from there on (default: from the pipeline's cursor, which"
              + " is in Cassandra). The cursor moves if no gap is left.")
  private @Nullable String from;

  @Option(
      names = "--backfill",
      paramLabel = "FROM..TO",
      description =
          "Of an incremental source: read this range, TO exclusive. The cursor does not move.")
  private @Nullable String backfill;

  /** How to find Cassandra, if it has to be asked. */
  interface Cassandra {
    CassandraConnection connection() throws UsageException;
  }

  /**
   * What to read; none of a source that is read as a whole.
   *
   * @throws CommandFailedException when the cursor is needed and Cassandra does not give it
   */
  Optional<ReadingRange> range(Pipeline pipeline, Cassandra cassandra)
      throws UsageException, CommandFailedException, InterruptedException {
    Optional<Incremental> incremental = pipeline.source().incremental();
    if (incremental.isEmpty()) {
      if (from != null || backfill != null) {
        throw new UsageException(
            "--from and --backfill are for incremental sources; pipeline %s has no source.incremental"
                .formatted(pipeline.name()));
      }
      return Optional.empty();
    }
    if (from != null && backfill != null) {
      throw new UsageException("--from and --backfill exclude each other; give one of them");
    }
    Incremental read = incremental.get();
    if (backfill != null) {
      return Optional.of(backfill(read.scale(), backfill));
    }
    if (from != null) {
      return Optional.of(ReadingRange.from(position("--from", read.scale(), from)));
    }
    try (CqlSession session =
        CassandraSessions.open(
            cassandra.connection(), ANSWER, waiting -> LOG.info("{}", waiting))) {
      return Optional.of(ReadingRange.from(new CursorLookup(session).position(pipeline, read)));
    }
  }

  private static ReadingRange backfill(CursorScale scale, String text) throws UsageException {
    int between = text.indexOf(BETWEEN);
    if (between < 0) {
      throw new UsageException(
          "--backfill must be two values with '..' between them, such as 2024-01-01..2024-02-01; found '%s'"
              .formatted(text));
    }
    return ReadingRange.backfill(
        position("--backfill", scale, text.substring(0, between)),
        position("--backfill", scale, text.substring(between + BETWEEN.length())));
  }

  private static long position(String option, CursorScale scale, String text)
      throws UsageException {
    try {
      return scale.parse(text.strip());
    } catch (IllegalArgumentException none) {
      throw new UsageException("%s: %s".formatted(option, none.getMessage()), none);
    }
  }
}
