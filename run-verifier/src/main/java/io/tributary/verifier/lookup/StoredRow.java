package io.tributary.verifier.lookup;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A row as the table has it.
 *
 * @param values one for each column of the table, in the definition's order, as CQL serialises it
 * @param writeTime the newest of its columns' write times, in microseconds since the epoch; {@link
 *     Long#MIN_VALUE} when no column has one
 */
@SuppressWarnings("ArrayRecordComponent") // compared value by value
public record StoredRow(@Nullable ByteBuffer[] values, long writeTime) {}
