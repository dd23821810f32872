package io.tributary.model.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class RunUuidTest {

  /** Traces and lineage of runs that have begun with another version go on under their id. */
  @Test
  void of_isTheSameInEveryVersion() {
    assertThat(RunUuid.of("users", "20261129T120000Z-1a2b"))
        .hasToString("8c3cb100-7802-3907-8722-2b946b600b88");
  }

  @Test
  void of_tellsPipelinesRunsAndStepsApart() {
    assertThat(
            Set.of(
                RunUuid.of("a", "b"),
                RunUuid.of("b", "a"),
                RunUuid.of("a", "c"),
                RunUuid.of("a", "b", "produce"),
                RunUuid.of("a", "b", "verify")))
        .hasSize(5);
  }
}
