package io.tributary.drill.cases;

import java.util.List;

/** All cases, in the order in which they are played. */
public final class Cases {
  private Cases() {}

  public static List<Case> all() {
    return List.of(new ConsumerKilled());
  }
}
