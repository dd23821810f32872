package io.tributary.drills.cases;

import io.tributary.drills.environment.DrillConsumer;
import io.tributary.drills.environment.DrillEnvironment;
import io.tributary.drills.settle.Account;

/** All processes end in the same instant, and all are started again. */
final class PowerLost implements Case {
  private static final int LOSSES = 3;

  @Override
  public String name() {
    return "power-lost";
  }

  @Override
  public String claim() {
    return "when everything is killed in one instant and started again, nothing that was acknowledged is lost";
  }

  @Override
  public Account play(DrillEnvironment environment) throws Exception {
    DrillConsumer consumer = environment.startConsumer();
    for (int loss = 0; loss < LOSSES; loss++) {
      consumer.awaitRunning();
      environment.underLoad(LOSSES, loss, () -> environment.losePower(consumer));
    }
    return environment.settle(consumer);
  }
}
