/** The local Cassandra. */
@NullMarked
package io.tributary.stack.cassandra;

import org.jspecify.annotations.NullMarked;
