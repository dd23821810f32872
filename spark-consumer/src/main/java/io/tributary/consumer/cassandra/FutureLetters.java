package io.tributary.consumer.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.tributary.model.cql.DeadLetterCql;
import io.tributary.model.deadletter.Reason;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.Place;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;

/**
 * The places of records whose outcome depended on more than the record when they were filed, as
 * {@link Reason#FUTURE_TIME} or {@link Reason#REFUSED_BY_CASSANDRA}: they stay dead letters when
 * they are read again, whatever the clock or Cassandra says by then.
 */
public final class FutureLetters implements Serializable {
  private final Set<Place> future;
  private final Set<Place> refused;

  public FutureLetters(Set<Place> future) {
    this(future, Set.of());
  }

  public FutureLetters(Set<Place> future, Set<Place> refused) {
    this.future = new HashSet<>(future);
    this.refused = new HashSet<>(refused);
  }

  /** Reads them from the dead letters' table; throws the driver's exceptions. */
  public static FutureLetters load(CqlSession session, Pipeline pipeline) {
    DeadLetterCql cql = new DeadLetterCql(pipeline.table().keyspace());
    PreparedStatement select = session.prepare(cql.selectPlaces());
    Set<Place> future = new HashSet<>();
    Set<Place> refused = new HashSet<>();
    for (Row day : session.execute(cql.selectDays())) {
      if (pipeline.name().equals(day.getString("pipeline"))) {
        LocalDate date = day.getLocalDate("day");
        for (Row letter : session.execute(select.bind(pipeline.name(), date))) {
          String reason = letter.getString("reason");
          if (Reason.FUTURE_TIME.name().equals(reason)) {
            future.add(place(letter));
          } else if (Reason.REFUSED_BY_CASSANDRA.name().equals(reason)) {
            refused.add(place(letter));
          }
        }
      }
    }
    return new FutureLetters(future, refused);
  }

  private static Place place(Row letter) {
    return new Place(
        String.valueOf(letter.getString("topic")),
        letter.getInt("partition"),
        letter.getLong("offset"));
  }

  /** Whether the record at this place was filed for its time. */
  public boolean contains(Place place) {
    return future.contains(place);
  }

  /** Whether Cassandra has refused the row of the record at this place. */
  public boolean isRefused(Place place) {
    return refused.contains(place);
  }

  public boolean isEmpty() {
    return future.isEmpty() && refused.isEmpty();
  }
}
