package io.tributary.producer;

import io.tributary.model.receipt.Receipt;
import io.tributary.runtime.trace.TraceSpan;
import java.util.Map;

/** What the span of a run says of it: the figures of its receipt. */
public final class RunSpan {
  private RunSpan() {}

  /**
   * Adds them.
   *
   * @param faults how often asking the source has gone wrong, by the kind of fault
   */
  public static void describe(TraceSpan span, RunEnd end, Map<String, Long> faults) {
    Receipt receipt = end.receipt();
    span.with("tributary.source.url", receipt.source())
        .with("tributary.records.asked", receipt.asked())
        .with("tributary.records.fetched", receipt.fetched())
        .with("tributary.records.published", receipt.published())
        .with("tributary.records.rejected", receipt.rejected())
        .with("tributary.complete", receipt.complete());
    receipt
        .reading()
        .ifPresent(
            reading -> {
              span.with("tributary.source.pages", reading.pages())
                  .with("tributary.source.requests", reading.requests());
              reading.end().ifPresent(kind -> span.with("tributary.source.end", kind));
              reading.how().ifPresent(how -> span.with("tributary.source.end.how", how));
            });
    receipt
        .contents()
        .ifPresent(contents -> span.with("tributary.keys.distinct", contents.distinctKeys()));
    faults.forEach((kind, times) -> span.with("tributary.source.faults." + kind, times));
    end.failure().ifPresent(span::fail);
  }
}
