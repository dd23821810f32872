package io.tributary.drills.source;

import io.tributary.drills.source.SourceKind.Form;
import io.tributary.drills.source.SourceKind.Range;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;

/** The users' pipeline, which reads its source in another way. */
public final class LyingDefinition {
  private static final String PAGING =
      """
        paging:
          type: page
          size-parameter: results
          page-parameter: page
          seed-parameter: seed
          page-size: 5000
          last-page: 10000
      """;
  private static final String PLACES =
      """
        records: /results
        error: /error
      """;

  private LyingDefinition() {}

  /**
   * @param users text of the pipeline's own definition
   * @param start where an incremental source begins
   * @param tokens the token endpoint
   * @throws IllegalStateException when the pipeline's definition is not as it was
   */
  public static String of(String users, SourceKind kind, Instant start, URI tokens) {
    StringBuilder source = new StringBuilder();
    source.append("  paging: %s\n".formatted(kind.paging().definition()));
    if (kind.isSecured()) {
      source.append(
          "  authentication: {type: oauth2, token-url: \"%s\", client-id: %s, client-secret: \"${env:%s}\"}\n"
              .formatted(tokens, AccessTokens.CLIENT, AccessTokens.SECRET_VARIABLE));
    }
    if (kind.isIncremental()) {
      source.append(
          "  incremental: {field: registered_date, start: \"%s\", parameter: since%s}\n"
              .formatted(
                  start,
                  kind.range() == Range.WINDOWS ? ", end-parameter: until, window: 7d" : ""));
    }
    String text = replaced(users, PAGING, source.toString());
    if (kind.form().isLines()) {
      String form = kind.form().name().toLowerCase(Locale.ROOT);
      text = replaced(text, PLACES, "  format: %s\n".formatted(form));
    }
    if (kind.form() == Form.CSV) {
      int places = text.indexOf("  paging:");
      text = text.substring(0, places) + UserLines.withColumns(text.substring(places));
    }
    // an incremental run takes all that is new
    return kind.isIncremental() ? replaced(text, "  records: 1000\n", "  records: all\n") : text;
  }

  /** The part of the pipeline's definition that says what an event has. */
  public static String events(String users) {
    return users.substring(users.indexOf("\nevent:"), users.indexOf("\ntopic:"));
  }

  private static String replaced(String text, String part, String by) {
    if (!text.contains(part)) {
      throw new IllegalStateException("The bundled definition has no\n" + part);
    }
    return text.replace(part, by);
  }
}
