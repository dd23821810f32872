package io.tributary.verifier.replay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a replay did, or a dry run would have done.
 *
 * @param dryRun whether nothing was published
 * @param asked letters looked at
 * @param replayed letters that passed, so that they were published again; in a dry run those that
 *     would be
 * @param failedAgain letters that are no row by today's definition either
 * @param verified replayed letters whose row is there, or a newer one
 * @param missing replayed letters whose row did not come in time
 * @param reasons how the letters of each reason fared
 * @param failures the first letters that failed again, and why
 * @param problems what ended the replay before all were asked
 */
public record ReplayReport(
    boolean dryRun,
    long asked,
    long replayed,
    long failedAgain,
    long verified,
    long missing,
    Map<String, Share> reasons,
    List<String> failures,
    List<String> problems) {

  /** How many letters of a reason pass. */
  public record Share(long asked, long passed) {
    Share plus(boolean passes) {
      return new Share(asked + 1, passed + (passes ? 1 : 0));
    }
  }

  public ReplayReport {
    reasons = new TreeMap<>(reasons);
    failures = List.copyOf(failures);
    problems = List.copyOf(problems);
  }

  /** Why the replay is no success, in one sentence; nothing when all that passed is verified. */
  public Optional<String> why() {
    List<String> clauses = new ArrayList<>(problems);
    if (missing > 0) {
      clauses.add(
          String.format(
              Locale.ROOT,
              "%,d of %,d replayed letters are not in the table; see that the consumer runs with today's definition, then replay again",
              missing,
              replayed));
    }
    return clauses.isEmpty()
        ? Optional.empty()
        : Optional.of("the replay is not verified: " + String.join("; ", clauses));
  }

  /** The report for people, several lines. */
  public String text() {
    StringBuilder text = new StringBuilder();
    reasons.forEach(
        (reason, share) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "  %-16s %,9d asked  %,9d %s%n",
                    reason,
                    share.asked(),
                    share.passed(),
                    passed())));
    failures.forEach(failure -> text.append("  ! %s%n".formatted(failure)));
    if (failedAgain > failures.size()) {
      text.append(String.format(Locale.ROOT, "    and %,d more%n", failedAgain - failures.size()));
    }
    text.append(
        dryRun
            ? String.format(
                Locale.ROOT,
                "%,d letters asked, %,d would pass, %,d would fail again",
                asked,
                replayed,
                failedAgain)
            : String.format(
                Locale.ROOT,
                "%,d letters asked, %,d replayed, %,d verified, %,d missing, %,d failed again",
                asked,
                replayed,
                verified,
                missing,
                failedAgain));
    return text.toString();
  }

  private String passed() {
    return dryRun ? "would pass" : "passed";
  }

  /** The report for programs, one line. */
  public String json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("asked", asked);
    if (dryRun) {
      json.put("dry_run", true).put("would_pass", replayed).put("would_fail", failedAgain);
      ObjectNode byReason = json.putObject("reasons");
      reasons.forEach(
          (reason, share) ->
              byReason
                  .putObject(reason)
                  .put("asked", share.asked())
                  .put("would_pass", share.passed()));
      return json.toString();
    }
    return json.put("replayed", replayed)
        .put("failed_again", failedAgain)
        .put("verified", verified)
        .put("missing", missing)
        .toString();
  }
}
