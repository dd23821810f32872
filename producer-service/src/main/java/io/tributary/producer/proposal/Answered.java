package io.tributary.producer.proposal;

import java.util.Optional;

/**
 * An answer of success.
 *
 * @param body in UTF-8
 * @param nextLink the link to the next page in its headers, if there is one
 */
@SuppressWarnings("ArrayRecordComponent") // read, never compared
record Answered(byte[] body, Optional<String> nextLink) {}
