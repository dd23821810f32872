package io.tributary.console.record;

import io.tributary.model.receipt.Receipt;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a record is in its source, as far as its cursor says so. */
final class SourcePlace {
  /** {@code seed/page/index}; other cursors have a token in place of seed and page. */
  private static final Pattern PAGED = Pattern.compile("([^/]+)/(\\d{1,18})/\\d{1,9}");

  private SourcePlace() {}

  /** Whether a run may have read this place: not if it had another seed, or other pages. */
  static boolean mayBeIn(String cursor, Receipt receipt) {
    Matcher paged = PAGED.matcher(cursor);
    Optional<String> seed = receipt.seed();
    if (seed.isEmpty() || !paged.matches()) {
      return true;
    }
    long page = Long.parseLong(paged.group(2));
    return seed.get().equals(paged.group(1))
        && page >= receipt.firstPage()
        && page <= receipt.lastPage();
  }

  /** How far into the run the place is, from 0 to 1; the middle where the cursor does not say. */
  static double share(String cursor, Receipt receipt) {
    Matcher paged = PAGED.matcher(cursor);
    double pages = receipt.lastPage() - receipt.firstPage() + 1.0;
    return paged.matches() && receipt.lastPage() >= receipt.firstPage()
        ? Math.max(
            0, Math.min(1, (Long.parseLong(paged.group(2)) - receipt.firstPage() + 0.5) / pages))
        : 0.5;
  }
}
