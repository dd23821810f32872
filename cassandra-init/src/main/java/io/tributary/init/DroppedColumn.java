package io.tributary.init;

import java.time.Instant;

/**
 * A column that a table once had. Cassandra takes it back with its former type only, and then hides
 * every value that was written with a time before the drop.
 *
 * @param type in CQL
 * @param when it was dropped
 */
record DroppedColumn(String type, Instant when) {}
