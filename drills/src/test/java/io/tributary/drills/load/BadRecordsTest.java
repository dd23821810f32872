package io.tributary.drills.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.drills.truth.Outcome;
import io.tributary.model.refusal.Reason;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BadRecordsTest {
  private static final int MANY = 1_000;

  @Test
  void badRecords_haveEveryReason_thatARecordItselfCanGive() {
    Random random = new Random(1);
    BadRecords bad = new BadRecords("users", "users.rejected", new People("users", random), random);
    Set<String> onTheEventsTopic =
        Stream.generate(bad::next)
            .limit(MANY)
            .filter(draft -> draft.topic().equals("users"))
            .map(draft -> ((Outcome.Letter) draft.outcome()).reason())
            .collect(Collectors.toSet());
    Set<String> reasons = Stream.of(Reason.values()).map(Reason::name).collect(Collectors.toSet());
    // the rejected topic's, Cassandra's, the operator's, and those of topics with schemas
    reasons.removeAll(
        Set.of(
            Reason.UNKNOWN.name(),
            Reason.REFUSED_BY_CASSANDRA.name(),
            Reason.SKIPPED.name(),
            Reason.UNKNOWN_SCHEMA.name(),
            Reason.MALFORMED_AVRO.name()));
    assertThat(onTheEventsTopic).isEqualTo(reasons);
  }
}
