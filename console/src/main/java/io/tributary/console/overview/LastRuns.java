package io.tributary.console.overview;

import io.tributary.console.platform.Answer;
import io.tributary.console.platform.CassandraAccess;
import io.tributary.console.platform.Inquiries;
import io.tributary.console.platform.Inquiries.Inquiry;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.run.RunRecord;
import io.tributary.runtime.time.Interval;
import io.tributary.runtime.time.Ticker;
import io.tributary.verifier.runs.CassandraRuns;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The last run of each pipeline. Asked for every ten seconds, as Cassandra has to read the runs of
 * a month for it. For one thread.
 */
final class LastRuns {
  private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(10);
  private static final int MONTHS = 2;

  private final CassandraAccess cassandra;
  private final Inquiries inquiries;
  private final Duration limit;
  private final Map<String, Known> known = new HashMap<>();

  private record Known(Answer<Optional<RunRecord>> answer, Interval untilNext) {}

  /**
   * @param limit how long an answer may take
   */
  LastRuns(CassandraAccess cassandra, Inquiries inquiries, Duration limit) {
    this.cassandra = cassandra;
    this.inquiries = inquiries;
    this.limit = limit;
  }

  /** Begins to ask if it is time to; the returned supplier waits for the answer. */
  Supplier<Answer<Optional<RunRecord>>> ask(Pipeline pipeline) {
    @Nullable Known before = known.get(pipeline.name());
    if (before != null && before.answer().isKnown() && !before.untilNext().isDue()) {
      return before::answer;
    }
    Inquiry<Optional<RunRecord>> inquiry =
        inquiries.begin(
            "Cassandra",
            limit,
            () ->
                new CassandraRuns(cassandra.session(), pipeline)
                    .list(Instant.now(), MONTHS, 1, Optional.empty()).stream().findFirst());
    return () -> keep(pipeline.name(), inquiry.answer());
  }

  private Answer<Optional<RunRecord>> keep(String pipeline, Answer<Optional<RunRecord>> answer) {
    Interval untilNext = new Interval(BETWEEN_QUESTIONS, Ticker.system());
    known.put(pipeline, new Known(answer, untilNext));
    return answer;
  }
}
