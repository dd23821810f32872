package io.tributary.consumer.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.tributary.model.cql.DeadLetterCql;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.refusal.Reason;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tells which records of the events' topic were filed as {@link Reason#FUTURE_TIME} or {@link
 * Reason#REFUSED_BY_CASSANDRA} when they were read before: their outcome depended on more than the
 * record, and they stay dead letters, whatever the clock or Cassandra says by now. Asks when the
 * first record of a {@link Range} is read, and keeps the answers that were needed last, so that
 * neither the time to start nor the memory grows with the letters. Safe for use by several threads.
 */
public final class FiledLetters {
  /** Some 200 bytes each. */
  static final int MOST_ANSWERS = 4_096;

  /**
   * Records of one Kafka partition and one day whose letters are together in the table.
   *
   * @param first offset of the first of {@link DeadLetterCql#OFFSETS_IN_RANGE}
   * @param day (UTC) of the records' time
   */
  public record Range(int partition, long first, LocalDate day) {}

  /**
   * Which records of a range have such letters, counted from the range's first offset; not to be
   * changed.
   *
   * @param future those that were filed for their time
   * @param refused those whose row Cassandra has refused
   */
  public record Filed(BitSet future, BitSet refused) {}

  /** Where the letters are. */
  public interface Source {
    /** Waits while Cassandra is away. */
    Filed read(Range range) throws InterruptedException, FatalWriteException;
  }

  /** What is done after Cassandra failed to answer, before it is asked again. */
  public interface Pause {
    /**
     * @throws FatalWriteException when it would fail again
     */
    void after(DriverException failed) throws InterruptedException, FatalWriteException;
  }

  private final Source source;
  private final Map<Range, Filed> answers =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Range, Filed> eldest) {
          return size() > MOST_ANSWERS;
        }
      };

  public FiledLetters(Source source) {
    this.source = source;
  }

  /** Those in the dead letters' table; throws the driver's exceptions. */
  public static FiledLetters of(CqlSession session, Pipeline pipeline, Pause pause) {
    PreparedStatement select =
        session.prepare(new DeadLetterCql(pipeline.keyspace()).selectRange());
    return new FiledLetters(
        range -> {
          while (true) {
            try {
              return read(session, select, pipeline, range);
            } catch (DriverException failed) {
              pause.after(failed);
            }
          }
        });
  }

  private static Filed read(
      CqlSession session, PreparedStatement select, Pipeline pipeline, Range range) {
    Filed filed = new Filed(new BitSet(), new BitSet());
    for (Row letter :
        session.execute(
            select.bind(
                pipeline.name(),
                range.day(),
                DeadLetterCql.bucket(range.first()),
                pipeline.topic().name(),
                range.partition(),
                range.first(),
                range.first() + DeadLetterCql.OFFSETS_IN_RANGE))) {
      String reason = letter.getString("reason");
      int number = (int) (letter.getLong("offset") - range.first());
      if (Reason.FUTURE_TIME.name().equals(reason)) {
        filed.future().set(number);
      } else if (Reason.REFUSED_BY_CASSANDRA.name().equals(reason)) {
        filed.refused().set(number);
      }
    }
    return filed;
  }

  /** Which records of a range were filed so. */
  public Filed of(Range range) throws InterruptedException, FatalWriteException {
    synchronized (answers) {
      Filed known = answers.get(range);
      if (known != null) {
        return known;
      }
    }
    Filed read = source.read(range);
    synchronized (answers) {
      answers.put(range, read);
    }
    return read;
  }

  int answersKept() {
    synchronized (answers) {
      return answers.size();
    }
  }
}
