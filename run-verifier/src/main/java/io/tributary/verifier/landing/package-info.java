/** Looking a record up in Cassandra. */
@NullMarked
package io.tributary.verifier.landing;

import org.jspecify.annotations.NullMarked;
