package io.tributary.verifier.deadletter;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import io.tributary.model.cql.DeadLetterCql;
import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.command.CommandFailed;
import io.tributary.verifier.log.Place;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The dead letters of one pipeline. */
public final class DeadLetters {
  private final CqlSession session;
  private final DeadLetterCql cql;
  private final String pipeline;

  public DeadLetters(CqlSession session, Pipeline pipeline) {
    this.session = session;
    this.cql = new DeadLetterCql(pipeline.table().keyspace());
    this.pipeline = pipeline.name();
  }

  /**
   * Hands on the letters of the selection, the newest day first, within a day by topic, partition
   * and offset, until {@code wantsMore} says no.
   *
   * @throws CommandFailed when the table is not there
   */
  public void forEach(Selection selection, Predicate<DeadLetter> wantsMore) throws CommandFailed {
    List<LocalDate> days = days();
    PreparedStatement select = prepare(cql.selectDay());
    for (LocalDate day : days) {
      if (!selection.includes(day)) {
        continue;
      }
      // page by page: the driver fetches the next one as the rows are taken
      for (Row row : session.execute(select.bind(pipeline, day))) {
        DeadLetter letter = letter(row);
        if (selection.includes(letter) && !wantsMore.test(letter)) {
          return;
        }
      }
    }
  }

  /**
   * The letter of the record at a place, if there is one.
   *
   * @throws CommandFailed when the table is not there
   */
  public Optional<WholeDeadLetter> find(Place place) throws CommandFailed {
    List<LocalDate> days = days();
    PreparedStatement select = prepare(cql.selectOne());
    for (LocalDate day : days) {
      Row row =
          session
              .execute(select.bind(pipeline, day, place.topic(), place.partition(), place.offset()))
              .one();
      if (row != null) {
        Map<String, ByteBuffer> headers = row.getMap("headers", String.class, ByteBuffer.class);
        return Optional.of(
            new WholeDeadLetter(
                letter(row),
                row.getByteBuffer("key"),
                row.getByteBuffer("value"),
                headers == null ? Map.of() : headers));
      }
    }
    return Optional.empty();
  }

  /** How many there are, in whatever state. */
  public long count() throws CommandFailed {
    long[] count = {0};
    forEach(
        new Selection(Optional.empty(), Optional.empty(), Optional.empty(), false),
        letter -> {
          count[0]++;
          return true;
        });
    return count[0];
  }

  /** The days on which the pipeline has letters, the newest first. */
  private List<LocalDate> days() throws CommandFailed {
    return session.execute(prepare(cql.selectDays()).bind()).all().stream()
        .filter(row -> pipeline.equals(row.getString("pipeline")))
        .map(row -> Objects.requireNonNull(row.getLocalDate("day")))
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  private PreparedStatement prepare(String statement) throws CommandFailed {
    try {
      return session.prepare(statement);
    } catch (InvalidQueryException noTable) {
      throw new CommandFailed(
          "Cassandra has no dead letters' table as this version needs it (%s): run cassandra-init"
              .formatted(noTable.getMessage()),
          noTable);
    }
  }

  private static DeadLetter letter(Row row) {
    return new DeadLetter(
        new Place(text(row, "topic"), row.getInt("partition"), row.getLong("offset")),
        text(row, "reason"),
        row.getString("field"),
        text(row, "detail"),
        Objects.requireNonNullElse(row.getInstant("record_time"), Instant.EPOCH),
        row.getString("run_id"),
        text(row, "state"),
        row.getInstant("state_changed"),
        row.getString("state_note"),
        row.getInt("tries"));
  }

  private static String text(Row row, String column) {
    @Nullable String text = row.getString(column);
    return text == null ? "" : text;
  }
}
