/** Looking a record up in Cassandra. */
@NullMarked
package io.tributary.verifier.lookup;

import org.jspecify.annotations.NullMarked;
