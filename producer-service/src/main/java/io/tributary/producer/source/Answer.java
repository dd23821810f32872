package io.tributary.producer.source;

import java.util.Optional;

/**
 * An answer of the source with a status of success.
 *
 * @param body decoded, in UTF-8 where the answer says what it is in
 * @param contentType as the header has it, if there is one
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way to the mapping, never compared
record Answer(int status, byte[] body, Optional<String> contentType) {
  private static final int NO_CONTENT = 204;

  /** What the headers say of an answer that is no page, to be put before what the body says. */
  String described() {
    if (status == NO_CONTENT) {
      return "status 204: ";
    }
    return contentType.map(type -> "%s: ".formatted(SourceClient.quoted(type))).orElse("");
  }
}
