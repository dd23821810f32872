package io.tributary.drill.cases;

import io.tributary.drill.load.Draft;
import io.tributary.drill.scene.Scene;
import io.tributary.drill.settle.Account;
import io.tributary.drill.truth.Outcome;
import io.tributary.stack.consumer.ConsumerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

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
  public Account play(Scene scene) throws Exception {
    ConsumerProcess consumer = scene.startConsumer();
    scene.awaitRunning(consumer);
    long noon = System.currentTimeMillis() - SPAN;
    List<Draft> drafts = new ArrayList<>();
    for (Draft draft : scene.people().next(scene.records() / 2)) {
      drafts.add(draft.at(noon + scene.random().nextInt(SPAN)));
    }
    // each comes again as another event of the same person, at any time, and some as they were
    for (Draft first : List.copyOf(drafts)) {
      boolean asItWas = scene.random().nextInt(4) == 0;
      drafts.add(
          asItWas
              ? first
              : scene
                  .people()
                  .event(((Outcome.Row) first.outcome()).key())
                  .at(noon + scene.random().nextInt(SPAN)));
    }
    Collections.shuffle(drafts, scene.random());
    var published = scene.load().begin(drafts);
    Thread.sleep(scene.anyTime(Duration.ofSeconds(3)).toMillis());
    scene.faults().kill("the consumer", consumer.process());
    consumer.start();
    scene.load().finish(published);
    Account once = scene.settle(consumer);
    if (!once.settled()) {
      return once;
    }
    scene.faults().note("everything is read again");
    ConsumerProcess again =
        scene.startConsumer("consumer-again", Map.of(), List.of("--mode", "initial"));
    scene.awaitEnd(again, 0);
    return scene.account();
  }
}
