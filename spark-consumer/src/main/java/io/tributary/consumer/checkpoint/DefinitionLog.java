package io.tributary.consumer.checkpoint;

import java.io.IOException;
import java.util.NavigableSet;
import java.util.Optional;

/**
 * The pipeline's definitions that batches were planned with, each in a file that has the number of
 * the first of these batches as its name.
 */
final class DefinitionLog {
  private final NumberedFiles definitions;

  DefinitionLog(NumberedFiles definitions) {
    this.definitions = definitions;
  }

  /** What a batch was planned with, if that was noted. */
  Optional<String> of(long batch) throws IOException {
    Long first = definitions.numbers().floor(batch);
    return first == null ? Optional.empty() : definitions.read(first);
  }

  /** Notes what batches are planned with from this one on; none of them is planned yet. */
  void begin(long batch, String definition) throws IOException {
    Optional<String> known = of(batch);
    if (known.isEmpty() || !known.get().equals(definition)) {
      definitions.write(batch, definition);
    }
    // of what was before, only a batch that is planned and not done may be asked for
    NavigableSet<Long> all = definitions.numbers();
    Long oldest = all.floor(batch - 1);
    for (long first : all) {
      if ((oldest != null && first < oldest) || first > batch) {
        definitions.delete(first);
      }
    }
  }
}
