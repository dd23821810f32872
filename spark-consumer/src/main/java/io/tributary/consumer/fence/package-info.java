/** The fence that offsets are committed behind where a killed Cassandra forgets the last writes. */
@NullMarked
package io.tributary.consumer.fence;

import org.jspecify.annotations.NullMarked;
