/** Keeping a run on record in Cassandra. */
@NullMarked
package io.tributary.producer.record;

import org.jspecify.annotations.NullMarked;
