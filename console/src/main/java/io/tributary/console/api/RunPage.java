package io.tributary.console.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.console.web.Parameters;
import io.tributary.console.web.ProblemException;
import io.tributary.model.run.RunRecord;
import io.tributary.verifier.runs.RunPosition;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Some of a pipeline's runs, the latest first.
 *
 * @param cursor where the next page begins; nothing on the last one
 */
record RunPage(List<RunRecord> runs, Optional<String> cursor) {

  /**
   * Takes a page off a list.
   *
   * @param found the runs behind the page before, one more than {@code limit} if there are so many
   * @param limit how many runs, 1 or more
   */
  static RunPage of(List<RunRecord> found, int limit) {
    if (found.size() <= limit) {
      return new RunPage(found, Optional.empty());
    }
    List<RunRecord> page = found.subList(0, limit);
    return new RunPage(page, Optional.of(write(RunPosition.of(page.get(limit - 1)))));
  }

  private static String write(RunPosition last) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((last.started() + " " + last.runId()).getBytes(UTF_8));
  }

  /**
   * The last run of the page before.
   *
   * @param cursor as that page said
   * @throws ProblemException when it is none
   */
  static RunPosition after(String cursor) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), UTF_8);
      int space = text.indexOf(' ');
      if (space > 0) {
        return new RunPosition(Instant.parse(text.substring(0, space)), text.substring(space + 1));
      }
    } catch (IllegalArgumentException | DateTimeException malformed) {
      throw Parameters.wrong("cursor", cursor, "the cursor of the page before");
    }
    throw Parameters.wrong("cursor", cursor, "the cursor of the page before");
  }
}
