package io.tributary.drills;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.drills.settle.Account;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;

/** What came of a whole drill. */
record DrillResult(
    DrillOptions options, List<CaseResult> played, Set<String> skipped, Duration time) {

  static DrillResult of(
      DrillOptions options, List<CaseResult> played, Set<String> skipped, Duration time) {
    return new DrillResult(options, List.copyOf(played), Set.copyOf(skipped), time);
  }

  /** Names of the cases that did not pass, each with its seed. */
  List<String> failed() {
    return played.stream()
        .filter(one -> !one.passed())
        .map(one -> String.format(Locale.ROOT, "%s with seed %d", one.name(), one.seed()))
        .toList();
  }

  /** One line, for programs. */
  String json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("cases", played.size())
        .put("passed", played.size() - failed().size())
        .put("skipped", skipped.size())
        .put("rounds", options.rounds())
        .put("seed", options.seed())
        .put("faults_injected", played.stream().mapToInt(CaseResult::faults).sum())
        .put("records", sum(Account::records))
        .put("missing", sum(Account::missing))
        .put("duplicated", sum(Account::duplicated))
        .put("wrong", sum(Account::wrong))
        .put("surplus", sum(Account::surplus))
        .put("seconds", BigDecimal.valueOf(time.toMillis(), 3));
    return json.toString();
  }

  private int sum(ToIntFunction<Account> of) {
    return played.stream().map(CaseResult::account).flatMap(Optional::stream).mapToInt(of).sum();
  }
}
