package io.tributary.producer.source;

import java.util.Optional;

/**
 * An answer of the source with a status of success, or one that the definition ignores.
 *
 * @param body decoded, in UTF-8 where the answer says what it is in; empty when it is ignored
 * @param contentType as the header has it, if there is one
 * @param nextLink the link to the next page in the headers, if there is one
 * @param isMeasured whether its end is told apart from a connection that broke: by a length, by
 *     chunks, or by its encoding
 * @param ignored whether the definition takes the status for a page without records
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way to the mapping, never compared
record Answer(
    int status,
    byte[] body,
    Optional<String> contentType,
    Optional<String> nextLink,
    boolean isMeasured,
    boolean ignored) {
  private static final int NO_CONTENT = 204;

  /** What the headers say of an answer that is no page, to be put before what the body says. */
  String described() {
    if (status == NO_CONTENT) {
      return "status 204: ";
    }
    return contentType.map(type -> "%s: ".formatted(SourceClient.quoted(type))).orElse("");
  }
}
