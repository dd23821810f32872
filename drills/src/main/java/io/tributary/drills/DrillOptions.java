package io.tributary.drills;

import io.tributary.drills.cases.Case;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a drill is to do.
 *
 * @param seed of the first round; each further one has the next
 * @param records that a case publishes at least
 * @param futureRecords that {@code from-the-future} publishes beside these
 * @param secured whether Kafka and Cassandra ask for logins, through TLS
 * @param watched whether people are told where they can watch each case in the console
 * @param folder for what the cases leave; a case that passes leaves nothing
 * @param debug whether a failure shows where it came from
 */
record DrillOptions(
    List<Case> cases,
    int rounds,
    int records,
    int recordsPerSecond,
    int futureRecords,
    long seed,
    Map<String, String> consumerSettings,
    boolean secured,
    boolean watched,
    Path folder,
    boolean debug) {

  DrillOptions {
    cases = List.copyOf(cases);
    consumerSettings = Map.copyOf(consumerSettings);
  }
}
