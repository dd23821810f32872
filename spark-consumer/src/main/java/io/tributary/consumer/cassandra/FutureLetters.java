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
 * The places of records that were filed as {@link Reason#FUTURE_TIME}: they stay dead letters when
 * they are read again, whatever the clock says by then.
 */
public final class FutureLetters implements Serializable {
  private final Set<Place> places;

  public FutureLetters(Set<Place> places) {
    this.places = new HashSet<>(places);
  }

  /** Reads them from the dead letters' table; throws the driver's exceptions. */
  public static FutureLetters load(CqlSession session, Pipeline pipeline) {
    DeadLetterCql cql = new DeadLetterCql(pipeline.table().keyspace());
    PreparedStatement select = session.prepare(cql.selectPlaces());
    Set<Place> places = new HashSet<>();
    for (Row day : session.execute(cql.selectDays())) {
      if (pipeline.name().equals(day.getString("pipeline"))) {
        LocalDate date = day.getLocalDate("day");
        for (Row letter : session.execute(select.bind(pipeline.name(), date))) {
          if (Reason.FUTURE_TIME.name().equals(letter.getString("reason"))) {
            places.add(
                new Place(
                    String.valueOf(letter.getString("topic")),
                    letter.getInt("partition"),
                    letter.getLong("offset")));
          }
        }
      }
    }
    return new FutureLetters(places);
  }

  public boolean contains(Place place) {
    return !places.isEmpty() && places.contains(place);
  }

  public boolean isEmpty() {
    return places.isEmpty();
  }
}
