package io.tributary.drills;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.drills.settle.Account;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DrillResultTest {
  private static final DrillOptions OPTIONS =
      new DrillOptions(
          List.of(), 1, 10, 10, 10, 7, Map.of(), false, false, Path.of("unused"), false);

  private static CaseResult played(Optional<Account> account, Optional<String> failure) {
    return new CaseResult("kill", 7, 3, account, List.of(), failure, Duration.ZERO);
  }

  private static Account account(int missing, int duplicated, int wrong, int surplus) {
    return new Account(10, 1, 2, 0, 3, 4, missing, duplicated, wrong, surplus, List.of());
  }

  private static DrillResult sum(CaseResult... played) {
    return DrillResult.of(OPTIONS, List.of(played), Set.of("skipped"), Duration.ofSeconds(2));
  }

  @Test
  void sum_addsUpWhatCameOfAllCases() {
    DrillResult sum =
        sum(
            played(Optional.of(account(0, 0, 0, 0)), Optional.empty()),
            played(Optional.of(account(1, 2, 3, 4)), Optional.of("does not settle")));
    assertThat(sum.json())
        .isEqualTo(
            "{\"cases\":2,\"passed\":1,\"skipped\":1,\"rounds\":1,\"seed\":7,\"faults_injected\":6,"
                + "\"records\":20,\"missing\":1,\"duplicated\":2,\"wrong\":3,\"surplus\":4,"
                + "\"seconds\":2.000}");
    assertThat(sum.failed()).containsExactly("kill with seed 7");
  }

  @Test
  void caseThatBrokeOff_hasFailed_evenWithoutAnAccount() {
    assertThat(sum(played(Optional.empty(), Optional.of("Kafka did not start"))).failed())
        .hasSize(1);
  }
}
