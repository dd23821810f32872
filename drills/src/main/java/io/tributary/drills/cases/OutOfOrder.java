package io.tributary.drills.cases;

import io.tributary.drills.environment.DrillConsumer;
import io.tributary.drills.environment.DrillEnvironment;
import io.tributary.drills.load.Draft;
import io.tributary.drills.settle.Account;
import io.tributary.drills.truth.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Replays and late duplicates with older times, between kills and a second reading of everything.
 */
final class OutOfOrder implements Case {
  /** A day of milliseconds: two events of a person in one of them are as good as impossible. */
  private static final int SPAN = 86_400_000;

  @Override
  public String name() {
    return "out-of-order";
  }

  @Override
  public String claim() {
    return "events that come late, twice, or again with an older time never overwrite a newer row";
  }

  @Override
  public Account play(DrillEnvironment environment) throws Exception {
    DrillConsumer consumer = environment.startConsumer();
    consumer.awaitRunning();
    long noon = System.currentTimeMillis() - SPAN;
    List<Draft> drafts = new ArrayList<>();
    for (Draft draft : environment.people().next(environment.records() / 2)) {
      drafts.add(draft.at(noon + environment.random().nextInt(SPAN)));
    }
    // each comes again as another event of the same person, at any time, and some as they were
    for (Draft first : List.copyOf(drafts)) {
      boolean asItWas = environment.random().nextInt(4) == 0;
      drafts.add(
          asItWas
              ? first
              : environment
                  .people()
                  .event(((Outcome.Row) first.outcome()).key())
                  .at(noon + environment.random().nextInt(SPAN)));
    }
    Collections.shuffle(drafts, environment.random());
    var published = environment.load().begin(drafts);
    Thread.sleep(environment.anyTime(Duration.ofSeconds(3)).toMillis());
    environment.faults().kill("the consumer", consumer.process());
    consumer.start();
    environment.load().finish(published);
    return environment.settleTwice(consumer);
  }
}
