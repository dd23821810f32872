package io.tributary.console.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.console.web.Parameters;
import io.tributary.console.web.ProblemException;
import io.tributary.model.run.RunRecord;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Some of a pipeline's runs, the latest first.
 *
 * @param cursor where the next page begins; nothing on the last one
 */
record RunPage(List<RunRecord> runs, Optional<String> cursor) {
  private static final Comparator<RunRecord> ORDER =
      Comparator.comparing((RunRecord run) -> run.report().started())
          .reversed()
          .thenComparing(RunRecord::runId);

  /** The last run of the page before. */
  private record After(Instant started, String runId) {

    boolean isBefore(RunRecord run) {
      int order = started.compareTo(run.report().started());
      return order > 0 || (order == 0 && runId.compareTo(run.runId()) < 0);
    }
  }

  /**
   * Takes a page from all runs.
   *
   * @param cursor as the page before said
   * @param limit how many runs, 1 or more
   * @throws ProblemException when the cursor is none
   */
  static RunPage of(List<RunRecord> all, Optional<String> cursor, int limit) {
    Optional<After> after = cursor.map(RunPage::read);
    List<RunRecord> left =
        all.stream()
            .filter(run -> after.isEmpty() || after.get().isBefore(run))
            .sorted(ORDER)
            .toList();
    List<RunRecord> page = left.subList(0, Math.min(limit, left.size()));
    return new RunPage(
        page,
        page.size() == left.size() ? Optional.empty() : Optional.of(write(page.get(limit - 1))));
  }

  private static String write(RunRecord last) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((last.report().started() + " " + last.runId()).getBytes(UTF_8));
  }

  private static After read(String cursor) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), UTF_8);
      int space = text.indexOf(' ');
      if (space > 0) {
        return new After(Instant.parse(text.substring(0, space)), text.substring(space + 1));
      }
    } catch (IllegalArgumentException | DateTimeException malformed) {
      throw Parameters.wrong("cursor", cursor, "the cursor of the page before");
    }
    throw Parameters.wrong("cursor", cursor, "the cursor of the page before");
  }
}
