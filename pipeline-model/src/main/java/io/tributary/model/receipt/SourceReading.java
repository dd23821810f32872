package io.tributary.model.receipt;

import java.util.Optional;

/**
 * How far a run read its source.
 *
 * @param end the way in which the source said that it has no more, a word such as {@code
 *     empty-page}; none when the run ended before the source did
 * @param how a clause about what was seen; none where there is no end
 * @param pages that came, 0 or more
 * @param requests that were sent, for pages and in vain
 */
public record SourceReading(
    Optional<String> end, Optional<String> how, long pages, long requests) {}
