package io.tributary.model.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunWaitTest {
  @ParameterizedTest
  @EnumSource
  void wait_isFoundInTheSentenceThatTellsIt(RunWait wait) {
    assertThat(RunWait.in(RunWait.sentence(wait.clause() + "and more"))).contains(wait);
  }

  @Test
  void otherTroubleIsNoWait() {
    assertThat(RunWait.in("the source answered with status 500")).isEmpty();
    assertThat(RunWait.in("it waits for better days")).isEmpty();
  }
}
