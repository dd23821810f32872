package io.tributary.verifier.verification;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.receipt.OffsetRange;
import io.tributary.model.receipt.Receipt;
import io.tributary.runtime.command.UsageException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Whether a receipt is one of a pipeline's, and does not contradict itself. */
final class ReceiptCheck {
  private ReceiptCheck() {}

  static void check(Receipt receipt, Pipeline pipeline) throws UsageException {
    if (!receipt.pipeline().equals(pipeline.name())) {
      throw new UsageException(
          "the receipt is of pipeline '%s', the definition is '%s': name the right one with --pipeline"
              .formatted(receipt.pipeline(), pipeline.name()));
    }
    Set<String> partitions = new HashSet<>();
    long published = 0;
    long rejected = 0;
    for (OffsetRange range : receipt.offsets()) {
      String partition = String.format(Locale.ROOT, "%s-%d", range.topic(), range.partition());
      if (range.topic().equals(pipeline.topic().name())) {
        published += range.records();
      } else if (range.topic().equals(pipeline.topic().rejected())) {
        rejected += range.records();
      } else {
        throw new UsageException(
            "the receipt names topic %s, the definition only %s and %s: name the right one with --pipeline"
                .formatted(range.topic(), pipeline.topic().name(), pipeline.topic().rejected()));
      }
      if (!partitions.add(partition)) {
        throw contradicts("names %s twice".formatted(partition));
      }
      if (range.records() < 1 || range.records() > range.last() - range.first() + 1) {
        throw contradicts(
            String.format(
                Locale.ROOT,
                "says that %d records are at %s@%d..%d",
                range.records(),
                partition,
                range.first(),
                range.last()));
      }
    }
    if (published != receipt.published() || rejected != receipt.rejected()) {
      throw contradicts(
          String.format(
              Locale.ROOT,
              "says %d published and %d rejected, but its offsets name %d and %d",
              receipt.published(),
              receipt.rejected(),
              published,
              rejected));
    }
  }

  private static UsageException contradicts(String how) {
    return new UsageException(
        "the receipt contradicts itself (it %s): give the one that the producer wrote"
            .formatted(how));
  }
}
