package io.tributary.stack.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.model.receipt.Receipt;
import io.tributary.stack.demo.Stopwatch.Phase;
import io.tributary.verifier.report.VerificationReport;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What a demo did.
 *
 * @param rows that the table has now, those of earlier runs among them
 * @param deadLetters that the pipeline has now, those of earlier runs among them
 * @param report on the records of this run
 * @param why what keeps the run from being verified; none when each of its records is a row or a
 *     dead letter and it published all that it was asked for
 * @param peakMemory the greatest resident memory of each process, added up, in bytes; 0 where the
 *     system does not tell
 */
record DemoResult(
    Receipt receipt,
    long rows,
    long deadLetters,
    VerificationReport report,
    Optional<String> why,
    Stopwatch stopwatch,
    long peakMemory) {
  private static final int BYTES_PER_MIB_AS_SHIFT = 20;

  /** Counts and times, for people. */
  String text() {
    return String.format(
        Locale.ROOT,
        """
        all runs on this data folder: %,d row%s in the table and %,d dead letter%s
        stack %.1f s, produce %.1f s, land %.1f s, verify %.1f s: %.1f s in all, with at most %,d MiB of memory""",
        rows,
        rows == 1 ? "" : "s",
        deadLetters,
        deadLetters == 1 ? "" : "s",
        seconds(stopwatch.of(Phase.STACK)),
        seconds(stopwatch.of(Phase.PRODUCE)),
        seconds(stopwatch.of(Phase.LAND)),
        seconds(stopwatch.of(Phase.VERIFY)),
        seconds(stopwatch.total()),
        peakMebibytes());
  }

  /** One line, for programs. */
  String json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("run_id", receipt.runId())
        .put("pipeline", receipt.pipeline())
        .put("source", receipt.source())
        .put("asked", receipt.asked())
        .put("published", receipt.published())
        .put("rejected", receipt.rejected())
        .put("rows", rows)
        .put("dead_letters", deadLetters)
        .put("verified", why.isEmpty())
        .put("distinct_keys", report.contents().contents().distinctKeys())
        .put("superseded_by_same_run", report.contents().superseded());
    why.ifPresent(sentence -> json.put("why", sentence));
    ObjectNode values = json.putObject("values");
    report.contents().contents().values().forEach(values::put);
    ObjectNode replaced = json.putObject("replaced");
    report.contents().contents().replaced().forEach(replaced::put);
    ArrayNode warnings = json.putArray("warnings");
    report.warnings().forEach(warnings::add);
    ObjectNode seconds = json.putObject("seconds");
    for (Phase phase : Phase.values()) {
      seconds.put(phase.name().toLowerCase(Locale.ROOT), exactSeconds(stopwatch.of(phase)));
    }
    seconds.put("total", exactSeconds(stopwatch.total()));
    return json.put("peak_rss_mib", peakMebibytes()).toString();
  }

  /** The same of a demo that did not get as far as to publish. */
  static String json(String pipeline, String why) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("pipeline", pipeline)
        .put("verified", false)
        .put("why", why)
        .toString();
  }

  private long peakMebibytes() {
    return peakMemory >> BYTES_PER_MIB_AS_SHIFT;
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private static BigDecimal exactSeconds(Duration duration) {
    return BigDecimal.valueOf(duration.toMillis(), 3);
  }
}
