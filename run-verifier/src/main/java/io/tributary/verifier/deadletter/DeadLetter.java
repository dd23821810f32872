package io.tributary.verifier.deadletter;

import io.tributary.model.event.Place;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter without what it carries.
 *
 * @param reason name of a {@link io.tributary.model.deadletter.Reason}
 * @param recordTime the record's CreateTime
 */
public record DeadLetter(
    Place place,
    String reason,
    @Nullable String field,
    String detail,
    Instant recordTime,
    @Nullable String runId,
    String state,
    @Nullable Instant stateChanged,
    @Nullable String stateNote,
    int tries) {}
