package io.tributary.model.receipt;

import java.util.Optional;

/**
 * Which part of an incremental source a run read. Positions are written as the definition's scale
 * writes them.
 *
 * @param field whose values they are
 * @param from where the run began, without its look back
 * @param to what it has read to; none when nobody can tell
 * @param moves whether the pipeline's cursor moves to {@code to} once the run is verified
 * @param windows that were read to their end
 */
public record CursorRange(
    String field, String from, Optional<String> to, boolean moves, long windows) {}
